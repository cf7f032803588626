"""A published world in which every kind of field has something to show; the comparison with the executor reads it."""

from datetime import timedelta

from published.models import Redirection, Withdrawal
from tests.api import store
from tests.api.store import START


def everything() -> None:
    """Two languages, an alias, references to nothing, every kind of block, events around the present, two sites."""
    store.empty()
    store.news(12)
    Redirection.objects.create(id=1, path="/old", site=1, target="NewsPage:100", permanent=True)
    Withdrawal.objects.create(site=1, path="/gone", since=START, kind="deleted")
    store.site(2, hostname="other.example", isDefault=False, rootUrl="https://other.example", rootPage="HomePage:9")
    store.document(1)
    link = {"id": "l1", "__typename": "NavigationLinkBlock", "url": None, "labelPt": "", "labelEn": ""}
    option = {**link, "__typename": "NavigationItemBlock"}
    store.settings(
        body={
            "navigation": [
                {**option, "page": "NewsIndexPage:2", "children": [{**link, "id": "l2", "page": "HomePage:1"}]},
                {**option, "id": "l3", "page": "NewsPage:9999", "labelPt": "Nada", "labelEn": "None", "children": []},
            ],
            "footerLinks": [{**link, "page": "NewsPage:100", "labelEn": "First"}],
        },
        responsibleBody="Organisation:1",
    )
    store.page("HomePage", 3, path="/en/", tree="00010002", locale="en", translation="HomePage:1")
    store.page("NewsIndexPage", 4, path="/en/news/", tree="000100020001", locale="en", translation="NewsIndexPage:2")
    for index in range(3):
        store.page(
            "NewsPage",
            200 + index,
            path=f"/en/news/item-{index}/",
            tree=f"000100020001{index + 1:04d}",
            locale="en",
            translation=f"NewsPage:{100 + index}",
            image="Image:1",
            topics=["Topic:1"],
        )
    store.page(
        "NewsPage",
        203,
        path="/en/news/item-3/",
        tree="0001000200010004",
        locale="pt",
        translation="NewsPage:103",
        listed=False,
    )
    for pk in range(1, 4):
        store.vocabulary("Audience", pk)
        store.vocabulary("EventSeries", pk)
    for index in range(4):
        starts = START + timedelta(days=20 * (index - 2))
        store.page(
            "EventPage",
            30 + index,
            path=f"/pt/event-{index}/",
            tree=f"00010001{index + 3:04d}",
            sort_at=starts,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2) if index % 2 else None,
            startsAt=starts.isoformat(),
            latitude="38.7223" if index else None,
            capacity=index or None,
            format="ONLINE" if index == 1 else "BOTH",
            status="CANCELLED" if index == 2 else "SCHEDULED",
            series="EventSeries:1" if index else "EventSeries:99",
            audiences=["Audience:1", "Audience:99"],
            organisers=["Organisation:1"],
            speakers=[{"__typename": "EventSpeaker", "id": "1", "person": "Person:1", "part": "Opening"}],
            agendaItems=[
                {
                    "__typename": "EventAgendaItem",
                    "id": "1",
                    "startsAt": "09:30",
                    "endsAt": None,
                    "title": "Welcome",
                    "description": "",
                }
            ],
            topics=["Topic:1"],
            terms=["audience:Audience:1", "format:ONLINE" if index == 1 else "format:BOTH", "status:SCHEDULED"],
            body={"body": _body()},
        )
    text = {
        "html": '<p>See <a data-entry="NewsPage:100">this</a>, <a data-entry="NewsPage:9999">that</a>, '
        '<a data-entry="Document:1">a file</a></p><img data-entry="Image:5" alt="A">',
        "text": "See this, that, a file",
    }
    store.page(
        "ServicePage",
        40,
        path="/pt/service/",
        tree="000100010009",
        image="Image:999",
        topics=["Topic:999", "Topic:2"],
        channels=["ONLINE", "PHONE"],
        provider="Organisation:1",
        terms=["channel:ONLINE", "channel:PHONE", "organisation:Organisation:1"],
        changeNotes=[{"__typename": "ChangeNote", "id": "7", "date": "2026-02-01", "note": "New"}],
        body={"whatYouGet": text, "body": _body()},
    )


def _body() -> list[dict[str, object]]:
    text = {"html": '<p><a data-entry="ServicePage:40">Ask</a></p>', "text": "Ask"}
    picture = {"__typename": "ImageCaptionBlock", "caption": "", "altText": "", "decorative": False}
    return [
        {"__typename": "HeadingBlock", "id": "b1", "text": "Part", "level": 2, "anchor": "part"},
        {"__typename": "ParagraphsBlock", "id": "b2", "richText": text},
        {**picture, "id": "b3", "image": "Image:1"},
        {
            "__typename": "GalleryBlock",
            "id": "b4",
            "title": "",
            "images": [{**picture, "id": "i1", "image": "Image:2"}, {**picture, "id": "i2", "image": "Image:999"}],
        },
        {
            "__typename": "StepsBlock",
            "id": "b5",
            "title": "",
            "steps": [{"__typename": "StepBlock", "id": "s1", "title": "First", "text": text}],
        },
        {
            "__typename": "CallToActionBlock",
            "id": "b6",
            "title": "",
            "text": "",
            "action": "Go",
            "page": "NewsPage:101",
            "url": "",
        },
        {"__typename": "DownloadsBlock", "id": "b7", "title": "", "documents": ["Document:1", "Document:2"]},
        {"__typename": "RelatedPagesBlock", "id": "b8", "title": "", "pages": ["NewsPage:100", "EventPage:30"]},
    ]
    store.commit()
