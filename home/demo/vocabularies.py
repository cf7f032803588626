"""Makes the terms of all vocabularies, and organisations; the loader calls it before the pages that refer to them."""

from typing import Any
from uuid import UUID

from wagtail.models import Locale

from content.models import (
    Audience,
    EventSeries,
    Indicator,
    IndicatorValue,
    Organisation,
    OrganisationName,
    SdgTarget,
    Topic,
)
from home.demo.library import Library, stable_key
from home.demo.texts import LANGUAGES, with_sources

TERMS: dict[str, type[Topic] | type[Audience] | type[EventSeries] | type[SdgTarget] | type[Indicator]] = {
    "topics": Topic,
    "audiences": Audience,
    "series": EventSeries,
    "sdg_targets": SdgTarget,
    "indicators": Indicator,
}


def ensure_term(kind: str, name: str, table: dict[str, Any], library: Library) -> int:
    """Make the term in every language, each the other's translation, unless it is there; return how many rows."""
    made = 0
    for language in LANGUAGES:
        key, locale = stable_key("term", f"{kind}/{name}"), library.locales[language]
        term = TERMS[kind].objects.filter(translation_key=key, locale=locale).first()
        if term is None:
            term = _make_term(TERMS[kind], name, table, locale=locale, translation_key=key)
            made += 1
        getattr(library, kind)[name, language] = term
    return made


def _make_term(model: Any, name: str, table: dict[str, Any], *, locale: Locale, translation_key: UUID) -> Any:
    """Return the term; a value of an indicator is a year, a number, and whether that is about right only."""
    words = with_sources({**table[locale.language_code]}, locale.language_code)
    shared = {key: value for key, value in table.items() if key not in (*LANGUAGES, "values")}
    note = words.pop("note", "")
    term = model(**words, **shared, locale=locale, translation_key=translation_key)
    if "values" in table:
        term.dated_values = [
            IndicatorValue(
                year=year,
                value=value,
                is_approximate=is_approximate,
                note=note,
                sort_order=order,
                locale=locale,
                translation_key=stable_key("value", name, str(order)),
            )
            for order, (year, value, is_approximate) in enumerate(table["values"])
        ]
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
