"""Projects, laboratories and courses over the endpoint: filters, facets, vocabularies, references."""

import pytest

from content import models as content
from published.publication import publication
from tests import factories
from tests.api import store
from tests.api.ask import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def projects(db):
    """One that carries everything, one of another phase, a draft."""
    with publication():
        partner = factories.organisation("Entidade", slug="entidade")
        target = factories.sdg_target("16.7", name="Decisões participadas")
        indicator = factories.indicator("Participantes", values={2019: 7000}, unit="pessoas")
        whole = factories.project(
            title="Inteiro",
            phase="co-creation",
            sdg_targets=[target],
            indicators=[indicator],
            partners=[content.ProjectPartner(organisation=partner, role="Parceiro", locale=factories.locale())],
        )
        other = factories.project(title="Outro", phase="planned")
        factories.project(title="Rascunho", phase="planned", sdg_targets=[target], live=False)
    store.commit()
    return whole, other


def titles(arguments):
    return [
        node["title"] for node in ask(f"{{ projects({arguments}) {{ nodes {{ title }} }} }}").data["projects"]["nodes"]
    ]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ('sdg: ["16.7"]', ["Inteiro"]),
        ('sdg: ["16.7", "16.a"]', ["Inteiro"]),
        ('sdg: ["16.a"]', []),
        ("phase: [CO_CREATION]", ["Inteiro"]),
        ("phase: [CO_CREATION, PLANNED]", ["Inteiro", "Outro"]),
        ('organisations: ["entidade"]', ["Inteiro"]),
        ('indicators: ["participantes"], phase: [PLANNED]', []),
        ('indicators: ["participantes"]', ["Inteiro"]),
    ],
)
def test_projects_are_filtered_by_phase_target_partner_and_indicator(projects, filters, found):
    assert titles(f"locale: pt, order: TITLE, filter: {{ {filters} }}") == found


def test_facets_name_what_could_be_filtered_by(projects):
    answer = ask("{ projects(locale: pt) { totalCount facets { name values { value label count } } } }").data[
        "projects"
    ]

    facets = {facet["name"]: facet["values"] for facet in answer["facets"]}
    assert answer["totalCount"] == 2
    assert facets["sdg"] == [{"value": "16.7", "label": "Decisões participadas", "count": 1}]
    assert facets["organisations"] == [{"value": "entidade", "label": "Entidade", "count": 1}]
    assert facets["indicators"] == [{"value": "participantes", "label": "Participantes", "count": 1}]
    assert {one["value"]: one["count"] for one in facets["phase"]} == {"CO_CREATION": 1, "PLANNED": 1}


def test_a_project_is_read_with_all_it_refers_to_in_two_statements(projects):
    answer = ask(
        "{ projects(locale: pt, order: TITLE, first: 1) { nodes { phase partners { role organisation { name } }"
        " sdgTargets { number goal name } indicators { name unit values { value isApproximate year } } } } }"
    )

    assert answer.data["projects"]["nodes"] == [
        {
            "phase": "CO_CREATION",
            "partners": [{"role": "Parceiro", "organisation": {"name": "Entidade"}}],
            "sdgTargets": [{"number": "16.7", "goal": 16, "name": "Decisões participadas"}],
            "indicators": [
                {
                    "name": "Participantes",
                    "unit": "pessoas",
                    "values": [{"value": "7000", "isApproximate": False, "year": 2019}],
                }
            ],
        }
    ]
    assert answer.statements == 2


def test_indicators_and_targets_are_vocabularies_with_the_number_of_their_pages(projects):
    with publication():
        factories.sdg_target("2.1", name="Primeira")
        factories.indicator("Alunos")
    store.commit()

    answer = ask(
        "{ indicators(locale: pt) { nodes { name pageCount } } sdgTargets(locale: pt) { nodes { number pageCount } }"
        ' one: sdgTargets(locale: pt, slugs: ["16.7"]) { nodes { slug } } }'
    ).data

    assert [tuple(one.values()) for one in answer["indicators"]["nodes"]] == [("Alunos", 0), ("Participantes", 1)]
    assert [tuple(one.values()) for one in answer["sdgTargets"]["nodes"]] == [("2.1", 0), ("16.7", 1)]
    assert answer["one"]["nodes"] == [{"slug": "16.7"}]


def test_a_new_value_of_an_indicator_stands_in_its_projects_at_once(projects):
    indicator = content.Indicator.objects.get()
    with publication():
        indicator.dated_values.add(content.IndicatorValue(value=9000, year=2020, locale=indicator.locale))
        indicator.save_revision().publish()
    store.commit()

    answer = ask("{ projects(locale: pt, order: TITLE, first: 1) { nodes { indicators { values { year value } } } } }")

    assert answer.data["projects"]["nodes"][0]["indicators"][0]["values"] == [
        {"year": 2019, "value": "7000"},
        {"year": 2020, "value": "9000"},
    ]


def test_courses_lead_to_their_editions_and_laboratories_to_their_projects(projects):
    with publication():
        locale, event = factories.locale(), factories.event(title="Edição")
        factories.course(hours=18, edition_choices=[content.CourseEdition(event=event, locale=locale)])
        factories.lab(project_choices=[content.LabProject(project=one, locale=locale) for one in projects])
    store.commit()

    answer = ask(
        "{ courses(locale: pt) { nodes { hours editions { title startsAt } } }"
        " labs(locale: pt) { nodes { projects { title } } } }"
    ).data

    assert answer["courses"]["nodes"] == [
        {"hours": 18, "editions": [{"title": "Edição", "startsAt": "2026-03-01T10:00:00+00:00"}]}
    ]
    assert answer["labs"]["nodes"] == [{"projects": [{"title": "Inteiro"}, {"title": "Outro"}]}]
