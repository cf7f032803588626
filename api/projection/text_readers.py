"""How rich text is printed: its links and images are keys in the store and become addresses here."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from api.context import ReadContext
from api.projection.compiler import Ask, Compiled
from api.projection.files import whole_address
from api.projection.loading import Level, Run
from api.projection.page_readers import page_url
from api.projection.readers import Reader
from api.projection.values import Reached
from published.rich_text import entry_keys, render_html


@dataclass(frozen=True)
class Html(Reader):
    """The ``html`` of a rich text: links lead to where pages and documents are now, and to nowhere if they are gone."""

    def compile(self, ask: Ask) -> Compiled:
        return Compiled(lambda text, run, locale: _printed(text["html"], run.context), _collect)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> str:
        context: ReadContext = info.context
        context.load(sorted(entry_keys(source.value["html"])))
        return _printed(source.value["html"], context)


def _collect(text: dict[str, Any], run: Run, level: Level) -> None:
    if "data-entry" in text["html"]:
        level.sites = True
        for key in entry_keys(text["html"]):
            level.want_key(None, key)


def _printed(html: str, context: ReadContext) -> str:
    return render_html(html, lambda key: _address(key, context)) if "data-entry" in html else html


def _address(key: str, context: ReadContext) -> str | None:
    """Where a link or an embedded image leads: a page's address, a document's, an image's largest hero or original."""
    entry = context.entries.get(key)
    if entry is None:
        return None
    if entry.path is not None:
        return page_url(entry, context)
    rendition = ((entry.card.get("renditions") or {}).get("HERO") or {}).get("webp") or {}
    stored = rendition.get("url") or entry.card.get("url")
    return whole_address(stored) if stored else None
