"""``/sitemap.xml`` and ``/robots.txt``: what they name, of which site, in how many statements."""

from functools import partial
from xml.etree import ElementTree

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from benchmarks.statements import count_statements
from home.website import sitemap
from published.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def parsed(client, address, **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def locations(client, address="/sitemap-pt-1.xml", **headers):
    return [one.text for one in parsed(client, address, **headers).iterfind("*/s:loc", NAMES)]


def test_the_index_names_a_file_for_each_language_with_its_last_change(client):
    factories.standard(slug="pagina")

    root = parsed(client, "/sitemap.xml")

    assert root.tag == f"{{{NAMES['s']}}}sitemapindex"
    assert locations(client, "/sitemap.xml") == [
        "http://localhost/sitemap-en-1.xml",
        "http://localhost/sitemap-en-terms.xml",
        "http://localhost/sitemap-pt-1.xml",
        "http://localhost/sitemap-pt-terms.xml",
    ]
    changed = Entry.objects.get(path="/pt/pagina/").card["updatedAt"]
    assert root.findall("*/s:lastmod", NAMES)[1].text[:19] == changed[:19]


def test_a_page_has_its_change_and_its_languages(client):
    page = factories.standard(slug="pagina")
    english = page.copy_for_translation(factories.locale("en"))
    english.slug = "page"
    english.save_revision().publish()
    alone = factories.standard(slug="so")

    found = {one.find("s:loc", NAMES).text: one for one in parsed(client, "/sitemap-pt-1.xml")}

    one = found["http://localhost/pt/pagina/"]
    assert one.find("s:lastmod", NAMES).text == Entry.objects.get(path="/pt/pagina/").card["updatedAt"]
    assert [(link.get("rel"), link.get("hreflang"), link.get("href")) for link in one.iterfind("x:link", NAMES)] == [
        ("alternate", "en", "http://localhost/en/page/"),
        ("alternate", "pt", "http://localhost/pt/pagina/"),
        ("alternate", "x-default", "http://localhost/pt/pagina/"),
    ]
    assert found[f"http://localhost/pt/{alone.slug}/"].findall("x:link", NAMES) == []
    assert "http://localhost/en/page/" in locations(client, "/sitemap-en-1.xml")


def test_terms_that_a_page_carries_are_listed_with_their_overviews(client):
    carried, _idle = factories.topic("Juventude"), factories.topic("Ninguém")
    factories.news(topics=[carried])

    assert locations(client, "/sitemap-pt-terms.xml") == [
        "http://localhost/pt/temas/",
        "http://localhost/pt/temas/juventude/",
        "http://localhost/pt/publicos/",
        "http://localhost/pt/organizacoes/",
        "http://localhost/pt/series/",
    ]
    assert client.get("/sitemap-xx-terms.xml").status_code == 404


def test_only_what_is_public_is_listed(client):
    factories.standard(slug="publica")
    factories.standard(slug="rascunho", live=False)
    factories.standard(slug="retirada").unpublish()
    private = factories.section(slug="reservada")
    factories.standard(parent=private, slug="abaixo")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    factories.news(slug="noticia").copy_for_translation(factories.locale("en"), copy_parents=True, alias=True)

    index = factories.news_index().slug
    assert sorted(locations(client)) == sorted(
        f"http://localhost{path}" for path in ("/pt/", f"/pt/{index}/", f"/pt/{index}/noticia/", "/pt/publica/")
    )
    assert locations(client, "/sitemap-en-1.xml") == ["http://localhost/en/"]


def test_an_address_is_escaped(client):
    page = factories.standard(slug="pagina")
    Entry.objects.filter(key=f"StandardPage:{page.pk}").update(path='/pt/a&b"<c>/é/')

    answer = client.get("/sitemap-pt-1.xml").content.decode()

    assert "<loc>http://localhost/pt/a&amp;b%22%3Cc%3E/%C3%A9/</loc>" in answer


def test_a_file_holds_so_many_pages_and_all_of_them_are_in_one(client, monkeypatch):
    monkeypatch.setattr(sitemap, "PART", 2)
    for _ in range(4):
        factories.standard()

    assert len(locations(client, "/sitemap.xml")) == 6  # one page in English, five in Portuguese; terms in both
    parts = [locations(client, f"/sitemap-pt-{number}.xml") for number in (1, 2, 3)]
    assert [len(part) for part in parts] == [2, 2, 1]
    assert len({one for part in parts for one in part}) == 5
    assert client.get("/sitemap-pt-4.xml").status_code == 404
    assert client.get("/sitemap-fr-1.xml").status_code == 404
    assert client.get("/sitemap-pt-99999999999999999999.xml").status_code == 404


def test_the_number_of_statements_does_not_grow(client):
    files = ("/sitemap.xml", "/sitemap-pt-1.xml", "/sitemap-pt-terms.xml", "/robots.txt")

    def statements():
        return [count_statements(partial(client.get, address)) for address in files]

    factories.standard()
    client.get("/robots.txt")  # an earlier test may have left the connection as editors use it
    before = statements()
    for _ in range(5):
        factories.standard()

    assert statements() == before == [2, 2, 2, 1]


def test_the_site_is_that_of_the_host(client):
    section = factories.section(parent=factories.home_page("en"), slug="other")
    factories.standard(parent=section, slug="page")
    Site.objects.create(hostname="outro.example", port=443, root_page=Page.objects.get(pk=section.pk))

    assert locations(client, "/sitemap.xml", host="outro.example") == [
        "https://outro.example/sitemap-en-1.xml",
        "https://outro.example/sitemap-en-terms.xml",
    ]
    assert sorted(locations(client, "/sitemap-en-1.xml", host="outro.example")) == [
        "https://outro.example/en/",
        "https://outro.example/en/page/",
    ]
    robots = client.get("/robots.txt", headers={"host": "outro.example"}).content.decode()
    assert "Sitemap: https://outro.example/sitemap.xml" in robots


def test_robots(client):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == "User-agent: *\nDisallow: /admin/\n\nSitemap: http://localhost/sitemap.xml\n"


def test_it_may_be_kept_and_is_asked_for_again(client):
    first = client.get("/sitemap-pt-1.xml")
    again = client.get("/sitemap-pt-1.xml", headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert again.status_code == 304
    assert not first.cookies
