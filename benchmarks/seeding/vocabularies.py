"""What pages are described with: topics of very uneven frequency, audiences, series, organisations, people, documents.

Called by the seeding, which draws from what ``add`` returns.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.text import slugify
from wagtail.models import Collection

from benchmarks.seeding.rows import Rows
from benchmarks.seeding.words import LANGUAGES, TOPICS
from content.models import (
    Audience,
    Document,
    EventSeries,
    Organisation,
    OrganisationName,
    Person,
    Topic,
)

# The last but one and the last of the topics are the discontinued and the unused one.
_OTHER_TOPICS = range(1, TOPICS - 2)  # places in the list of topics
_WEIGHTS = list(accumulate(1 / place for place in _OTHER_TOPICS))
_NAMES = {"pt": ("Tema", "Público", "Série"), "en": ("Topic", "Audience", "Series")}
_AREAS = ("inovacao", "simplificacao", "participacao", "")
DOCUMENT = "documents/seeded.txt"


@dataclass
class Vocabularies:
    """Primary keys: of what has a language by language, in the same order in each."""

    topics: dict[str, list[int]] = field(default_factory=dict)
    audiences: dict[str, list[int]] = field(default_factory=dict)
    series: dict[str, list[int]] = field(default_factory=dict)
    organisations: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)

    def draw_topics(self, random: Random, *, number: int) -> list[int]:
        """Return the places of the topics of page ``number``: every second has the common one."""
        drawn = set(random.choices(_OTHER_TOPICS, cum_weights=_WEIGHTS, k=random.randrange(1, 4)))
        return sorted(drawn | ({0} if number % 2 == 0 else set()))


def add(rows: Rows, random: Random, *, locales: dict[str, int], now: datetime) -> Vocabularies:
    known = Vocabularies()
    for model, count, keys, extra in (
        (Topic, TOPICS, known.topics, lambda number: {"area": _AREAS[number % len(_AREAS)]}),
        (Audience, 6, known.audiences, lambda number: {}),
        (EventSeries, 5, known.series, lambda number: {}),
    ):
        _add_terms(rows, random, model, count, keys, extra, locales=locales, now=now)
    known.organisations = [_organisation(rows, number, now=now) for number in range(60)]
    known.people = [_person(rows, random, number, known.organisations, now=now) for number in range(120)]
    known.documents = [_document(rows, number, now=now) for number in range(12)]
    return known


def write_document() -> None:
    path = Path(settings.MEDIA_ROOT) / DOCUMENT
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Exemplo.\n")


def _add_terms(
    rows: Rows,
    random: Random,
    model: type[models.Model],
    count: int,
    keys: dict[str, list[int]],
    extra: Callable[[int], dict[str, Any]],
    *,
    locales: dict[str, int],
    now: datetime,
) -> None:
    position = (Topic, Audience, EventSeries).index(model)
    for number in range(count):
        translation_key = UUID(int=random.getrandbits(128), version=4)
        slug = f"{slugify(_NAMES['pt'][position])}-{number + 1}"
        for code in LANGUAGES:
            key = rows.add(
                model,
                name=f"{_NAMES[code][position]} {number + 1}",
                slug=slug,
                description=f"{_NAMES[code][position]} {number + 1}.",
                translation_key=translation_key,
                locale_id=locales[code],
                first_published_at=now,
                last_published_at=now,
                **extra(number),
            )
            keys.setdefault(code, []).append(key)


def _organisation(rows: Rows, number: int, *, now: datetime) -> int:
    name, acronym = f"Organização de Exemplo {number + 1}, I. P.", f"OE{number + 1}"
    key = rows.add(
        Organisation,
        name=name,
        acronym=acronym,
        slug=acronym.lower(),
        website=f"https://{acronym.lower()}.example.org/",
        first_published_at=now,
        last_published_at=now,
    )
    rows.add(OrganisationName, organisation_id=key, name=name, acronym=acronym, sort_order=0)
    return key


def _person(rows: Rows, random: Random, number: int, organisations: list[int], *, now: datetime) -> int:
    return rows.add(
        Person,
        name=f"Pessoa de Exemplo {number + 1}",
        role="Técnica superior",
        role_en="Senior officer",
        organisation_id=random.choice(organisations),
        first_published_at=now,
        last_published_at=now,
    )


def _document(rows: Rows, number: int, *, now: datetime) -> int:
    return rows.add(
        Document,
        title=f"Documento {number + 1}",
        file=DOCUMENT,
        file_size=9,
        collection_id=Collection.get_first_root_node().pk,
        created_at=now,
    )
