"""Courses and laboratories on the site."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from content import models as content
from published.publication import publication
from tests import factories
from tests.home.parsed import faults, words

pytestmark = pytest.mark.django_db


def read(client, page):
    answer = client.get(page.url)
    assert answer.status_code == 200
    found = BeautifulSoup(answer.content.decode(), "html.parser")
    assert not faults(found)
    return found


def test_a_course_tells_in_short_what_it_is(client):
    with publication():
        course = factories.course(
            hours=18,
            price="Gratuito",
            audiences=[factories.audience("Jovens")],
            provider=factories.organisation("Entidade"),
            contact_email="cursos@example.org",
            what_you_learn="<p>Muito</p>",
            how_to_enrol="<p>Escreva</p>",
            modules=[
                content.CourseModule(title="Primeiro", hours=1, locale=factories.locale()),
                content.CourseModule(title="Segundo", description="Mais", locale=factories.locale()),
            ],
        )

    page = read(client, course)

    found = {term.get_text(): words(term.find_next("dd")) for term in page.select(".facts dt")}
    assert found == {
        "Duração": "18 horas",
        "Preço": "Gratuito",
        "Para quem": "Jovens",
        "Responsável": "Entidade",
        "Correio eletrónico": "cursos@example.org",
    }
    assert [words(title) for title in page.select(".prose h2, .prose h3")] == [
        "O que aprende",
        "Como se inscrever",
        "Módulos",
        "1. Primeiro",
        "2. Segundo",
    ]
    assert [one["href"] for one in page.select(".btn.primary")] == ["mailto:cursos@example.org"]
    assert words(page.find("h3", string="1. Primeiro").find_next("p")) == "1 hora"


def test_editions_that_come_stand_before_those_that_were(client):
    now, locale = timezone.now(), factories.locale()
    with publication():
        events = [
            factories.event(title=title, starts_at=now + timedelta(days=days))
            for title, days in [("Há muito", -60), ("Depois", 40), ("Há pouco", -5), ("Amanhã", 1)]
        ]
        hidden = factories.event(title="Escondida", starts_at=now, live=False)
        course = factories.course(
            edition_choices=[content.CourseEdition(event=one, locale=locale) for one in [*events, hidden]]
        )

    page = read(client, course)

    titles = [words(link) for link in page.select("#section-editions")[0].find_parent("section").select(".stretch")]
    assert titles == ["Amanhã", "Depois", "Há pouco", "Há muito"]


def test_an_edition_without_a_translation_says_in_which_language_it_is(client):
    with publication():
        event = factories.event(title="Só em português")
        course = factories.course(
            parent=factories.course_index("en"),
            edition_choices=[content.CourseEdition(event=event, locale=factories.locale("en"))],
        )

    assert read(client, course).find("a", string="Só em português").find_parent("li")["lang"] == "pt"


def test_a_laboratory_shows_whose_it_is_and_its_public_projects(client):
    locale = factories.locale()
    with publication():
        projects = [factories.project(title="Projeto"), factories.project(title="Escondido", live=False)]
        lab = factories.lab(
            host=factories.organisation("Câmara Municipal", slug="camara"),
            place="Lisboa",
            since=2019,
            website="https://labx.example/lab",
            mentoring="<p>Cinco dias</p>",
            project_choices=[content.LabProject(project=one, locale=locale) for one in projects],
        )

    page = read(client, lab)

    found = {term.get_text(): words(term.find_next("dd")) for term in page.select(".facts dt")}
    assert found == {
        "Laboratório de": "Câmara Municipal",
        "Local": "Lisboa",
        "Desde": "2019",
        "Sítio na Internet": "https://labx.example/lab",
    }
    assert page.find("a", string="Câmara Municipal")["href"] == "/pt/organizacoes/camara/"
    assert [words(link) for link in page.select("main .stretch")] == ["Projeto"]
    assert words(page.select_one(".prose h2")) == "Programa de mentoria"


@pytest.mark.parametrize(
    ("make", "index", "fields", "told"),
    [
        (factories.course, factories.course_index, {"hours": 18}, "18 horas"),
        (factories.lab, factories.lab_index, {"place": "Loulé"}, "Loulé"),
    ],
)
def test_rows_of_their_lists_say_what_tells_them_apart(client, make, index, fields, told):
    with publication():
        make(title="Uma", **fields)

    page = read(client, index())

    assert [words(link) for link in page.select("main .stretch")] == ["Uma"]
    assert words(page.select_one("main .rows .meta")) == told
