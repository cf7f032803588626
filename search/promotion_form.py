"""The form of promoted results in the admin: what would never show, or show beside another promotion, is refused."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from search.lexemes import lexemes

MOST_PAGES = 5
MOST_QUESTIONS = 20
LONGEST_QUESTION = 200


class PromotionForm(WagtailAdminModelForm):
    """Checks the questions, and that the pages are in their language."""

    def clean_questions(self) -> str:
        """Return the questions, each on a line of its own and without blanks around it."""
        lines = [" ".join(line.split()) for line in str(self.cleaned_data["questions"]).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_QUESTIONS:
            self.add_error("questions", _("At most %(limit)s searches.") % {"limit": MOST_QUESTIONS})
        for line in lines:
            if len(line) > LONGEST_QUESTION:
                message = _("A search has at most %(limit)s characters: “%(question)s…” is longer.")
                self.add_error("questions", message % {"limit": LONGEST_QUESTION, "question": line[:40]})
        return "\n".join(dict.fromkeys(lines))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        locale = cleaned.get("locale")
        if locale is None or self.errors:
            return cleaned
        self._check_questions(cleaned["questions"].splitlines(), locale)
        self._check_pages(locale)
        return cleaned

    def _check_questions(self, lines: list[str], locale: Any) -> None:
        found = lexemes(lines, locale.language_code)
        for line, of_line in zip(lines, found, strict=True):
            if not of_line:
                message = _(
                    "“%(question)s” has no word that says anything: nothing is found with it. Write another search."
                )
                self.add_error("questions", message % {"question": line})
        others = [
            (line, other)
            for other in type(self.instance)._default_manager.filter(locale=locale).exclude(pk=self.instance.pk)
            for line in other.lines()
        ]
        matches = lexemes([line for line, _other in others], locale.language_code)
        taken = dict(zip(matches, (other for _line, other in others), strict=True))
        for line, of_line in zip(lines, found, strict=True):
            if of_line and of_line in taken:
                message = _("There is a promoted result for “%(question)s” already: “%(other)s”. Add the page there.")
                self.add_error("questions", message % {"question": line, "other": taken[of_line]})

    def _check_pages(self, locale: Any) -> None:
        seen = set()
        for form in self.formsets["results"].forms:
            if not form.is_valid() or form.cleaned_data.get("DELETE") or not form.cleaned_data.get("page"):
                continue
            page = form.cleaned_data["page"]
            if page.locale_id != locale.pk:
                message = _("This page is in another language (%(language)s). Choose its translation.")
                form.add_error("page", message % {"language": page.locale.get_display_name()})
            elif page.pk in seen:
                form.add_error("page", _("This page is there already."))
            seen.add(page.pk)
