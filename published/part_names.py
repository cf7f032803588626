"""Gives every part of a document (a block, a row, an orderable child) an id that nothing else has.

Wagtail keeps the ids of blocks when a page is copied or translated, and rows of tables have only their number. Clients
keep what they read by type and id (Apollo, urql, Relay): the same id for other words would show one page's text on
another.
Called by ``published.projection``.
"""

from typing import Any

from published.document import Document


def name_parts(document: Document) -> None:
    """Put the entry's key, and the ids of the parts around it, before the id of each part: ``NewsPage:12:<id>``."""
    for fields in (document.card, document.body):
        for value in fields.values():
            _name(value, inside=document.key)


def _name(value: Any, *, inside: str) -> None:
    if isinstance(value, list):
        for item in value:
            _name(item, inside=inside)
    elif isinstance(value, dict):
        if "__typename" in value and "id" in value:
            inside = value["id"] = f"{inside}:{value['id']}"
        for item in value.values():
            _name(item, inside=inside)
