"""The form in which an editor says what a new preview link is for, until when, and for whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from api.previews.models import Audience
from api.previews.sharing import DAYS, USUAL_DAYS

LATEST, FIXED = "latest", "fixed"


class ShareForm(forms.Form):
    note = forms.CharField(
        label=_("For whom"),
        max_length=200,
        required=False,
        help_text=_("Only editors see this: it tells the links apart, such as “Ana, legal service”."),
    )
    days = forms.TypedChoiceField(
        label=_("How long the link works"),
        coerce=int,
        initial=USUAL_DAYS,
        choices=lambda: [(days, ngettext("%(days)s day", "%(days)s days", days) % {"days": days}) for days in DAYS],
        widget=forms.RadioSelect,
    )
    shows = forms.ChoiceField(
        label=_("What it shows"),
        initial=LATEST,
        choices=[
            (LATEST, _("Always the latest draft: what you change later is seen too")),
            (FIXED, _("The draft as it is now, whatever is changed later")),
        ],
        widget=forms.RadioSelect,
    )
    audience = forms.ChoiceField(
        label=_("Who may open it"),
        initial=Audience.ANYONE,
        choices=Audience.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, has_draft: bool, **kwargs: Any) -> None:
        """``has_draft``: a version of the page was saved, which a link could be fixed to."""
        super().__init__(*args, **kwargs)
        if not has_draft:
            del self.fields["shows"]

    def wishes(self) -> dict[str, Any]:
        """What was chosen, as ``sharing.share`` takes it."""
        chosen = self.cleaned_data
        return {
            "note": chosen["note"],
            "days": chosen["days"],
            "audience": chosen["audience"],
            "is_fixed": chosen.get("shows") == FIXED,
        }
