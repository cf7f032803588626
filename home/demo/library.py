"""What the loader has made so far, by the names that texts use, and the keys by which it finds it again."""

import uuid
from dataclasses import dataclass, field

from wagtail.models import Locale

from content.models import Audience, Document, EventSeries, Image, Indicator, Organisation, SdgTarget, Topic

# Made once at random: everything of the demonstration has a translation key derived from it and its name.
_NAMESPACE = uuid.UUID("5f0c8a52-2d1c-4c35-9a3e-0d4f8f2b7a61")


def stable_key(*names: str) -> uuid.UUID:
    """Return the same key for the same names, on every machine."""
    return uuid.uuid5(_NAMESPACE, "/".join(names))


@dataclass
class Library:
    """Objects by name, and by language where they have one."""

    locales: dict[str, Locale] = field(default_factory=dict)
    pages: dict[tuple[str, str], int] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    topics: dict[tuple[str, str], Topic] = field(default_factory=dict)
    audiences: dict[tuple[str, str], Audience] = field(default_factory=dict)
    series: dict[tuple[str, str], EventSeries] = field(default_factory=dict)
    sdg_targets: dict[tuple[str, str], SdgTarget] = field(default_factory=dict)
    indicators: dict[tuple[str, str], Indicator] = field(default_factory=dict)
