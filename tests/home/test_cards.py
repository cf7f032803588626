"""The head of every page: its address, its languages, its card in social networks, its feeds and calendars."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from wagtail.models import PageViewRestriction, Site

from home.models import HomePage
from published.publication import publication
from tests import factories
from tests.home.heads import Head

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 1, 9, 30, 15, tzinfo=UTC)
AT = "https://labx.example"


@pytest.fixture(autouse=True)
def site(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with publication():
        Site.objects.update(hostname="labx.example", port=443, site_name="LabX")
    call_command("rebuild_published", verbosity=0)


def published(make, **fields):
    with time_machine.travel(NOW, tick=False), publication():
        return make(**fields)


def head(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return Head(answer.content.decode().partition("</head>")[0])


def test_a_page_tells_its_address_its_words_and_its_picture(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = published(factories.image, size=(1200, 900), alt_pt="Um retângulo & mais")
    page = published(factories.standard, title='A "B" & <C>', summary="Um\nresumo & <mais>.", image=image)

    found = head(client, page.url)

    assert found.canonical() == [f"{AT}{page.url}"]
    assert found.one("description") == "Um resumo & <mais>."
    assert found.one("robots") == "max-image-preview:large"
    assert found.one("og:title") == found.one("twitter:title") == 'A "B" & <C>'
    assert found.one("og:description") == found.one("twitter:description") == "Um resumo & <mais>."
    assert (found.one("og:type"), found.one("og:site_name")) == ("website", "LabX")
    assert found.one("og:url") == f"{AT}{page.url}"
    assert (found.one("og:locale"), found.one("og:locale:alternate")) == ("pt_PT", None)
    assert found.one("twitter:card") == "summary_large_image"
    assert found.one("og:image") == found.one("twitter:image")
    assert re.fullmatch(r"https?://[^/]+/media/images/.+fill-1200x630.+\.jpg", found.one("og:image"))
    assert found.one("og:image:type") == "image/jpeg"
    assert (found.one("og:image:width"), found.one("og:image:height")) == ("1200", "630")
    assert found.one("og:image:alt") == found.one("twitter:image:alt") == "Um retângulo & mais"
    assert found.one("article:published_time") is None
    assert found.languages() == {}


def test_an_editors_words_for_search_engines_come_first(client):
    page = published(factories.standard, seo_title="Para motores", search_description="Outra descrição.")

    found = head(client, page.url)

    assert found.one("og:title") == "Para motores"
    assert found.one("description") == found.one("og:description") == "Outra descrição."


def test_a_page_without_a_picture_has_that_of_the_site(client):
    found = head(client, published(factories.standard).url)

    assert found.one("og:image") == f"{AT}/static/home/open-graph.png"
    assert (found.one("og:image:width"), found.one("og:image:height")) == ("1200", "630")
    assert found.one("og:image:type") == "image/png"
    assert found.one("og:image:alt") == "LabX"


@pytest.mark.parametrize(("code", "region", "other"), [("pt", "pt_PT", "en_GB"), ("en", "en_GB", "pt_PT")])
def test_a_page_tells_its_translations_and_the_default_language(client, code, region, other):
    pt = published(factories.news, slug="em-portugues")
    en = published(
        factories.news, slug="in-english", parent=factories.news_index("en"), translation_key=pt.translation_key
    )

    found = head(client, {"pt": pt, "en": en}[code].url)

    assert found.languages() == {"pt": f"{AT}{pt.url}", "en": f"{AT}{en.url}", "x-default": f"{AT}{pt.url}"}
    assert (found.one("og:locale"), found.one("og:locale:alternate")) == (region, other)


def test_a_news_item_is_an_article_with_its_dates(client):
    page = published(
        factories.news,
        published_on=datetime(2026, 1, 31, 8, tzinfo=UTC),
        topics=[factories.topic("Redes"), factories.topic("Dados")],
    )

    found = head(client, page.url)

    assert found.one("og:type") == "article"
    assert found.one("article:published_time") == "2026-01-31T08:00:00+00:00"
    assert found.one("article:modified_time") == "2026-02-01T09:30:15+00:00"
    assert sorted(found.meta["article:tag"]) == ["Dados", "Redes"]


def test_a_list_leads_to_its_feeds_and_that_of_events_to_its_calendar(client):
    news = published(factories.news_index, code="pt")
    events = published(factories.event_index, code="pt")

    assert head(client, news.url).files() == [
        ("application/rss+xml", f"{news.title} (RSS)", f"{AT}{news.url}rss.xml"),
        ("application/atom+xml", f"{news.title} (Atom)", f"{AT}{news.url}atom.xml"),
    ]
    assert head(client, events.url).files() == [
        ("application/rss+xml", f"{events.title} (RSS)", f"{AT}{events.url}rss.xml"),
        ("application/atom+xml", f"{events.title} (Atom)", f"{AT}{events.url}atom.xml"),
        ("text/calendar", events.title, f"{AT}{events.url}calendar.ics"),
    ]


def test_an_event_leads_to_its_entry_for_calendars(client):
    page = published(factories.event)

    assert head(client, page.url).files() == [("text/calendar", page.title, f"{AT}{page.url}event.ics")]


def test_the_home_page_leads_to_the_feeds_of_the_lists_in_the_navigation(client):
    events = published(factories.event_index, code="pt")
    with publication():
        factories.site_settings(navigation=[("option", {"page": events, "children": []})])

    assert head(client, "/pt/").files() == [
        ("application/rss+xml", f"{events.title} (RSS)", f"{AT}{events.url}rss.xml"),
        ("application/atom+xml", f"{events.title} (Atom)", f"{AT}{events.url}atom.xml"),
        ("text/calendar", events.title, f"{AT}{events.url}calendar.ics"),
    ]


def test_a_page_that_is_not_there_has_no_card_and_is_not_listed(client):
    found = head(client, "/pt/nada/", status=404)

    assert found.one("robots") == "noindex"
    assert found.canonical() == []
    assert [name for name in found.meta if name.startswith(("og:", "twitter:"))] == []


def test_what_search_engines_may_not_keep_has_no_data_and_no_languages(client):
    guide = published(factories.guide)
    published(factories.chapter, parent=guide)
    events = published(factories.event_index, code="pt")
    published(
        factories.page, model=type(events), parent=factories.home_page("en"), translation_key=events.translation_key
    )

    for path in (f"{guide.url}imprimir/", f"{events.url}?topics=redes", f"{events.url}?when=PAST"):
        found = head(client, path)
        assert found.one("robots") == "noindex, follow"
        assert found.languages() == {}
        assert found.one("og:title")
        assert b"ld+json" not in client.get(path).content


def test_a_private_page_has_no_card_in_public(client):
    page = published(factories.standard, title="Só para alguns")
    with publication():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")

    assert "Só para alguns" not in client.get(page.url, follow=True).content.decode()


def test_a_page_is_kept_and_asked_again_without_a_cookie(client):
    page = published(factories.standard)

    answer = client.get(page.url)

    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not answer.has_header("Last-Modified")
    assert answer.cookies == {}
    again = client.get(page.url, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    page.summary = "Outro resumo."
    with publication():
        page.save_revision().publish()
    assert client.get(page.url, headers={"if-none-match": answer["ETag"]}).status_code == 200


def test_what_is_not_found_is_not_kept(client):
    answer = client.get("/pt/nada/")

    assert answer.status_code == 404
    assert not answer.has_header("ETag")


def test_an_editors_page_is_kept_by_nobody(client):
    page = published(factories.standard)
    anonymous = client.get(page.url)
    client.force_login(factories.administrator())

    answer = client.get(page.url, headers={"if-none-match": anonymous["ETag"]})

    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_both_home_pages_are_each_others_translation(client):
    assert HomePage.objects.count() == 2
    expected = {"pt": f"{AT}/pt/", "en": f"{AT}/en/", "x-default": f"{AT}/pt/"}

    assert head(client, "/pt/").languages() == head(client, "/en/").languages() == expected
