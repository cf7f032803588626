"""Prepares a body for its page: headings without gaps in their levels, ids that occur once, links within the site.

Read by the tags ``blocks`` and ``contents`` and by what composes pages of sections. Reads nothing itself.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify

Block = dict[str, Any]
RESERVED = ("content", "contents", "menu", "errors")  # ids of the frame of every page
OF_PAGES = "section-"  # begins the ids that templates of pages give
LOWEST = 6

_HEADING = re.compile(r"<h([1-6])(?:\s[^>]*)?>(.*?)</h\1>", re.DOTALL)
_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_EAGER_IMAGE = re.compile(r"<img (?![^>]*\bloading=)")


@dataclass(frozen=True)
class Heading:
    level: int
    anchor: str
    text: str


@dataclass(frozen=True)
class Part:
    """A block as its template takes it. ``level`` is that of its own title, ``inner`` of titles inside it."""

    block: Block
    id: str
    level: int
    inner: int
    is_primary: bool = False  # the one button of the page that stands out
    html: str = ""  # of rich text


@dataclass
class Body:
    """``under`` is the level of the heading that the body stands below, ``prefix`` begins its ids."""

    under: int = 1
    prefix: str = ""
    headings: list[Heading] = field(default_factory=list)
    taken: set[str] = field(default_factory=lambda: set(RESERVED))
    previous: int = field(init=False)

    def __post_init__(self) -> None:
        self.previous = self.under

    def parts(self, blocks: Iterable[Block] | None, *, site_url: str = "", primary: bool = True) -> Iterator[Part]:
        """The blocks in their order; ``primary``: the first call to action may stand out."""
        for number, block in enumerate(blocks or (), start=1):
            kind = block["__typename"]
            if kind == "HeadingBlock":
                heading = self.heading(block["level"] + self.under - 1, block["anchor"], block["text"])
                yield Part(block, heading.anchor, heading.level, heading.level)
                continue
            if kind == "ParagraphsBlock":
                html = self.rich_text(block["richText"]["html"], site_url)
                yield Part(block, self.id_of(f"block-{number}"), self.previous, self.previous, html=html)
                continue
            level = min(self.previous + 1, LOWEST)
            inner = min(level + 1, LOWEST) if block.get("title") else level
            is_primary = primary and kind == "CallToActionBlock"
            primary = primary and not is_primary
            yield Part(block, self.id_of(f"block-{number}"), level, inner, is_primary)

    def heading(self, level: int, anchor: str, text: str) -> Heading:
        """The next heading, at most one level below the one before it."""
        self.previous = max(self.under + 1, min(level, self.previous + 1, LOWEST))
        heading = Heading(self.previous, self.id_of(anchor or slugify(text) or "h"), text)
        self.headings.append(heading)
        return heading

    def id_of(self, wanted: str) -> str:
        """An id like the wanted one that nothing in this body has."""
        stem = f"{self.prefix}{wanted}"
        stem = f"h-{stem}" if stem.startswith(OF_PAGES) else stem
        found, number = stem, 1
        while found in self.taken:
            number += 1
            found = f"{stem}-{number}"
        self.taken.add(found)
        return found

    def rich_text(self, html: str, site_url: str) -> str:
        """The HTML of a rich text with anchors at its headings."""

        def written(match: re.Match[str]) -> str:
            text = unescape(strip_tags(match[2]))
            heading = self.heading(int(match[1]) + self.under - 1, "", text)
            return f'<h{heading.level} id="{heading.anchor}">{match[2]}</h{heading.level}>'

        return within_site(_HEADING.sub(written, html), site_url)


def within_site(html: str, site_url: str) -> str:
    """Rich text whose links within the site work under whatever host it is visited by.

    The words of a link that leads nowhere any more stay, the link does not.
    """
    html = _NOWHERE.sub(r"\1", html)
    html = _EAGER_IMAGE.sub('<img loading="lazy" ', html)
    return html.replace(f'href="{site_url}/', 'href="/') if site_url else html


def contents(blocks: Iterable[Block] | None, *, under: int = 1, prefix: str = "") -> list[Heading]:
    """The headings of the first level of a body, with the ids that they have on the page."""
    body = Body(under=under, prefix=prefix)
    for _part in body.parts(blocks):
        pass
    return [heading for heading in body.headings if heading.level == under + 1]
