"""RSS and Atom of the lists, read back as readers of feeds read them."""

import re
from datetime import UTC, datetime, timedelta
from time import gmtime
from xml.etree import ElementTree

import feedparser
import pytest
import time_machine
from django.core.management import call_command
from django.utils.http import http_date
from wagtail.models import Site

from home.website.machines.feeds import MOST
from home.website.visit import Visit
from published.publication import publication
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 1, 9, 30, 15, tzinfo=UTC)
FORMATS = {"rss.xml": ("rss20", "application/rss+xml"), "atom.xml": ("atom10", "application/atom+xml")}
LISTS = {
    "news": (factories.news_index, factories.news),
    "services": (factories.service_index, factories.service),
    "guides": (factories.guide_index, factories.guide),
    "events": (factories.event_index, factories.event),
    "projects": (factories.project_index, factories.project),
    "labs": (factories.lab_index, factories.lab),
    "courses": (factories.course_index, factories.course),
}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def site():
    with time_machine.travel(NOW, tick=False), publication():
        Site.objects.update(hostname="labx.example", port=443, site_name="LabX")
        for index, _ in LISTS.values():
            index()
    call_command("rebuild_published", verbosity=0)


def published(make, at=NOW, **fields):
    with time_machine.travel(at, tick=False), publication():
        return make(**fields)


def read(client, path):
    """A feed that a strict reader takes: well-formed, without anything that had to be guessed."""
    answer = client.get(path)
    assert answer.status_code == 200, answer
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.bozo_exception
    return found


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", LISTS)
def test_every_list_has_its_feeds(client, kind, name):
    index, make = LISTS[kind]
    page = published(make, title="Primeiro")

    answer = client.get(f"{index().url}{name}")
    found = feedparser.parse(answer.content)

    version, media_type = FORMATS[name]
    assert answer["Content-Type"] == f"{media_type}; charset=utf-8"
    assert (found.bozo, found.version) == (False, version)
    assert found.feed.title == f"{index().title} \N{EN DASH} LabX"
    assert found.feed.link == f"https://labx.example{index().url}"
    assert found.feed.subtitle == "Em resumo."
    own = [link.href for link in found.feed.links if link.rel == "self"]
    assert own == [f"https://labx.example{index().url}{name}"]
    [entry] = found.entries
    assert (entry.title, entry.link) == ("Primeiro", f"https://labx.example{page.url}")
    assert entry.id == f"tag:labx.example,2026:{type(page).__name__}/{page.pk}"
    assert entry.summary == "Em resumo."
    assert entry.published_parsed == gmtime(NOW.timestamp())


@pytest.mark.parametrize(("code", "other"), [("pt", "en"), ("en", "pt")])
@pytest.mark.parametrize("name", FORMATS)
def test_a_feed_speaks_one_language(client, code, other, name):
    for language in (code, other):
        published(factories.news, parent=factories.news_index(language), title=f"In {language}")

    found = read(client, f"{factories.news_index(code).url}{name}")

    assert [entry.title for entry in found.entries] == [f"In {code}"]
    assert (found.feed.get("language") or found.feed.title_detail.language) == code


def test_an_atom_entry_tells_when_it_came_and_when_it_changed(client):
    page = published(factories.news, title="Antes")
    page.title, page.slug = "Depois", "outro"
    with time_machine.travel(NOW + timedelta(hours=2), tick=False), publication():
        page.save_revision().publish()

    found = read(client, f"{factories.news_index().url}atom.xml")

    [entry] = found.entries
    assert (entry.title, entry.id) == ("Depois", f"tag:labx.example,2026:NewsPage/{page.pk}")
    assert (entry.published, entry.updated) == ("2026-02-01T09:30:15+00:00", "2026-02-01T11:30:15+00:00")
    assert found.feed.updated == "2026-02-01T11:30:15+00:00"
    assert found.feed.id == f"tag:labx.example,2026:NewsIndexPage/{factories.news_index().pk}"


@pytest.mark.parametrize("name", FORMATS)
def test_words_with_signs_of_markup_and_control_characters_survive(client, name):
    title, summary = "A & B < C > \"D\" \x07'E' ]]>\tF", "1 < 2 & 3 <script>alert(1)</script>\x0b\x1f."
    published(factories.news, title=title, summary=summary, topics=[factories.topic("P & D <x>")])

    answer = client.get(f"{factories.news_index().url}{name}")

    root = ElementTree.fromstring(answer.content)
    item = root.find("channel/item") if name == "rss.xml" else root.find(f"{ATOM}entry")
    prefix = "" if name == "rss.xml" else ATOM
    assert item.findtext(f"{prefix}title") == "A & B < C > \"D\" 'E' ]]> F"
    # Readers take the description for HTML, where these words must still be words.
    words = item.findtext("description" if name == "rss.xml" else f"{ATOM}summary")
    assert words == "1 &lt; 2 &amp; 3 &lt;script&gt;alert(1)&lt;/script&gt;."
    category = item.find(f"{prefix}category")
    assert (category.text or category.get("term")) == "P & D <x>"


