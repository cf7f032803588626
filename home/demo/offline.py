"""Writes a guide out as plain text, for the file that readers take away; ``home.demo.files`` makes a document of it."""

import re
from typing import Any

_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


def guide_as_text(words: dict[str, Any]) -> str:
    """Return the guide with its chapters: paragraphs parted by empty lines, headings marked by ``#`` and ``##``."""
    parts = [f"# {words['title']}", words["summary"], *_blocks(words["body"])]
    for number, chapter in enumerate(words["chapters"], start=1):
        parts += [f"# {number}. {chapter['title']}", chapter["summary"], *_blocks(chapter["body"])]
    return "\n\n".join(_LINK.sub(r"\1", part).replace("**", "") for part in parts)


def _blocks(tables: list[dict[str, Any]]) -> list[str]:
    return [part for table in tables for part in _block(table)]


def _block(table: dict[str, Any]) -> list[str]:
    """Return the paragraphs of one block; what only leads elsewhere has none."""
    match table.get("block", "text"):
        case "text":
            return [part.strip() for part in table["text"].strip().split("\n\n")]
        case "steps":
            return [f"{number}. {title}: {text}" for number, (title, text) in enumerate(table["steps"], start=1)]
        case "accordion":
            return [f"{title} {text}" for title, text in table["panels"]]
        case "table":
            return [table["caption"], *("; ".join(row) for row in [table["columns"], *table["rows"]])]
        case "figures":
            return [f"{value} {unit} {caption} ({table['source']})" for value, unit, caption in table["figures"]]
        case _:
            return []
