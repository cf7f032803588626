"""Composes bodies: from the tables ``[[pt.body]]`` of a text to the JSON that a body field stores. Pages use it."""

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.text import slugify

from home.demo.library import Library, stable_key
from home.demo.rich_text import to_html

Raw = dict[str, Any]
_SECTION = re.compile(r"^## +(.+)$", re.MULTILINE)


def compose(blocks: list[Raw], *, page: str, language: str, library: Library) -> str:
    """Return the body of the page of that name; the ids of its blocks are the same on every machine."""
    return Composer(page=page, language=language, library=library).body(blocks)


class Composer:
    """Writes one body; each method of `writers` takes a table of a text and returns the block's stored value."""

    def __init__(self, *, page: str, language: str, library: Library) -> None:
        self.library, self.language = library, language
        self.path = (page, language)
        self.count = 0
        self.rich = partial(to_html, find_page=self.page)
        self.writers: dict[str, Callable[[Raw], Raw]] = {
            "image": self.image,
            "gallery": self.gallery,
            "video": lambda table: {key: table.get(key, "") for key in ("title", "url", "caption", "transcript")},
            "quote": lambda table: {"who": "", "source_url": "", **table},
            "steps": lambda table: self.titled_texts(table, "steps"),
            "accordion": lambda table: self.titled_texts(table, "panels"),
            "table": self.table,
            "figures": self.figures,
            "call_to_action": lambda table: {"title": "", "text": "", **table, "page": self.page(table["page"])},
            "downloads": self.downloads,
            "related_pages": self.related_pages,
            "code": lambda table: {"language": table["language"], "code": table["code"].strip()},
        }

    def body(self, blocks: list[Raw]) -> str:
        stored: list[Raw] = []
        for table in blocks:
            kind = table.get("block", "text")
            if kind == "text":
                stored += self.sections(table["text"])
            else:
                values = {key: value for key, value in table.items() if key != "block"}
                stored.append(self.item(kind, self.writers[kind](values)))
        return json.dumps(stored, ensure_ascii=False)

    def item(self, kind: str, value: Any) -> Raw:
        self.count += 1
        return {"type": kind, "value": value, "id": str(stable_key("block", *self.path, str(self.count)))}

    def items(self, values: list[Any]) -> list[Raw]:
        return [self.item("item", value) for value in values]

    def page(self, name: str) -> int:
        return self.library.pages[name, self.language]

    def sections(self, markup: str) -> list[Raw]:
        """Part a text at its ``## `` lines: headings become blocks of their own, listed in the page's index."""
        before, *rest = _SECTION.split(markup)
        stored = [self.item("text", {"text": self.rich(before)})] if before.strip() else []
        for heading, words in zip(rest[::2], rest[1::2], strict=True):
            stored.append(self.item("heading", {"text": heading, "level": 2, "anchor": slugify(heading)}))
            if words.strip():
                stored.append(self.item("text", {"text": self.rich(words)}))
        return stored

    def image(self, table: Raw) -> Raw:
        image = self.library.images[table["image"]]
        return {"image": image.pk, "caption": table["caption"], "alt_text": "", "decorative": False}

    def gallery(self, table: Raw) -> Raw:
        images = [self.image({"image": name, "caption": caption}) for name, caption in table["images"]]
        return {"title": table.get("title", ""), "images": self.items(images)}

    def titled_texts(self, table: Raw, field: str) -> Raw:
        values = [{"title": title, "text": self.rich(text)} for title, text in table[field]]
        return {"title": table.get("title", ""), field: self.items(values)}

    def table(self, table: Raw) -> Raw:
        grid = {
            "caption": table["caption"],
            "columns": [{"type": "text", "heading": heading} for heading in table["columns"]],
            "rows": [{"values": row} for row in table["rows"]],
        }
        return {"table": grid, "header_column": table.get("header_column", False), "source": table.get("source", "")}

    def figures(self, table: Raw) -> Raw:
        shared = {"source": table["source"], "source_url": "", "date": None}
        values = [
            {"value": value, "unit": unit, "caption": caption, **shared} for value, unit, caption in table["figures"]
        ]
        return {"title": table.get("title", ""), "figures": self.items(values)}

    def downloads(self, table: Raw) -> Raw:
        documents = [self.library.documents[name, self.language].pk for name in table["documents"]]
        return {"title": table.get("title", ""), "documents": self.items(documents)}

    def related_pages(self, table: Raw) -> Raw:
        pages = [self.page(name) for name in table["pages"]]
        return {"title": table.get("title", ""), "pages": self.items(pages)}