def test_the_newest_publication_stands_first_whatever_its_date(client):
    old = datetime(2021, 1, 1, tzinfo=UTC)
    published(factories.news, at=NOW, title="Ontem")
    published(factories.news, at=NOW + timedelta(days=1), title="Hoje, com data antiga", published_on=old)

    for name in FORMATS:
        found = read(client, f"{factories.news_index().url}{name}")
        assert [entry.title for entry in found.entries] == ["Hoje, com data antiga", "Ontem"]
        assert found.entries[0].published_parsed == gmtime((NOW + timedelta(days=1)).timestamp())


def test_a_feed_ends_after_fifty_items(client):
    assert MOST == 50
    with time_machine.travel(NOW, tick=False), publication():
        for number in range(MOST + 2):
            factories.news(title=f"Notícia {number}", published_on=NOW + timedelta(minutes=number))

    for name in FORMATS:
        entries = read(client, f"{factories.news_index().url}{name}").entries
        assert len(entries) == MOST
        assert entries[0].title == f"Notícia {MOST + 1}"


def test_the_image_of_a_page_is_enclosed_and_its_author_named(
    client, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        image = published(factories.image)
    published(factories.news, image=image, author=factories.person("Pessoa Exemplo"))

    for name in FORMATS:
        [entry] = read(client, f"{factories.news_index().url}{name}").entries
        [enclosure] = entry.enclosures
        assert re.fullmatch(r"https?://[^/]+/media/images/.*fill-1200x630.*\.jpg", enclosure.href)
        assert (enclosure.type, enclosure.length) == ("image/jpeg", "0")
        assert entry.author == "Pessoa Exemplo"


def test_drafts_and_private_pages_are_in_no_feed(client):
    published(factories.news, live=False, title="Rascunho")

    assert read(client, f"{factories.news_index().url}rss.xml").entries == []
    assert read(client, f"{factories.news_index().url}atom.xml").entries == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_feed_is_kept_and_asked_again(client, name):
    published(factories.news)
    path = f"{factories.news_index().url}{name}"

    answer = client.get(path)

    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["Last-Modified"] == http_date(NOW.timestamp())
    assert answer.cookies == {}
    for headers in ({"if-none-match": answer["ETag"]}, {"if-modified-since": answer["Last-Modified"]}):
        again = client.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["Cache-Control"] == "public, max-age=0, must-revalidate"
    head = client.head(path)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])
    assert client.post(path).status_code == 405

    published(factories.news, at=NOW + timedelta(hours=1))
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 200
    assert client.get(path, headers={"if-modified-since": answer["Last-Modified"]}).status_code == 200


def test_what_is_no_list_has_no_feed(client):
    with publication():
        news, section = factories.news(), factories.section()

    for path in ("/pt/", news.url, section.url, "/pt/nada/", f"{factories.news_index().url}nada/"):
        for name in FORMATS:
            assert client.get(f"{path}{name}").status_code == 404, path


def test_who_follows_a_list_follows_its_move(client, django_capture_on_commit_callbacks):
    index = factories.news_index()
    old = index.url
    index.slug = "novidades"
    with django_capture_on_commit_callbacks(execute=True), publication():
        index.save_revision().publish()

    answer = client.get(f"{old}rss.xml")

    assert (answer.status_code, answer["Location"]) == (301, "https://labx.example/pt/novidades/rss.xml")
    # Kept for ever it would lead in a circle once the list is given its old address back.
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", LISTS)
def test_a_feed_is_read_in_three_statements(client, monkeypatch, settings, tmp_path, kind, name):
    settings.MEDIA_ROOT = tmp_path
    index, make = LISTS[kind]
    with publication():
        topics = [factories.topic("Um"), factories.topic("Dois")]
        for _ in range(3):
            make(topics=topics, image=factories.image())
    visits = []
    of = Visit.of.__func__
    monkeypatch.setattr(Visit, "of", classmethod(lambda cls, request: visits.append(of(cls, request)) or visits[-1]))

    assert client.get(f"{index().url}{name}").status_code == 200

    [visit] = visits
    assert visit.context.store.statements <= 3
