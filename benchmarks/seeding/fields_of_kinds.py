"""What each kind of page has beside the fields of all: by column, and as rows of its own. Called for each pair."""

from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from wagtail.models import Page

from benchmarks.seeding.bodies import rich_text
from benchmarks.seeding.rows import Rows
from benchmarks.seeding.vocabularies import Vocabularies
from benchmarks.seeding.words import Speech
from content import models as content
from content.models.events import EventFormat
from content.models.projects import ProjectPhase

_JOURNEY = ("context", "purpose", "challenges", "developments", "results", "expected_impact", "lessons")


def _identifier(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def shared(model: type[Page], random: Random, vocabularies: Vocabularies, *, at: datetime) -> dict[str, Any]:
    """Return what a page and its translation have in common."""
    if model is content.NewsPage:
        author = random.choice(vocabularies.people) if random.random() < 0.5 else None
        return {"published_on": at, "author_id": author}
    if model is content.EventPage:
        hours = random.choice((2, 3, 8, 30))
        return {
            "starts_at": at.replace(minute=0),
            "ends_at": at.replace(minute=0) + timedelta(hours=hours),
            "format": random.choice(EventFormat.values),
            "place_name": "Casa de Exemplo",
            "place_address": "Rua de Exemplo, 1\n1000-001 Lisboa",
            "capacity": random.choice((None, 20, 80)),
        }
    if model is content.ProjectPage:
        return {"phase": random.choice(ProjectPhase.values), "start_year": at.year}
    if model is content.ServicePage:
        return {
            "is_online": True,
            "is_by_phone": random.random() < 0.5,
            "is_in_person": random.random() < 0.3,
            "start_link": "https://servico.example.org/",
            "contact_email": "labx@example.org",
            "provider_id": random.choice(vocabularies.organisations),
        }
    if model is content.GuidePage:
        return {"version": "1.0", "reading_time": 40, "licence": "cc-by-4-0"}
    return {"reading_time": 10}


def worded(model: type[Page], random: Random, speech: Speech) -> dict[str, Any]:
    """Return what is written in the page's own language."""
    if model is content.ProjectPage:
        return {name: rich_text(speech, random) for name in _JOURNEY}
    if model is content.ServicePage:
        names = ("what_you_get", "how_to_ask", "requirements", "legal_basis")
        return {name: rich_text(speech, random) for name in names} | {"audience_note": speech.text(random, 1)}
    return {}


def add_parts(
    rows: Rows,
    model: type[Page],
    page: int,
    random: Random,
    vocabularies: Vocabularies,
    speech: Speech,
    *,
    locale: int,
    at: datetime,
) -> None:
    """Add what a page has in other tables: organisations, audiences, agenda, speakers, partners, outputs, downloads."""
    organisations = random.sample(vocabularies.organisations, random.randrange(1, 3))
    audiences = random.sample(vocabularies.audiences[speech.code], 1)
    own = {"page_id": page, "locale_id": locale}
    if model in (content.NewsPage, content.GuidePage):
        rows.link(model, "organisations", page, organisations)
    if model in (content.ServicePage, content.GuidePage, content.EventPage, content.ProjectPage):
        rows.link(model, "audiences", page, audiences)
    if model is content.EventPage:
        rows.link(model, "organisers", page, organisations)
        for order, hour in enumerate((10, 14)):
            title = f"{order + 1}. {random.choice(speech.nouns).capitalize()}"
            rows.add(
                content.EventAgendaItem,
                **own,
                translation_key=_identifier(random),
                sort_order=order,
                title=title,
                starts_at=time(hour),
            )
        speaker = random.choice(vocabularies.people)
        rows.add(
            content.EventSpeaker, **own, translation_key=_identifier(random), sort_order=0, person_id=speaker, part=""
        )
    if model is content.ProjectPage:
        for order, organisation in enumerate(organisations):
            rows.add(
                content.ProjectPartner,
                **own,
                translation_key=_identifier(random),
                sort_order=order,
                organisation_id=organisation,
            )
        rows.add(
            content.ProjectOutput,
            **own,
            translation_key=_identifier(random),
            sort_order=0,
            title=random.choice(speech.nouns).capitalize(),
            document_id=random.choice(vocabularies.documents),
        )
    if model is content.GuidePage:
        rows.add(
            content.GuideDownload,
            **own,
            translation_key=_identifier(random),
            sort_order=0,
            title="",
            document_id=random.choice(vocabularies.documents),
        )
