"""What the templates of the public website write with: blocks, pictures, dates, icons, addresses."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from content.presets import PRESETS
from home.panels.plan import AREAS, Panel, Sign
from home.panels.svg import drawn, lost_sign
from home.website import addresses, block_examples, body_tags, dates, figures, project_page
from home.website.frame import area, frame
from home.website.machines import cards, linked_data
from home.website.visit import Visit

register = template.Library()
register.simple_tag(body_tags.blocks, takes_context=True)
register.simple_tag(body_tags.rich_text, takes_context=True)
register.simple_tag(body_tags.contents)
register.simple_tag(block_examples.block_example)
register.filter("area_class", area)
register.simple_tag(dates.part, name="day_part")
for written_in_full in (dates.day, dates.moment, dates.hours, figures.legend):
    register.simple_tag(written_in_full)
for read_from_an_answer in (
    body_tags.provider_name,
    body_tags.video_frame,
    body_tags.file_facts,
    body_tags.cells,
    body_tags.headings,
    project_page.phase_name,
    project_page.period,
    figures.shown,
    figures.has_one_source,
    figures.has_dates,
):
    register.filter(read_from_an_answer)

NETWORKS = {"FACEBOOK": "Facebook", "LINKEDIN": "LinkedIn", "YOUTUBE": "YouTube", "X": "X", "INSTAGRAM": "Instagram"}
# Colour never stands alone: each area of work has its own shape.
AREA_MARKS = {
    "inovacao": "M0 0H8A8 8 0 0 1 0 8Z",
    "simplificacao": "M0 0H8L0 8Z",
    "participacao": "M0 0A8 8 0 0 1 8 8A8 8 0 0 1 0 0Z",
}
ICONS = {
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "calendar": "M4 6h16v15H4ZM4 11h16M8 3v5M16 3v5",
    "download": "M12 4v12M6 11l6 6 6-6M4 21h16",
    "file": "M6 3h8l5 5v13H6ZM14 3v5h5",
    "print": "M7 9V3h10v6M7 18H3V9h18v9h-4M7 14h10v7H7Z",
    "feed": "M5 18v1M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14",
    "play": "M7 4L20 12L7 20Z",
    "info": "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18ZM12 11v6M12 7v1",
    "warning": "M12 3L22 20H2ZM12 10v5M12 17v1",
    "menu": "M3 6h18M3 12h18M3 18h18",
    "close": "M5 5l14 14M19 5L5 19",
    "search": "M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14ZM16 16l5 5",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words that say the same."""
    return format_html(
        '<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', ICONS[name]
    )


@register.simple_tag(takes_context=True)
def address(context: Context, name: str, slug: str = "") -> str:
    """The path of a page that is not in the tree, in the language of the visit."""
    return addresses.address(name, context["visit"].locale, slug)


@register.filter
def network_name(service: str) -> str:
    """The name of a social network as it writes itself."""
    return NETWORKS.get(service, service)


@register.filter
def type_name(thing: dict[str, Any] | None) -> str:
    """The GraphQL type of an answer, which templates cannot name: ``__typename``."""
    return (thing or {}).get("__typename", "")


@register.simple_tag(takes_context=True)
def href(context: Context, thing: dict[str, Any] | str | None) -> str:
    """Where a page (or address) of the answers is: its path where it stands on this site, else its whole address.

    So the site works under whatever host name it is visited by.
    """
    url = (thing.get("url") if isinstance(thing, dict) else thing) or ""
    root = context["site"]["url"]
    return url[len(root) :] if root and url.startswith(f"{root}/") else url


@register.simple_tag(takes_context=True)
def framed(context: Context, name: str) -> SafeString:
    """Another template in the frame of the site, for pages that Wagtail and Django render: sign-in, passwords.

    Of their context it gets the form only: the page that they guard must not be named before the door.
    """
    request = context["request"]
    visit = Visit.of(request)
    site = visit.ask({"SiteChrome": {"locale": visit.locale}})["SiteChrome"]["site"]
    kept = {key: context.get(key) for key in ("form", "action_url", "next", "csrf_token")}
    return render_to_string(name, {**frame(visit, site, None), **kept, "request": request})


@register.simple_tag
def area_mark(area: str | None) -> SafeString | str:
    """The shape of an area of work, beside its name in words; nothing for none."""
    shape = AREA_MARKS.get((area or "").lower().removeprefix("area-"))
    if shape is None:
        return ""
    return format_html('<svg viewBox="0 0 8 8" aria-hidden="true" focusable="false"><path d="{}"/></svg>', shape)


@register.simple_tag
def picture(
    image: dict[str, Any], preset: str = "HERO", *, sizes: str = "100vw", alt: str | None = None, lazy: bool = True
) -> SafeString:
    """An image of the answers in the widths of a preset, with its dimensions; ``alt=""`` where it only decorates.

    Needs ``url width height srcSet(preset: …)``, and ``alt`` unless given. Until they are made, the image itself.
    """
    files = [f"{here(url)} {width}" for url, width in (one.split(" ") for one in split(image.get("srcSet")))]
    made = PRESETS[preset]
    width, height = (made.width, made.height) if files else (image["width"], image["height"])
    return format_html(
        '<img src="{}"{} width="{}" height="{}" alt="{}"{}>',
        files[0].split(" ")[0] if files else here(image["url"]),
        format_html(' srcset="{}" sizes="{}"', ", ".join(files), sizes) if files else "",
        width,
        height,
        image.get("alt") or "" if alt is None else alt,
        mark_safe(' loading="lazy"') if lazy else "",
    )


def split(source_set: str | None) -> list[str]:
    return source_set.split(", ") if source_set else []


def here(url: str) -> str:
    """The address of a file as a path where it is kept here, so that pictures work under every name of the site."""
    root = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    return url[len(root) :] if url.startswith(f"{root}/") else url


@register.simple_tag
def view(
    thing: dict[str, Any],
    area: str = "",
    columns: int = 6,
    rows: int = 4,
    *,
    preset: str = "CARD",
    sizes: str = "(min-width: 48rem) 25rem, 100vw",
    alt: str | None = "",
    lazy: bool = True,
) -> str:
    """What stands in the frame of a page: its image once that is made, else the panel of its title.

    In a list the image only decorates, since the title beside it says the same: ``alt`` is empty unless given.
    """
    image = thing.get("image")
    if image and image.get("srcSet"):
        return picture(image, preset, sizes=sizes, alt=alt, lazy=lazy)
    return panel(thing["title"], area, columns, rows)


@register.simple_tag
def panel(title: str, area: str | None = "", columns: int = 12, rows: int = 6, sign: Sign = "there") -> str:
    """The tile panel of a title: ``{% panel page.title area 6 4 %}``; `area` as a class, of the contract or none.

    Heads 12 by 6, cards 6 by 4 or 8 by 4, lead news 6 by 6, covers 4 by 4, pieces 2 by 2; a call to action has
    ``sign="none"``.
    """
    name = (area or "").lower().removeprefix("area-")
    return mark_safe(drawn(Panel(title, name if name in AREAS else "", columns, rows, sign)))


@register.simple_tag
def lost_tile() -> str:
    """The tile with the X that lies beside the wall on the page of what is not found."""
    return mark_safe(lost_sign())


register.simple_tag(cards.card, takes_context=True, name="page_card")
register.simple_tag(linked_data.script, takes_context=True, name="linked_data")
