"""A small published world written straight into the store: the tests of reading need no Wagtail page."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import connection

from api.value_check import check_document
from published.document import Document
from published.entries import remove, write
from published.models import Entry

ROOT = "https://labx.example"
START = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)

__all__ = ["remove"]
NO_TEXT = {"html": "", "text": ""}

# What pages of a type always have besides what all pages have.
_SHORT: dict[str, dict[str, Any]] = {
    "HomePage": {"heroTitle": ""},
    "NewsPage": {"publishedOn": START.isoformat(), "author": None, "organisations": []},
    "EventPage": {
        "startsAt": START.isoformat(),
        "endsAt": None,
        "timeZone": "Europe/Lisbon",
        "status": "SCHEDULED",
        "format": "ON_SITE",
        "placeName": "",
        "placeAddress": "",
        "agendaItems": [],
        "speakers": [],
        "organisers": [],
        "audiences": [],
        "series": None,
    },
    "ServicePage": {
        **dict.fromkeys(("audienceNote", "cost", "duration", "startLink", "contactEmail", "contactPhone"), ""),
        "audiences": [],
        "channels": [],
        "provider": None,
    },
}
_LONG: dict[str, dict[str, Any]] = {
    "HomePage": {"intro": NO_TEXT},
    "ServicePage": dict.fromkeys(("whatYouGet", "howToAsk", "requirements", "legalBasis"), NO_TEXT),
}


def empty() -> None:
    """Takes out what the migrations published."""
    remove(Entry.objects.values_list("key", flat=True))


def commit() -> None:
    """Numbers what was written since the last time, as a commit does; tests that roll back never commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT set_config('published.number', '', true)")


def translation_key(name: str) -> Any:
    return uuid5(NAMESPACE_URL, name)


def site(pk: int = 1, **card: Any) -> str:
    values = {
        "hostname": "labx.example",
        "port": 443,
        "rootUrl": ROOT,
        "siteName": "LabX",
        "isDefault": True,
        "rootPage": "HomePage:1",
        **card,
    }
    return put(Document(f"Site:{pk}", "Site", site=pk, card=values))


def settings(pk: int = 1, *, site_id: int = 1, body: dict[str, Any] | None = None, **card: Any) -> str:
    return put(
        Document(
            f"SiteSettings:{pk}",
            "SiteSettings",
            site=site_id,
            card={
                **dict.fromkeys(("footerTextPt", "footerTextEn"), ""),
                **dict.fromkeys(("contactEmail", "contactPhone", "contactAddress"), ""),
                **dict.fromkeys(("linkedin", "youtube", "x", "instagram"), ""),
                "noticePt": "Aviso",
                "noticeEn": "Notice",
                "facebook": "https://facebook.com/labx",
                **card,
            },
            body={"navigation": [], "footerLinks": [], **(body or {})},
        )
    )


def page(
    kind: str,
    pk: int,
    *,
    path: str,
    tree: str,
    title: str | None = None,
    locale: str = "pt",
    site_id: int = 1,
    translation: str | None = None,
    listed: bool = True,
    topics: list[str] | None = None,
    image: str | None = None,
    body: dict[str, Any] | None = None,
    terms: list[str] | None = None,
    sort_at: datetime | None = START,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    **card: Any,
) -> str:
    title = title or f"{kind} {pk}"
    values = {
        "title": title,
        "slug": path.strip("/").rpartition("/")[2],
        "seoTitle": "",
        "searchDescription": "",
        "publishedAt": START.isoformat(),
        "updatedAt": START.isoformat(),
        "summary": f"Summary of {title}",
        "image": image,
        "topics": topics or [],
        "lastSignificantChange": None,
        "changeNotes": [],
        **_SHORT.get(kind, {}),
        **card,
    }
    return put(
        Document(
            f"{kind}:{pk}",
            kind,
            locale=locale,
            site=site_id,
            path=path,
            translation_key=translation_key(translation or f"{kind}:{pk}"),
            tree=tree,
            listed=listed,
            card=values,
            body={"body": [], **_LONG.get(kind, {}), **(body or {})},
            sort_at=sort_at,
            sort_title=title.lower(),
            starts_at=starts_at,
            ends_at=ends_at,
            terms=[*[f"topic:{topic}" for topic in topics or []], *(terms or [])] if listed else [],
        )
    )


