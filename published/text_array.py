"""Texts as PostgreSQL writes an array of them: psycopg would look at each by itself, at ten times the cost."""

from collections.abc import Sequence


def text_array(texts: Sequence[str | None]) -> str:
    """Return ``{"one","a \\"second\\"",NULL}``."""
    if texts and None not in texts:  # nearly always, and nearly always without anything to escape
        joined = '","'.join(texts)  # type: ignore[arg-type]
        if "\\" not in joined and joined.count('"') == 2 * (len(texts) - 1):
            return f'{{"{joined}"}}'
    return "{" + ",".join("NULL" if text is None else f'"{_escaped(text)}"' for text in texts) + "}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
