"""The options of navigation and footer in the language of a page; called by the plain templates."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Locale, Page

from content.visibility import public_pages


@dataclass(frozen=True)
class Option:
    """One option: its words, where it leads, whether the reader stands there or below, and the options below it."""

    label: str
    url: str
    is_current: bool = False
    children: list["Option"] = field(default_factory=list)


def read_options(links: Iterable[Any], *, locale: Locale, current: Page | None = None) -> list[Option]:
    """Return the options of `links` (values of ``home.blocks.LinkBlock``) that lead somewhere public.

    A page is replaced by its translation; an option whose page has none in `locale`, or is not public, is left out.
    """
    options = (_option(link, locale=locale, current=current) for link in links)
    return [option for option in options if option is not None]


def public_translation(page: Page | None, locale: Locale) -> Page | None:
    """Return `page` in `locale` if a visitor may see it there."""
    if page is None:
        return None
    translation = page if page.locale_id == locale.pk else page.get_translation_or_none(locale)
    return next(iter(public_pages([translation])), None)


def _option(link: Any, *, locale: Locale, current: Page | None) -> Option | None:
    label = link.get(f"label_{locale.language_code}") or ""
    children = read_options(link.get("children") or [], locale=locale, current=current)
    if link.get("page") is None:
        address = link.get("url") or ""
        return Option(label=label or address, url=address, children=children) if address else None
    page = public_translation(link["page"], locale)
    if page is None or not page.url:
        return None
    is_current = current is not None and current.path.startswith(page.path) and page.depth > 2
    return Option(label=label or page.title, url=page.url, is_current=is_current, children=children)
