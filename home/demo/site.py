"""Fills the settings of the site, last of all; what an editor filled stays."""

import json
from typing import Any

from wagtail.models import Site

from home.demo.library import Library, stable_key
from home.demo.texts import LANGUAGES, read_text
from home.models import SiteSettings
from published.publication import note

_COLUMNS = ("contact_email", "facebook", "linkedin", "youtube", "x", "instagram")


def is_filled() -> bool:
    """Say whether the settings of the default site have been filled, by the loader or by an editor."""
    settings = SiteSettings.objects.filter(site__is_default_site=True).first()
    return settings is not None and (settings.responsible_body_id is not None or len(settings.navigation) > 0)


def fill_settings(library: Library) -> int:
    """Set navigation, footer, contacts, social accounts and notice of the default site unless somebody did."""
    if is_filled():
        return 0
    text = read_text("site")
    site = Site.objects.get(is_default_site=True)
    settings = SiteSettings.for_site(site)
    for column in _COLUMNS:
        setattr(settings, column, text.shared[column])
    settings.responsible_body = library.organisations[text.shared["responsible_body"]]
    for language in LANGUAGES:
        setattr(settings, f"notice_{language}", text.words[language]["notice"])
        setattr(settings, f"footer_text_{language}", text.words[language]["footer_text"])
    settings.navigation = json.dumps([_option(one, library) for one in text.shared["navigation"]])
    settings.footer_links = json.dumps(
        [_option({"page": name}, library, nested=True) for name in text.shared["footer_links"]]
    )
    settings.full_clean()
    settings.save()
    note(site)  # made by a migration, which does not publish
    return 1


def _option(table: dict[str, Any], library: Library, *, nested: bool = False) -> dict[str, Any]:
    """Return the stored form of one option; readers are led to the page's translation in their language."""
    value: dict[str, Any] = {
        "page": library.pages[table["page"], LANGUAGES[0]],
        "url": "",
        "label_pt": "",
        "label_en": "",
    }
    if not nested:
        children = [_option({"page": name}, library, nested=True) for name in table.get("children", [])]
        value["children"] = [{"type": "item", "value": one["value"], "id": one["id"]} for one in children]
    return {"type": "option", "value": value, "id": str(stable_key("option", table["page"], str(nested)))}
