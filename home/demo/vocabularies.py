"""Makes topics, audiences, event series and organisations; the loader calls it before the pages that refer to them."""

from typing import Any
from uuid import UUID

from wagtail.models import Locale

from content.models import Audience, EventSeries, Organisation, OrganisationName, Topic
from home.demo.library import Library, stable_key
from home.demo.texts import LANGUAGES

TERMS: dict[str, type[Topic] | type[Audience] | type[EventSeries]] = {
    "topics": Topic,
    "audiences": Audience,
    "series": EventSeries,
}


def ensure_term(kind: str, name: str, table: dict[str, Any], library: Library) -> int:
    """Make the term in every language, each the other's translation, unless it is there; return how many rows."""
    made = 0
    for language in LANGUAGES:
        key, locale = stable_key("term", f"{kind}/{name}"), library.locales[language]
        term = TERMS[kind].objects.filter(translation_key=key, locale=locale).first()
        if term is None:
            term = _make_term(TERMS[kind], table, locale=locale, translation_key=key)
            made += 1
        getattr(library, kind)[name, language] = term
    return made


def _make_term(model: Any, table: dict[str, Any], *, locale: Locale, translation_key: UUID) -> Any:
    words = {**table[locale.language_code]}
    if "area" in table:
        words["area"] = table["area"]
    term = model(**words, locale=locale, translation_key=translation_key)
    term.full_clean()
    term.save()
    return term


def ensure_organisation(name: str, table: dict[str, Any], library: Library) -> int:
    """Make the organisation with all its names, unless one carries its first name already; return how many."""
    found = Organisation.objects.filter(names__name=table["names"][0]["name"]).first()
    is_missing = found is None
    if found is None:
        found = Organisation(website=table.get("website", ""))
        found.names = [OrganisationName(sort_order=order, **one) for order, one in enumerate(table["names"])]
        found.full_clean()
        found.save()
    library.organisations[name] = found
    return int(is_missing)
