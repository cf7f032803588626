"""Turns the plain markup of the demonstration's texts into Wagtail's rich text; bodies and pages use it.

Paragraphs are parted by an empty line, ``- `` begins an item of a list, ``**strong**``, and
``[words](page:news/epsa-award)`` links to a page by its name, other targets as they are.
"""

import re
from collections.abc import Callable
from html import escape

FindPage = Callable[[str], int]

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


def to_html(markup: str, find_page: FindPage) -> str:
    """Return the rich text of `markup`; `find_page` gives the primary key of a page by its name."""
    return "".join(_paragraph(part, find_page) for part in re.split(r"\n\s*\n", markup.strip()) if part.strip())


def _paragraph(part: str, find_page: FindPage) -> str:
    lines = [line.strip() for line in part.strip().splitlines()]
    if all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{_inline(line[2:], find_page)}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{_inline(' '.join(lines), find_page)}</p>"


def _inline(words: str, find_page: FindPage) -> str:
    def link(match: re.Match[str]) -> str:
        target = match[2]
        if target.startswith("page:"):
            return f'<a linktype="page" id="{find_page(target.removeprefix("page:"))}">{match[1]}</a>'
        return f'<a href="{target}">{match[1]}</a>'

    return _LINK.sub(link, _STRONG.sub(r"<b>\1</b>", escape(words, quote=False)))
