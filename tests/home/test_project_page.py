"""Projects on the site: the journey in its order, in short beside it, indicators as figures with their data."""

import pytest
from bs4 import BeautifulSoup

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


def published(make, **fields):
    with publication():
        return make(**fields)


def test_a_project_tells_in_short_what_it_is(client):
    with publication():
        partner = factories.organisation("Entidade", slug="entidade")
        project = factories.project(
            phase="co-creation",
            start_year=2019,
            end_year=2021,
            audiences=[factories.audience("Jovens")],
            sdg_targets=[factories.sdg_target("16.7", name="Decisões participadas")],
            partners=[content.ProjectPartner(organisation=partner, role="Dona do serviço", locale=factories.locale())],
        )

    page = read(client, project)

    found = {term.get_text(): term.find_next("dd").get_text(" ", strip=True) for term in page.select(".facts dt")}
    assert found == {
        "Fase": "Em cocriação",
        "Período": "2019\N{EN DASH}2021",
        "Para quem": "Jovens",
        "Parceiros": "Entidade Dona do serviço",
        "Desenvolvimento sustentável": "16.7 Decisões participadas",
    }
    assert page.find("a", string="Entidade")["href"] == "/pt/organizacoes/entidade/"
    assert page.find("a", string="16.7 Decisões participadas")["href"] == (
        f"{factories.project_index().url}?sdg=16.7".removeprefix("http://localhost")
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"start_year": 2020, "end_year": 2020}, "2020"),
        ({"start_year": 2020}, "Desde 2020"),
        ({"start_year": 2020, "phase": "implementation"}, "Desde 2020"),
        ({"start_year": 2020, "phase": "completed"}, "2020"),
        ({"start_year": 2030, "phase": "planned"}, "2030"),
        ({"end_year": 2021}, "Até 2021"),
    ],
)
def test_the_period_says_no_more_than_is_known(client, fields, told):
    page = read(client, published(factories.project, **fields))

    assert words(page.find("dt", string="Período").find_next("dd")) == told


def test_the_journey_stands_in_its_order_and_what_is_not_told_is_left_out(client):
    project = published(
        factories.project,
        lessons="<p>Lição</p>",
        context="<p>Situação</p>",
        results="<p>Resultado</p>",
        outputs=[content.ProjectOutput(title="Relatório", url="https://labx.example/r", locale=factories.locale())],
    )

    page = read(client, project)

    assert [words(title) for title in page.select(".prose section > h2")] == [
        "Contexto",
        "Resultados",
        "Lições",
        "Produtos",
    ]
    contents = page.select(".toc a")
    assert [words(link) for link in contents] == ["Contexto", "Resultados", "Lições", "Produtos"]
    assert all(page.find(id=link["href"][1:]) for link in contents)
    assert page.find("a", string="Relatório")["href"] == "https://labx.example/r"


def test_a_project_of_which_nothing_more_is_known_has_neither_facts_nor_index(client):
    page = read(client, published(factories.project))

    assert page.select(".facts, .toc, .figures, .prose section") == []


def test_an_indicator_is_a_figure_with_its_values_source_and_method(client):
    with publication():
        indicator = factories.indicator(
            "participantes",
            values={2018: "950.5", 2019: "7000"},
            unit="participantes",
            source="Relatório",
            source_url="https://labx.example/relatorio",
            method="Contagem.",
        )
        indicator.dated_values.filter(year=2019).update(is_approximate=True, note="Aproximado.")
        indicator = content.Indicator.objects.get(pk=indicator.pk)
        indicator.save()
        project = factories.project(indicators=[indicator])

    page = read(client, project)

    assert words(page.select_one(".figs dt")) == "Participantes"
    assert words(page.select_one(".figs dd")) == "cerca de ~7 000"
    rows = [[words(cell) for cell in row.select("th, td")] for row in page.select(".figures table tr")]
    assert rows == [
        ["Quando", "Valor", "Nota"],
        ["2018", "950,5", ""],
        ["2019", "cerca de 7 000", "Aproximado."],
    ]
    assert words(page.select_one(".figures caption")) == "Participantes (participantes)"
    assert words(page.select(".figures details p")[-1]) == "Fonte: Relatório.Método: Contagem."
    assert page.find("a", string="Relatório")["href"] == "https://labx.example/relatorio"


def test_a_unit_that_is_a_sign_stands_beside_the_number(client):
    with publication():
        indicator = factories.indicator("Satisfação", values={2020: "87.5"}, unit="%")
        project = factories.project(indicators=[indicator])

    assert words(read(client, project).select_one(".figs dd")) == "87,5 %"


def test_numbers_are_written_as_each_language_does(client):
    with publication():
        indicator = factories.indicator("People", code="en", values={2020: "1520.5"})
        project = factories.project(parent=factories.project_index("en"), indicators=[indicator])

    assert words(read(client, project).select_one(".figs dd")) == "1,520.5"


def test_projects_are_filtered_by_phase_and_by_number_of_a_target(client):
    with publication():
        target = factories.sdg_target("16.7", name="Decisões participadas")
        factories.project(title="Um", phase="planned", sdg_targets=[target], start_year=2022)
        factories.project(title="Dois", phase="completed")
    index = factories.project_index()

    answer = client.get(f"{index.url}?phase=planned&sdg=16.7")

    page = BeautifulSoup(answer.content.decode(), "html.parser")
    assert [words(link) for link in page.select("main .stretch")] == ["Um"]
    assert words(page.select_one("main .rows .meta")) == "Planeado 2022"
    assert [words(one).removeprefix("Retirar o filtro: ") for one in page.select(".chosen li")][:2] == [
        "Planeado",
        "16.7 Decisões participadas",
    ]
