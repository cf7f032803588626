"""What stands around every page: languages, position in the navigation, way back, colour of the area.

Computed from the answers of the operations; reads nothing itself. Called by ``home.website.views``.
"""

from typing import Any

from home.website.visit import Visit, content_languages

Page = dict[str, Any]


def frame(visit: Visit, site: dict[str, Any], page: Page | None) -> dict[str, Any]:
    """The context of ``home/base.html``; ``page`` is None where no page of the tree is shown."""
    return {
        "visit": visit,
        "site": site,
        "page": page,
        "navigation": navigation(site, visit.path),
        "languages": languages(visit, site, page),
        "breadcrumbs": breadcrumbs(site, page),
        "canonical": (page or {}).get("url"),
        "area": area(page),
    }


def languages(visit: Visit, site: dict[str, Any], page: Page | None) -> list[dict[str, Any]]:
    """Every language of the site with where it leads: this page's translation, else the home page in that language.

    ``is_translation`` tells the two apart: only a translation is announced to machines.
    """
    translations = {one["locale"]: one for one in (page or {}).get("translations", ())}
    homes = home_pages(site)
    found = []
    for code in content_languages():
        target: dict[str, Any] = translations.get(code) or homes.get(code) or {}
        is_current = code == visit.locale
        if is_current or target:
            url = ((page or {}).get("url") or visit.path) if is_current else target["url"]
            found.append({"code": code, "url": url, "is_current": is_current, "is_translation": code in translations})
    return found


def home_pages(site: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The home pages by language."""
    root = site.get("rootPage")
    if not root:
        return {}
    return {root["locale"]: root, **{one["locale"]: one for one in root["translations"]}}


def navigation(site: dict[str, Any], path: str) -> list[dict[str, Any]]:
    """The options of the first level that lead somewhere, each with ``current``: "page", "true" (below it) or ""."""
    return [
        {**option, "children": navigation({"navigation": option.get("children", [])}, path)}
        | {"address": _address(option), "current": _current(option, path)}
        for option in site["navigation"]
        if _address(option)
    ]


def _address(option: dict[str, Any]) -> str | None:
    page = option.get("page")
    return page["url"] if page else option.get("url")


def _current(option: dict[str, Any], path: str) -> str:
    at = (option.get("page") or {}).get("path")
    if not at:
        return ""
    return "page" if path == at else "true" if path.startswith(at) else ""


def breadcrumbs(site: dict[str, Any], page: Page | None) -> list[dict[str, Any]]:
    """The pages above, from the home page down; none on a home page."""
    return list((page or {}).get("ancestors", ()))


def area(page: Page | None) -> str:
    """The class of the area of work: that of the first topic that belongs to one; "" where none does."""
    for topic in (page or {}).get("topics", ()):
        if topic.get("area"):
            return f"area-{topic['area'].lower()}"
    return ""
