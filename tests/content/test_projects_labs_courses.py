"""Projects, laboratories and courses: what is refused, what is published, what a translation refers to."""

import pytest
from django.core.exceptions import ValidationError

from content import models as content
from published.catalogue import entry_key
from published.projection import project
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_project_cannot_end_before_it_begins():
    page = factories.project(start_year=2020, end_year=2020)
    page.clean()
    page.end_year = 2019

    with pytest.raises(ValidationError) as caught:
        page.clean()

    assert list(caught.value.message_dict) == ["end_year"]


def test_a_project_is_found_by_phase_partners_audiences_targets_and_indicators():
    organisation, target, indicator = factories.organisation(), factories.sdg_target(), factories.indicator()
    audience, topic = factories.audience(), factories.topic()
    page = factories.project(
        phase="co-creation",
        partners=[content.ProjectPartner(organisation=organisation, role="Parceiro", locale=factories.locale())],
        audiences=[audience],
        topics=[topic],
        sdg_targets=[target],
        indicators=[indicator],
    )

    assert project(page).terms == [
        f"audience:Audience:{audience.pk}",
        f"indicator:Indicator:{indicator.pk}",
        f"organisation:Organisation:{organisation.pk}",
        "phase:CO_CREATION",
        f"sdg:SdgTarget:{target.pk}",
        f"topic:Topic:{topic.pk}",
    ]


def test_an_output_is_a_document_or_an_address_not_both():
    output = content.ProjectOutput(title="Relatório", document=factories.document(), url="https://labx.example/")

    with pytest.raises(ValidationError) as caught:
        output.clean()

    assert list(caught.value.message_dict) == ["url"]


def test_editions_are_published_as_the_events_in_the_editors_order():
    first, second = factories.event(), factories.event()
    course = factories.course(
        hours=18,
        edition_choices=[
            content.CourseEdition(event=second, sort_order=0, locale=factories.locale()),
            content.CourseEdition(event=first, sort_order=1, locale=factories.locale()),
        ],
    )

    card = project(course).card

    assert card["editions"] == [entry_key(second), entry_key(first)]
    assert card["hours"] == 18


def test_a_page_refers_to_events_and_projects_in_its_own_language_where_there_are_such():
    in_portuguese = factories.event()
    in_english = factories.page(
        content.EventPage,
        parent=factories.event_index("en"),
        starts_at=in_portuguese.starts_at,
        translation_key=in_portuguese.translation_key,
    )
    only_in_portuguese = factories.event()
    english = factories.locale("en")

    course = factories.course(
        parent=factories.course_index("en"),
        edition_choices=[
            content.CourseEdition(event=in_portuguese, sort_order=0, locale=english),
            content.CourseEdition(event=only_in_portuguese, sort_order=1, locale=english),
        ],
    )

    assert project(course).card["editions"] == [entry_key(in_english), entry_key(only_in_portuguese)]


def test_a_laboratory_is_published_with_its_host_and_its_projects():
    host, its_project = factories.organisation(), factories.project()
    lab = factories.lab(
        host=host,
        since=2020,
        project_choices=[content.LabProject(project=its_project, locale=factories.locale())],
    )

    document = project(lab)

    assert document.card["projects"] == [entry_key(its_project)]
    assert (document.card["since"], document.card["host"]) == (2020, entry_key(host))
    assert document.terms == [f"organisation:{entry_key(host)}"]
