"""schema.org data of every page, read back by extruct, with the properties that search engines ask for."""

import json
import re
from datetime import UTC, datetime

import extruct
import pytest
import time_machine
from django.core.management import call_command
from wagtail.models import Site

from content.models import CourseEdition, CourseModule, EventSpeaker, GuideTool
from home.website.machines.linked_data import written
from published.publication import publication
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 1, 9, 30, 15, tzinfo=UTC)
AT = "https://labx.example"
LABX = {"@id": f"{AT}/#organisation"}
#: What each type must have for search engines to take it.
REQUIRED = {
    "GovernmentService": {"name", "description", "url", "provider"},
    "NewsArticle": {"headline", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage"},
    "Article": {"headline", "image", "datePublished", "dateModified", "author", "publisher"},
    "Event": {"name", "startDate", "eventStatus", "eventAttendanceMode", "organizer", "image", "url"},
    "HowTo": {"name", "step", "publisher"},
    "Course": {"name", "description", "provider", "url"},
    "Organization": {"name", "url"},
    "WebSite": {"name", "url", "potentialAction"},
    "WebPage": {"name", "url"},
    "CollectionPage": {"name", "url"},
    "BreadcrumbList": {"itemListElement"},
}


@pytest.fixture(autouse=True)
def site(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with publication():
        Site.objects.update(hostname="labx.example", port=443, site_name="LabX")
    call_command("rebuild_published", verbosity=0)


def published(make, **fields):
    with time_machine.travel(NOW, tick=False), publication():
        return make(**fields)


def data(client, path):
    """The nodes of a page's graph, by type; each has what its type must have and nothing that is empty."""
    answer = client.get(path)
    assert answer.status_code == 200
    found = extruct.extract(answer.content.decode(), base_url=f"{AT}{path}", syntaxes=["json-ld"])["json-ld"]
    [graph] = found
    assert graph["@context"] == "https://schema.org"
    nodes = {node["@type"]: node for node in graph["@graph"]}
    assert len(nodes) == len(graph["@graph"])
    for kind, node in nodes.items():
        assert REQUIRED[kind] <= set(node), kind
    assert not re.search(r':(null|""|\[\]|\{\})', json.dumps(graph, separators=(",", ":")))
    return nodes


def test_the_home_page_tells_who_publishes_and_how_to_search(client):
    with publication():
        body = factories.organisation("Agência Exemplo, I. P.", website="https://agencia.example/")
        body.names.update(acronym="AE")
        body.refresh_from_db()
        body.save()
        factories.site_settings(
            responsible_body=body,
            contact_email="ola@labx.example",
            contact_phone="+351 210 000 000",
            contact_address="Rua A, 1\nLisboa",
            facebook="https://www.facebook.com/labx",
            linkedin="https://www.linkedin.com/company/labx",
        )

    found = data(client, "/pt/")

    assert found["Organization"] == {
        "@type": "Organization",
        **LABX,
        "name": "LabX",
        "url": f"{AT}/",
        "parentOrganization": {
            "@type": "GovernmentOrganization",
            "name": "Agência Exemplo, I. P.",
            "alternateName": "AE",
            "url": "https://agencia.example/",
        },
        "sameAs": ["https://www.facebook.com/labx", "https://www.linkedin.com/company/labx"],
        "email": "ola@labx.example",
        "telephone": "+351 210 000 000",
        "address": "Rua A, 1 Lisboa",
    }
    assert found["WebSite"]["url"] == f"{AT}/pt/"
    assert found["WebSite"]["potentialAction"] == {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{AT}/pt/pesquisa/?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    assert "BreadcrumbList" not in found
    english = data(client, "/en/")["WebSite"]
    assert english["potentialAction"]["target"]["urlTemplate"] == f"{AT}/en/search/?q={{search_term_string}}"
    assert english["inLanguage"] == "en"


@pytest.mark.parametrize("code", ["pt", "en"])
def test_the_way_to_a_page_is_told_as_it_is_shown(client, code):
    parent = published(factories.news_index, code=code)
    page = published(factories.news, parent=parent, title="Notícia <1>")

    found = data(client, page.url)

    home = factories.home_page(code)
    assert found["BreadcrumbList"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": home.title, "item": f"{AT}/{code}/"},
        {"@type": "ListItem", "position": 2, "name": parent.title, "item": f"{AT}{parent.url}"},
        {"@type": "ListItem", "position": 3, "name": "Notícia <1>", "item": f"{AT}{page.url}"},
    ]
    assert found["NewsArticle"]["inLanguage"] == code


def test_a_news_item_is_a_news_article(client):
    page = published(
        factories.news,
        title="Uma notícia " + "longa " * 30,
        published_on=datetime(2026, 1, 31, 8, tzinfo=UTC),
        author=factories.person("Ana Exemplo", role="Diretora", role_en="Director"),
        topics=[factories.topic("Redes")],
    )

    found = data(client, page.url)["NewsArticle"]

    assert found["@id"] == f"{AT}{page.url}#main"
    assert found["headline"] == page.title.strip()[:110]
    assert found["description"] == "Em resumo."
    assert found["datePublished"] == "2026-01-31T08:00:00+00:00"
    assert found["dateModified"] == "2026-02-01T09:30:15+00:00"
    assert found["author"] == {"@type": "Person", "name": "Ana Exemplo", "jobTitle": "Diretora"}
    assert found["publisher"] == LABX
    assert found["mainEntityOfPage"] == found["url"] == f"{AT}{page.url}"
    assert found["about"] == [{"@type": "Thing", "name": "Redes"}]
    assert found["image"] == {
        "@type": "ImageObject",
        "url": f"{AT}/static/home/open-graph.png",
        "width": 1200,
        "height": 630,
        "caption": "LabX",
    }


def test_news_without_an_author_are_the_organisations_own_word(client):
    assert data(client, published(factories.news).url)["NewsArticle"]["author"] == LABX


def test_a_service_is_a_government_service(client):
    page = published(
        factories.service,
        title="Mentoria",
        audiences=[factories.audience("Jovens")],
        topics=[factories.topic("Redes")],
        provider=factories.organisation("Agência Exemplo", website="https://agencia.example/"),
        cost="Gratuito.",
        is_online=True,
        is_by_phone=True,
        start_link="https://pedir.example/",
        contact_phone="+351 210 000 000",
        contact_email="ola@labx.example",
    )

    found = data(client, page.url)["GovernmentService"]

    assert found["name"] == "Mentoria"
    assert found["provider"] == {
        "@type": "GovernmentOrganization",
        "name": "Agência Exemplo",
        "url": "https://agencia.example/",
    }
    assert found["serviceOperator"] == LABX
    assert found["serviceType"] == ["Redes"]
    assert found["areaServed"] == {"@type": "Country", "name": "Portugal"}
    assert found["audience"] == [{"@type": "Audience", "audienceType": "Jovens"}]
    assert found["offers"] == {"@type": "Offer", "description": "Gratuito.", "price": "0", "priceCurrency": "EUR"}
    assert found["availableChannel"] == [
        {"@type": "ServiceChannel", "availableLanguage": "pt", "serviceUrl": "https://pedir.example/"},
        {
            "@type": "ServiceChannel",
            "availableLanguage": "pt",
            "servicePhone": {
                "@type": "ContactPoint",
                "telephone": "+351 210 000 000",
                "email": "ola@labx.example",
            },
        },
    ]


@pytest.mark.parametrize(
    ("cost", "offer"),
    [
        ("Free of charge", {"@type": "Offer", "description": "Free of charge", "price": "0", "priceCurrency": "EUR"}),
        ("Gratuito até 10 pessoas", {"@type": "Offer", "description": "Gratuito até 10 pessoas"}),
        ("", None),
    ],
)
def test_only_what_costs_nothing_has_a_price(client, cost, offer):
    found = data(client, published(factories.service, cost=cost).url)["GovernmentService"]

    assert found.get("offers") == offer
    assert found["provider"] == LABX


def test_an_event_is_an_event_at_a_place_with_its_own_time(client):
    page = published(
        factories.event,
        title="Encontro",
        starts_at=datetime(2026, 7, 1, 10, tzinfo=UTC),
        ends_at=datetime(2026, 7, 1, 12, tzinfo=UTC),
        time_zone="Europe/Lisbon",
        format="both",
        place_name="Sala",
        place_address="Rua A, 1\nLisboa",
        latitude="38.710000",
        longitude="-9.140000",
        capacity=30,
        organisers=[factories.organisation("Agência Exemplo")],
        audiences=[factories.audience("Jovens")],
        series=factories.event_series("Encontros"),
        online_link="https://example.org/sala-secreta",
    )
    page.speakers = [EventSpeaker(person=factories.person("Ana Exemplo", role="Diretora"), locale=page.locale)]
    with publication():
        page.save_revision().publish()

    found = data(client, page.url)["Event"]

    assert (found["startDate"], found["endDate"]) == ("2026-07-01T11:00:00+01:00", "2026-07-01T13:00:00+01:00")
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert found["location"] == [
        {
            "@type": "Place",
            "name": "Sala",
            "address": "Rua A, 1 Lisboa",
            "geo": {"@type": "GeoCoordinates", "latitude": 38.71, "longitude": -9.14},
        },
        {"@type": "VirtualLocation", "url": f"{AT}{page.url}"},
    ]
    assert found["organizer"] == [{"@type": "Organization", "name": "Agência Exemplo"}]
    assert found["performer"] == [{"@type": "Person", "name": "Ana Exemplo", "jobTitle": "Diretora"}]
    assert found["maximumAttendeeCapacity"] == 30
    assert found["audience"] == [{"@type": "Audience", "audienceType": "Jovens"}]
    assert found["superEvent"] == {"@type": "EventSeries", "name": "Encontros"}
    assert "secreta" not in json.dumps(found)


@pytest.mark.parametrize(
    ("fields", "status", "attendance", "places"),
    [
        ({"status": "cancelled"}, "EventCancelled", "OfflineEventAttendanceMode", ["Place"]),
        ({"status": "postponed"}, "EventPostponed", "OfflineEventAttendanceMode", ["Place"]),
        ({"status": "moved-online"}, "EventMovedOnline", "OnlineEventAttendanceMode", ["VirtualLocation"]),
        ({"format": "online"}, "EventScheduled", "OnlineEventAttendanceMode", ["VirtualLocation"]),
    ],
)
def test_what_became_of_an_event_is_told(client, fields, status, attendance, places):
    found = data(client, published(factories.event, place_name="Sala", **fields).url)["Event"]

    assert found["eventStatus"] == f"https://schema.org/{status}"
    assert found["eventAttendanceMode"] == f"https://schema.org/{attendance}"
    assert [place["@type"] for place in found["location"]] == places
    assert "endDate" not in found
    assert found["organizer"] == LABX


def test_a_course_is_given_at_its_editions(client):
    with publication():
        event = factories.event(
            title="Edição", slug="edicao", starts_at=NOW, ends_at=datetime(2026, 2, 3, 17, tzinfo=UTC), format="both"
        )
    course = published(
        factories.course,
        title="Curso",
        slug="curso",
        hours=18,
        price="Gratuito",
        provider=factories.organisation("Entidade"),
        modules=[CourseModule(title="Investigar", hours=6, locale=factories.locale())],
        edition_choices=[CourseEdition(event=event, locale=factories.locale())],
    )

    node = data(client, course.url.removeprefix(AT))["Course"]

    assert node["timeRequired"] == "PT18H"
    assert node["provider"] == {"@type": "Organization", "name": "Entidade"}
    assert node["offers"] == {"@type": "Offer", "description": "Gratuito", "price": "0", "priceCurrency": "EUR"}
    assert node["syllabusSections"] == [{"@type": "Syllabus", "name": "Investigar", "timeRequired": "PT6H"}]
    assert node["hasCourseInstance"] == [
        {
            "@type": "CourseInstance",
            "name": "Edição",
            "url": event.full_url,
            "startDate": "2026-02-01T09:30:15+00:00",
            "endDate": "2026-02-03T17:00:00+00:00",
            "eventStatus": "https://schema.org/EventScheduled",
            "courseMode": "blended",
            "courseWorkload": "PT18H",
        }
    ]


def test_a_guide_is_instructions_whose_steps_are_its_chapters(client):
    guide = published(factories.guide, title="Guia", version="2.0", reading_time=90)
    guide.tools = [GuideTool(name="Tela", locale=guide.locale)]
    with publication():
        guide.save_revision().publish()
    chapters = [published(factories.chapter, parent=guide, title=title) for title in ("Ouvir", "Desenhar")]

    found = data(client, guide.url)["HowTo"]

    assert (found["name"], found["version"], found["timeRequired"]) == ("Guia", "2.0", "PT90M")
    assert found["tool"] == [{"@type": "HowToTool", "name": "Tela"}]
    assert found["step"] == [
        {
            "@type": "HowToStep",
            "position": position,
            "name": chapter.title,
            "text": "Em resumo.",
            "url": f"{AT}{chapter.url}",
        }
        for position, chapter in enumerate(chapters, start=1)
    ]
    assert data(client, chapters[0].url)["Article"]["isPartOf"] == {
        "@type": "HowTo",
        "@id": f"{AT}{guide.url}#main",
        "name": "Guia",
        "url": f"{AT}{guide.url}",
    }


def test_a_guide_without_chapters_is_an_article(client):
    assert data(client, published(factories.guide, title="Guia").url)["Article"]["headline"] == "Guia"


def test_a_chapter_with_steps_is_instructions(client):
    steps = [{"title": "Um", "text": "<p>Primeiro <b>isto</b>.</p>"}, {"title": "Dois", "text": ""}]
    body = json.dumps([{"type": "steps", "value": {"title": "Passos", "steps": steps}}])
    page = published(factories.chapter, title="Ouvir", body=body)

    found = data(client, page.url)["HowTo"]

    assert [(step["name"], step["text"]) for step in found["step"]] == [("Um", "Primeiro isto."), ("Dois", "Dois")]


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (factories.news_index, "CollectionPage"),
        (factories.event_index, "CollectionPage"),
        (factories.standard, "WebPage"),
        (factories.section, "WebPage"),
    ],
)
def test_any_other_page_is_a_page(client, make, kind):
    page = published(make)

    assert data(client, page.url)[kind]["name"] == page.title


def test_no_words_end_the_script(client):
    title = "</script><script>alert(1)</script><!-- \u2028 \u2029 & \x07"
    page = published(factories.standard, title=title)

    answer = client.get(page.url).content.decode()

    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer, re.DOTALL)
    assert not re.search("[<>&\u2028\u2029\x07]", script)
    name = next(node for node in json.loads(script)["@graph"] if node["@type"] == "WebPage")["name"]
    assert name == "</script><script>alert(1)</script><!-- &"
    assert json.loads(written({"a": "<\u2028\u2029&>"})) == {"a": "<\u2028\u2029&>"}


def test_what_is_not_there_has_no_data(client):
    assert b"ld+json" not in client.get("/pt/nada/").content