def topic(pk: int, *, name: str | None = None, slug: str | None = None, locale: str = "pt") -> str:
    return vocabulary("Topic", pk, name=name, slug=slug, locale=locale, area=None)


def vocabulary(
    kind: str, pk: int, *, name: str | None = None, slug: str | None = None, locale: str = "pt", **card: Any
) -> str:
    name = name or f"{kind} {pk}"
    values = {"name": name, "slug": slug or f"{kind.lower()}-{pk}", "description": "", **card}
    return put(
        Document(
            f"{kind}:{pk}",
            kind,
            locale=locale,
            translation_key=translation_key(f"{kind}:{pk}"),
            card=values,
            sort_title=name.lower(),
        )
    )


def organisation(pk: int, *, name: str | None = None) -> str:
    name = name or f"Organisation {pk}"
    card = {"name": name, "slug": f"organisation-{pk}", "acronym": "", "names": [], "website": "", "logo": None}
    return put(Document(f"Organisation:{pk}", "Organisation", card=card, sort_title=name.lower()))


def person(pk: int, *, organisation: str | None = None) -> str:
    card = {"name": f"Person {pk}", "role": "", "roleEn": "", "organisation": organisation, "links": []}
    return put(Document(f"Person:{pk}", "Person", card=card, sort_title=f"person {pk}"))


def image(pk: int, **card: Any) -> str:
    def file(width: int, height: int) -> dict[str, Any]:
        return {"url": f"/media/image-{pk}-{width}.webp", "width": width, "height": height}

    values = {
        "title": f"Image {pk}",
        "alt": {"pt": f"Imagem {pk}", "en": f"Picture {pk}"},
        "credit": "",
        "licence": "CC_BY_4_0",
        "width": 2000,
        "height": 1000,
        "url": f"/media/image-{pk}.jpg",
        "focalPoint": {"x": 0.5, "y": 1},
        "renditions": {
            "CARD": {"webp": file(800, 533), "srcSet": [file(400, 267), file(800, 533)]},
            "OPEN_GRAPH": {"webp": file(1200, 630), "jpeg": {**file(1200, 630), "url": f"/media/image-{pk}.og.jpg"}},
        },
        **card,
    }
    return put(Document(f"Image:{pk}", "Image", card=values, sort_title=f"image {pk}"))


def document(pk: int, **card: Any) -> str:
    values = {
        "title": f"Document {pk}",
        "url": f"/documents/{pk}/document-{pk}.pdf",
        "fileName": f"document-{pk}.pdf",
        "fileSize": 1000 + pk,
        "fileType": "pdf",
        "language": "PT",
        "licence": None,
        **card,
    }
    return put(Document(f"Document:{pk}", "Document", card=values, sort_title=f"document {pk}"))


def put(document: Document) -> str:
    problems = check_document(document)
    assert not problems, problems
    write(document)
    return document.key


def news(number: int, *, topics: int = 3, locale: str = "pt") -> list[str]:
    """A site with ``number`` news items: the newest first, a minute apart, each with image and topics."""
    site()
    settings()
    page("HomePage", 1, path=f"/{locale}/", tree="00010001", locale=locale)
    page("NewsIndexPage", 2, path=f"/{locale}/news/", tree="000100010001", locale=locale)
    known_topics = [topic(pk, locale=locale) for pk in range(1, 11)]
    organisation(1)
    person(1, organisation="Organisation:1")
    return [
        page(
            "NewsPage",
            100 + index,
            path=f"/{locale}/news/item-{index}/",
            tree=f"000100010001{index + 1:04d}",
            locale=locale,
            sort_at=START - timedelta(minutes=index),
            image=image(index % 50 + 1),
            topics=[known_topics[(index + step) % 10] for step in range(topics)],
            publishedOn=START.isoformat(),
            author="Person:1",
            organisations=["Organisation:1"],
        )
        for index in range(number)
    ]
