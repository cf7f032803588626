"""The pages of topics, audiences, organisations and series: what they tell, in both languages, at which addresses."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction

from benchmarks.statements import count_statements
from content.models import Organisation, OrganisationName
from published.publication import publication
from tests import factories
from tests.home.parsed import faults, words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """A term of each vocabulary with pages, and some without."""
    with django_db_blocker.unblock(), transaction.atomic():
        _publish()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(published, db):
    """The published pages; what a test writes on top is gone after it."""


def _publish():
    with publication():
        topic = factories.topic("Simplificação", slug="simplificacao", area="simplificacao", description="O que cobre.")
        factories.topic("Simplification", code="en", slug="simplification", translation_key=topic.translation_key)
        factories.topic("Vazio", slug="vazio")
        audience = factories.audience("Jovens", slug="jovens")
        series = factories.event_series("Oficinas", slug="oficinas")
        agency = Organisation(website="https://agencia.example/")
        agency.names = [
            OrganisationName(name="Agência antiga", acronym="AA", valid_to=date(2025, 8, 20)),
            OrganisationName(name="Agência nova", acronym="AN", valid_from=date(2025, 8, 21)),
        ]
        agency.save()
        for number in range(7):
            factories.service(title=f"Serviço {number}", topics=[topic], audiences=[audience], provider=agency)
        factories.news(title="Notícia", topics=[topic])
        factories.guide(title="Guia", topics=[topic], audiences=[audience])
        factories.standard(title="Página", topics=[topic])
        factories.standard(title="Escondida", topics=[topic], live=False)
        for day in (1, 2):
            factories.event(title=f"Evento {day}", starts_at=datetime(2026, 2, day, tzinfo=UTC), series=series)
    call_command("rebuild_published", verbosity=0)  # the site itself is older than the store


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    assert not faults(page)
    return page


def groups(page):
    return {
        words(rail.h2): [words(link) for link in rail.select(".stretch")]
        for rail in page.select("main .rail")
        if rail.select(".stretch")
    }


def crumbs(page):
    return [words(one) for one in page.select(".crumbs li")]


def test_a_topic_shows_everything_about_it_by_type(client, world):
    page = read(client, "/pt/temas/simplificacao/")

    assert words(page.h1) == "Simplificação"
    assert words(page.select_one(".lead")) == "O que cobre."
    assert groups(page) == {
        "Serviços": [f"Serviço {number}" for number in range(6)],
        "Guias": ["Guia"],
        "Notícias": ["Notícia"],
        "Outras páginas": ["Página"],
    }
    assert [words(one) for one in page.select(".rail header p")] == ["7 páginas", "1 página", "1 página", "1 página"]
    assert page.select_one(".pagehead.area-simplificacao")
    assert crumbs(page) == ["Início", "Temas", "Simplificação"]


def test_what_is_not_shown_stands_in_the_filtered_list(client, world):
    page = read(client, "/pt/temas/simplificacao/")
    (more,) = page.select(".rail a.more")

    assert words(more) == "Ver todos: 7: Serviços, Simplificação"
    assert more["href"] == f"{factories.service_index().url}?topics=simplificacao"
    assert len(read(client, more["href"]).select("main .stretch")) == 7


def test_a_page_of_a_term_is_announced_with_its_translation(client, world):
    portuguese, english = read(client, "/pt/temas/simplificacao/"), read(client, "/en/topics/simplification/")

    assert portuguese.select_one(".lang [hreflang=en]")["href"] == "/en/topics/simplification/"
    assert english.select_one(".lang [hreflang=pt]")["href"] == "/pt/temas/simplificacao/"
    assert portuguese.select_one("link[rel=canonical]")["href"].endswith("/pt/temas/simplificacao/")
    assert portuguese.select_one("link[hreflang=en]")["href"].endswith("/en/topics/simplification/")
    assert crumbs(english) == ["Home", "Topics", "Simplification"]
    assert portuguese.select_one("meta[name=robots]")["content"] == "max-image-preview:large"


def test_a_term_that_nothing_carries_has_its_page(client, world):
    page = read(client, "/pt/temas/vazio/")

    assert words(page.h1) == "Vazio"
    assert groups(page) == {}
    assert page.select_one(".empty a")["href"] == "/pt/temas/"


def test_an_audience_and_a_series_have_their_pages(client, world):
    assert groups(read(client, "/pt/publicos/jovens/")) == {
        "Serviços": [f"Serviço {number}" for number in range(6)],
        "Guias": ["Guia"],
    }
    page = read(client, "/pt/series/oficinas/")
    assert groups(page) == {"Eventos": ["Evento 2", "Evento 1"]}
    assert crumbs(page) == ["Início", "Séries de eventos", "Oficinas"]


def test_an_organisation_shows_its_names_with_their_dates(client, world):
    page = read(client, "/pt/organizacoes/an/")

    assert words(page.h1) == "Agência nova"
    names = page.select_one(".facts").find("dt", string="Nomes").parent
    assert [words(one) for one in names.select("dd")] == [
        "Agência antiga (AA), até 20 de agosto de 2025",
        "Agência nova (AN), desde 21 de agosto de 2025",
    ]
    assert page.select_one(".facts a")["href"] == "https://agencia.example/"
    assert list(groups(page)) == ["Serviços"]
    assert page.select_one(".lang [hreflang=en]")["href"] == "/en/organisations/an/"
    english = read(client, "/en/organisations/an/")
    assert groups(english) == {}
    assert "until 20 August 2025" in words(english.select_one(".facts"))


@pytest.mark.parametrize(
    ("path", "title", "terms"),
    [
        ("/pt/temas/", "Temas", [("Simplificação", "10 páginas"), ("Vazio", "0 páginas")]),
        ("/en/topics/", "Topics", [("Simplification", "0 pages")]),
        ("/pt/publicos/", "Públicos", [("Jovens", "8 páginas")]),
        ("/pt/organizacoes/", "Organizações", [("Agência nova", "7 páginas")]),
        ("/en/organisations/", "Organisations", [("Agência nova", "0 pages")]),
        ("/pt/series/", "Séries de eventos", [("Oficinas", "2 páginas")]),
    ],
)
def test_each_vocabulary_lists_its_terms_with_the_number_of_pages(client, world, path, title, terms):
    page = read(client, path)

    assert words(page.h1) == title
    found = [(words(row.h2), words(row.select_one(".meta"))) for row in page.select(".rows > li")]
    assert found == terms
    for link in page.select(".rows a"):
        assert client.get(link["href"]).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/pt/temas/nada/",
        "/pt/topics/",
        "/en/temas/simplificacao/",
        "/en/topics/simplificacao/",
        "/pt/organizacoes/agencia-antiga/",
        "/pt/temas/Topic:1/",
        f"/pt/temas/{'a' * 5_000}/",
        "/pt/series/ç/",
    ],
)
def test_what_no_vocabulary_has_is_not_found_in_the_frame_of_the_site(client, world, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert 'class="brand"' in answer.content.decode()


def test_a_real_page_at_the_address_wins(client, world):
    with publication():
        page = factories.section(slug="temas", title="Uma secção")
        factories.standard(slug="vazio", title="Uma página", parent=page)

    assert words(read(client, "/pt/temas/").h1) == "Uma secção"
    assert words(read(client, "/pt/temas/vazio/").h1) == "Uma página"
    assert words(read(client, "/pt/temas/simplificacao/").h1) == "Simplificação"


@pytest.mark.parametrize(
    "path",
    ["/pt/temas/", "/pt/organizacoes/", "/pt/temas/simplificacao/", "/pt/organizacoes/an/", "/pt/series/oficinas/"],
)
def test_a_page_of_a_vocabulary_takes_three_statements_at_most(client, world, path):
    assert count_statements(lambda: client.get(path)) <= 3


def test_slugs_of_organisations_are_made_once_and_stay(db):
    agency = factories.organisation("Agência")
    same = factories.organisation("Agência")
    assert (agency.slug, same.slug) == ("agencia", "agencia-2")

    agency.names = [OrganisationName(name="Outro nome")]
    agency.save()
    assert Organisation.objects.get(pk=agency.pk).slug == "agencia"
    agency.slug = ""
    agency.save()
    assert Organisation.objects.get(pk=agency.pk).slug == "agencia"
