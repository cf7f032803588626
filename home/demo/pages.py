"""Makes the pages: first all of them as drafts, because they refer to each other, then filled and published.

A page that is there, published or with a revision of somebody's, is never touched.
"""

from datetime import date
from itertools import count
from typing import Any

from django.db.models import Q
from wagtail.models import Page, Site

from content.models import ChangeNote
from home.demo.bodies import compose
from home.demo.details import fill_details
from home.demo.library import Library, stable_key
from home.demo.plans import Plan
from home.demo.texts import LANGUAGES, read_file
from home.models import HomePage

_UNFINISHED = Q(live=False, latest_revision=None)  # as the loader makes them first; an editor's draft has a revision
SOURCES = {"pt": ("Fonte", "Fontes"), "en": ("Source", "Sources")}


def are_finished(plans: list[Plan]) -> bool:
    """Say whether the pages have been made and none was left half made; those deleted since do not count."""
    keys = [stable_key("page", plan.name) for plan in plans]
    made = Page.objects.filter(translation_key__in=keys)
    return made.exists() and not made.filter(_UNFINISHED).exists()


def ensure_draft(plan: Plan, library: Library, *, day: date) -> int:
    """Make the page in every language as a draft without a body, unless it is there; return how many."""
    made = 0
    for language in LANGUAGES:
        page = _find(plan, language, library)
        if page is None:
            page = _make_draft(plan, language, library, day=day)
            made += 1
        library.pages[plan.name, language] = page.pk
    return made


def publish(plan: Plan, language: str, library: Library, *, day: date) -> int:
    """Fill and publish the page unless somebody did; return how many were published."""
    page: Any = Page.objects.get(pk=library.pages[plan.name, language]).specific
    if not _is_unfinished(page):
        return 0
    _fill(page, plan, language, library)
    fill_details(page, plan, language, library, day=day)
    words = plan.text.words[language]
    blocks = [*words.get("body", []), *_closing_notes(plan, language)]
    if hasattr(page, "body"):
        page.body = compose(blocks, page=plan.name, language=language, library=library)
    if "change_note" in words:
        note = ChangeNote(
            date=day,
            note=words["change_note"],
            locale=page.locale,
            translation_key=stable_key("change-note", plan.name),
        )
        page.change_notes, page.last_significant_change = [note], day
    page.save_revision().publish()
    return 1


def _find(plan: Plan, language: str, library: Library) -> Page | None:
    locale = library.locales[language]
    if plan.page_class is HomePage:  # made by a migration, so that a site exists without the demonstration too
        root_page = Site.objects.get(is_default_site=True).root_page
        return Page.objects.filter(translation_key=root_page.translation_key, locale=locale).first()
    made = Page.objects.filter(translation_key=stable_key("page", plan.name), locale=locale).first()
    if made is None and plan.page_class.max_count_per_parent == 1:  # an editor's own list takes the pages
        parent = Page.objects.get(pk=library.pages[_parent(plan), language])
        made = Page.objects.child_of(parent).exact_type(plan.page_class).first()
    return made


def _parent(plan: Plan) -> str:
    if plan.parent is None:
        raise LookupError("There is no home page: run the migrations first.")
    return plan.parent


def _make_draft(plan: Plan, language: str, library: Library, *, day: date) -> Page:
    page: Any = plan.page_class(
        locale=library.locales[language], translation_key=stable_key("page", plan.name), live=False
    )
    _fill(page, plan, language, library)
    if hasattr(page, "starts_at"):  # obligatory also in drafts
        fill_details(page, plan, language, library, day=day)
    parent = Page.objects.get(pk=library.pages[_parent(plan), language])
    page.slug = _free_slug(page.slug, parent)
    return parent.add_child(instance=page)


def _free_slug(slug: str, parent: Page) -> str:
    """Return `slug`, numbered if an editor's page below `parent` has it."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    candidates = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(one for one in candidates if one not in taken)


def _fill(page: Any, plan: Plan, language: str, library: Library) -> None:
    """Set what every page has."""
    words = plan.text.words[language]
    page.title, page.draft_title = words["title"], words["title"]
    page.slug = page.slug or words["slug"]
    page.summary = words["summary"]
    if plan.is_pictured:
        page.image = library.images[plan.image]
    page.topics = [library.topics[name, language] for name in plan.text.shared.get("topics", [])]


def _is_unfinished(page: Any) -> bool:
    """Say whether the loader began the page and was interrupted, or only the migration has touched it."""
    if page.latest_revision_id is not None:
        return False
    return not page.live or (isinstance(page, HomePage) and not page.hero_title)


def _closing_notes(plan: Plan, language: str) -> list[dict[str, Any]]:
    """Return a text that names the page's sources and says how much of a news item's date is an example."""
    known, words = read_file("sources"), plan.text.words[language]
    names = [known[name][language] for name in words.get("sources", plan.text.shared.get("sources", []))]
    notes = [f"{SOURCES[language][len(names) > 1]}: {'; '.join(names)}."] if names else []
    if "known" in plan.text.shared:
        notes.append(known[f"date-{plan.text.shared['known']}"][language])
    return [{"text": "\n\n".join(notes)}] if notes else []
