"""Rich text as the store keeps it: clean HTML whose links and images are keys of entries, and its plain text.

The projection writes it; ``api`` and the website print it with ``render_html``.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from published.catalogue import is_entry_model, type_name

_BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr"})
_INLINE = frozenset({"a", "b", "strong", "i", "em", "br", "code", "del", "s", "sub", "sup", "small", "mark", "img"})
_VOID = frozenset({"br", "hr", "img"})
_SILENT = frozenset({"script", "style", "template", "iframe", "object"})  # dropped with what they contain
_SAFE_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})

_LINK = re.compile(r'<a data-entry="([^"]+)">')
_IMAGE = re.compile(r'<img data-entry="([^"]+)"( alt="[^"]*")>')
_SPACE = re.compile(r"\s+")
_KEY = re.compile(r'<(?:a|img) data-entry="([^"]+)"')


def project_rich_text(source: str) -> dict[str, str]:
    """Return ``{"html", "text"}`` of rich text as Wagtail stores it.

    A link to a page or document becomes ``<a data-entry="ServicePage:3">``, an image ``<img data-entry="Image:5"
    alt="…">``. Only plain formatting survives: imported text may hold anything.
    """
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader.result()


def entry_keys(html: str) -> set[str]:
    """Return the keys of the entries that stored rich text links to or shows."""
    return set(_KEY.findall(html))


def render_html(html: str, href: Callable[[str], str | None]) -> str:
    """Return stored rich text ready to print; ``href`` gives the address of an entry, None if it is not published.

    A link to nothing loses its ``href`` and keeps its words; an image that is nowhere leaves nothing.
    """

    def link(match: re.Match[str]) -> str:
        address = href(match[1])
        return "<a>" if address is None else f'<a href="{escape(address)}">'

    def image(match: re.Match[str]) -> str:
        address = href(match[1])
        return "" if address is None else f'<img src="{escape(address)}"{match[2]}>'

    return _IMAGE.sub(image, _LINK.sub(link, html))


class _Reader(HTMLParser):
    """Rewrites one rich text; the keys of pages are filled in at the end, with one query for all of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.html: list[str | int] = []  # a number stands for the page with that primary key
        self.text: list[str] = []
        self.silent = 0

    def result(self) -> dict[str, str]:
        keys = _page_keys(piece for piece in self.html if isinstance(piece, int))
        pieces = (_entry_attribute(keys.get(piece)) if isinstance(piece, int) else piece for piece in self.html)
        lines = (" ".join(line.split()) for line in "".join(self.text).split("\n"))
        return {"html": "".join(pieces), "text": "\n".join(line for line in lines if line)}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self.silent += 1
        elif self.silent:
            return
        elif tag == "a":
            self._open_link(attributes)
        elif tag == "embed":
            self._embed(attributes)
        elif tag == "img":
            return  # an image of our own is an embed; any other would be a request to a third party
        elif tag in _BLOCKS or tag in _INLINE:
            self.html.append(f"<{tag}>")
            if tag in _BLOCKS or tag == "br":
                self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif not self.silent and (tag in _BLOCKS or tag in _INLINE) and tag not in _VOID:
            self.html.append(f"</{tag}>")
            if tag in _BLOCKS:
                self.text.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.html.append(escape(data, quote=False))
            self.text.append(_SPACE.sub(" ", data))

    def _open_link(self, attributes: dict[str, str]) -> None:
        kind, identifier = attributes.get("linktype"), attributes.get("id", "")
        if kind == "page" and identifier.isdecimal():
            self.html += ["<a", int(identifier), ">"]
        elif kind == "document" and identifier.isdecimal():
            self.html.append(f"<a{_entry_attribute(f'{type_name(get_document_model())}:{identifier}')}>")
        elif "href" in attributes and _is_safe(attributes["href"]):
            self.html.append(f'<a href="{escape(attributes["href"])}">')
        else:
            self.html.append("<a>")

    def _embed(self, attributes: dict[str, str]) -> None:
        kind, identifier = attributes.get("embedtype"), attributes.get("id", "")
        if kind == "image" and identifier.isdecimal():
            key = f"{type_name(get_image_model())}:{identifier}"
            self.html.append(f'<img{_entry_attribute(key)} alt="{escape(attributes.get("alt", ""))}">')
        elif kind == "media" and _is_safe(attributes.get("url", "")):
            address = escape(attributes["url"])
            self.html.append(f'<a href="{address}">{address}</a>')


def _entry_attribute(key: str | None) -> str:
    return "" if key is None else f' data-entry="{escape(key)}"'


def _is_safe(address: str) -> bool:
    try:
        return urlsplit(address.strip()).scheme.lower() in _SAFE_SCHEMES
    except ValueError:
        return False


def _page_keys(identifiers: Iterable[Any]) -> dict[int, str]:
    """Return the keys of pages by primary key; those that do not exist or are no entries are left out."""
    wanted = set(identifiers)
    if not wanted:
        return {}
    known = _remembered.get()
    keys = {} if known is None else known
    missing = wanted - keys.keys()
    if missing:
        keys |= _read_page_keys(missing)
    return {pk: key for pk in wanted if (key := keys[pk]) is not None}


def _read_page_keys(wanted: Collection[int]) -> dict[int, str | None]:
    keys: dict[int, str | None] = dict.fromkeys(wanted)
    for pk, content_type in Page.objects.filter(pk__in=wanted).values_list("pk", "content_type_id"):
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None and is_entry_model(model):
            keys[pk] = f"{type_name(model)}:{pk}"
    return keys


_remembered: ContextVar[dict[int, str | None] | None] = ContextVar("published_pages", default=None)


@contextmanager
def remembering_pages(wanted: Collection[int]) -> Iterator[None]:
    """Look up at once the pages that rich texts link to; for many texts read from one state of the database."""
    token = _remembered.set(_read_page_keys(wanted) if wanted else {})
    try:
        yield
    finally:
        _remembered.reset(token)
