"""What the plain templates ask of a page: its language, translations, navigation, and what of it is public."""

from collections.abc import Iterable
from typing import Any

from django import template
from wagtail.models import CollectionMember, Page, Site

from content.visibility import is_public_member, public_pages
from home.models import SiteSettings
from home.navigation import Option, read_options

register = template.Library()


@register.filter
def words_language(page: Page) -> str:
    """Return the language of the words: an alias made by translation still speaks that of its source."""
    source = page.alias_of or page
    return str(source.locale.language_code)


@register.filter
def public_translations(page: Page) -> list[Page]:
    """Return the other languages of the page that a visitor may read; aliases are no translations."""
    return public_pages(page.get_translations().filter(alias_of=None).select_related("locale"))


@register.filter
def public_children(page: Page) -> list[Page]:
    return public_pages(page.get_children().live().filter(alias_of=None).specific())


@register.filter
def public_ancestors(page: Page) -> list[Page]:
    return public_pages(page.get_ancestors().filter(depth__gt=1))


@register.filter
def live_only(terms: Iterable[Any]) -> list[Any]:
    """Return the vocabulary rows that are published."""
    return [term for term in terms if term.live]


@register.filter
def if_public(thing: Any) -> Any:
    """Return an image, document or vocabulary row if visitors may see it, else None."""
    if thing is None:
        return None
    if isinstance(thing, CollectionMember):
        return thing if is_public_member(thing) else None
    return thing if thing.live else None


@register.simple_tag
def settings_of(page: Page) -> SiteSettings:
    site = page.get_site() or Site.objects.get(is_default_site=True)
    return SiteSettings.for_site(site)


@register.simple_tag
def options(stream: Any, page: Page) -> list[Option]:
    return read_options([child.value for child in stream], locale=page.locale, current=page)


@register.simple_tag
def in_language_of(page: Page, thing: Any, name: str) -> str:
    """Return the text `name` of `thing` in the language of `page`: its field ``<name>_pt`` or ``<name>_en``."""
    return str(getattr(thing, f"{name}_{page.locale.language_code}", ""))
