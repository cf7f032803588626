"""Makes topics, audiences, event series and organisations; the loader calls it before the pages that refer to them."""

from typing import Any

from wagtail.models import Locale

from content.models import Audience, EventSeries, Organisation, OrganisationName, Topic
from home.demo.library import Library, stable_key
from home.demo.texts import LANGUAGES

TERMS: dict[str, type[Topic] | type[Audience] | type[EventSeries]] = {
    "topics": Topic,
    "audiences": Audience,
    "series": EventSeries,
}


def ensure_term(kind: str, name: str, table: dict[str, Any], library: Library) -> None:
    """Make the term in every language, each the other's translation, unless it is there."""
    for language in LANGUAGES:
        term = _ensure_row(TERMS[kind], f"{kind}/{name}", table, library.locales[language])
        getattr(library, kind)[name, language] = term


def _ensure_row(model: Any, name: str, table: dict[str, Any], locale: Locale) -> Any:
    key = stable_key("term", name)
    found = model.objects.filter(translation_key=key, locale=locale).first()
    if found is None:
        words = {**table[locale.language_code]}
        if "area" in table:
            words["area"] = table["area"]
        found = model(**words, locale=locale, translation_key=key)
        found.full_clean()
        found.save()
    return found


def ensure_organisation(name: str, table: dict[str, Any], library: Library) -> None:
    """Make the organisation with all its names, unless one carries its first name already."""
    found = Organisation.objects.filter(names__name=table["names"][0]["name"]).first()
    if found is None:
        found = Organisation(website=table.get("website", ""))
        found.names = [OrganisationName(sort_order=order, **one) for order, one in enumerate(table["names"])]
        found.full_clean()
        found.save()
    library.organisations[name] = found
