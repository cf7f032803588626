"""What is read from the store: entries and the values of facets. Made by ``published.readings``, printed by ``api``."""

from dataclasses import dataclass
from typing import Any

import orjson

from published.document import Document


@dataclass(slots=True)
class StoredEntry:
    """One row of the store. ``body`` is None where it was not asked for; ``position`` is set by lists only.

    ``asked`` is the language in which it was asked for, where it was served instead.
    """

    key: str
    type: str
    locale: str
    site: int | None
    path: str | None
    translation_key: str | None
    tree: str | None
    listed: bool
    card: dict[str, Any]
    body: dict[str, Any] | None = None
    position: str | None = None
    asked: str | None = None


@dataclass(slots=True)
class FacetValue:
    """How many entries of a list carry one term; ``label`` and ``slug`` are the vocabulary entry's, if it is one."""

    kind: str
    value: str
    label: str | None
    slug: str | None
    count: int


def stored_entry(document: Document) -> StoredEntry:
    """A document that was only projected, as it would be read if it were in the store: for previews."""
    return StoredEntry(
        document.key,
        document.type,
        document.locale,
        document.site,
        document.path,
        None if document.translation_key is None else str(document.translation_key),
        document.tree,
        document.listed,
        orjson.loads(orjson.dumps(document.card)),
        orjson.loads(orjson.dumps(document.body)),
    )
