"""The operations that the repository promises: valid, answered, their cost, the same statements at N and 2N items."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from api import views
from api.context import ReadContext
from api.door import Prepared
from api.questions import Question
from content import models as content
from published.models import Entry
from published.publication import publication
from tests import factories
from tests.api import store

FOLDER = Path(settings.BASE_DIR) / "graphql" / "operations"
NAMES = sorted(path.stem for path in FOLDER.glob("*.graphql"))
#: The type of the page that each operation is asked the path of.
AT_PATH = {
    "CourseDetail": "CoursePage",
    "EventCalendar": "EventPage",
    "EventDetail": "EventPage",
    "Feed": "HomePage",
    "GuideDetail": "GuidePage",
    "GuideWhole": "GuidePage",
    "LabDetail": "LabPage",
    "NewsDetail": "NewsPage",
    "PageDetail": "StandardPage",
    "ProjectDetail": "ProjectPage",
    "Route": "NewsPage",
    "ServiceDetail": "ServicePage",
}

#: The type of the term that each operation is asked the slug of.
OF_TERM = {
    "AudienceDetail": "Audience",
    "OrganisationDetail": "Organisation",
    "SeriesDetail": "EventSeries",
    "TopicDetail": "Topic",
}

#: What each costs at most and how many statements it takes: a change here is a change of the promise.
COSTS = {
    "AudienceDetail": 272,
    "Changes": 702,
    "CourseDetail": 223,
    "CourseList": 302,
    "EventCalendar": 1505,
    "EventDetail": 231,
    "EventList": 663,
    "Feed": 903,
    "GuideDetail": 326,
    "GuideList": 302,
    "GuideWhole": 4567,
    "Home": 333,
    "LabDetail": 237,
    "LabList": 322,
    "NewsDetail": 240,
    "NewsList": 222,
    "OrganisationDetail": 379,
    "PageDetail": 556,
    "Preview": 723,
    "ProjectDetail": 272,
    "ProjectList": 302,
    "Route": 2,
    "Search": 532,
    "SeriesDetail": 368,
    "ServiceDetail": 215,
    "ServiceList": 402,
    "SiteChrome": 84,
    "Suggest": 64,
    "Terms": 505,
    "TopicDetail": 739,
    "Vocabularies": 404,
}
STATEMENTS = {
    "AudienceDetail": 2,
    "Changes": 2,
    "CourseDetail": 2,
    "CourseList": 2,
    "EventCalendar": 3,
    "EventDetail": 2,
    "EventList": 2,
    "Feed": 3,
    "GuideDetail": 2,
    "GuideList": 2,
    "GuideWhole": 2,
    "Home": 3,
    "LabDetail": 2,
    "LabList": 2,
    "NewsDetail": 3,
    "NewsList": 2,
    "OrganisationDetail": 2,
    "PageDetail": 2,
    "Preview": 1,
    "ProjectDetail": 2,
    "ProjectList": 2,
    "Route": 1,
    "Search": 2,
    "SeriesDetail": 2,
    "ServiceDetail": 2,
    "ServiceList": 2,
    "SiteChrome": 2,
    "Suggest": 2,
    "Terms": 1,
    "TopicDetail": 2,
    "Vocabularies": 2,
}


def ask(name, **variables):
    """The answer and the number of statements of one operation, in process."""
    operation = views.stored_operations(views.door()).get(name)
    prepared = views.door().prepare(Question(operation.text, variables, name), operation.document)
    assert isinstance(prepared, Prepared), prepared
    context = ReadContext(document_key=prepared.document.key)
    answer = views.door().execute(prepared, context)
    assert not answer.errors, answer.errors
    return answer, context.store.statements


def publish(number):
    """Publishes so many pages of each type, each with so many of everything that a page may hold.

    Gives the entry of one page of each type, by type.
    """
    with publication():
        images = [factories.image() for _ in range(number)]
        documents = [factories.document() for _ in range(number)]
        related = [factories.standard(image=images[0]) for _ in range(number)]
        organisations = [factories.organisation(f"Organisation {index} of {number}") for index in range(number)]
        topics = [factories.topic(f"Topic {index} of {number}") for index in range(number)]
        audiences = [factories.audience(f"Audience {index} of {number}") for index in range(number)]
        series = factories.event_series(f"Series of {number}")
        targets = [factories.sdg_target(f"{number}.{index + 1}") for index in range(number)]
        indicators = [factories.indicator(f"Indicator {index} of {number}") for index in range(number)]
        link = f'<p><a linktype="page" id="{related[-1].pk}">Words</a></p>'
        body = [
            {"type": "text", "value": {"text": link}},
            {"type": "gallery", "value": {"images": [{"image": image.pk} for image in images]}},
            {"type": "downloads", "value": {"documents": [document.pk for document in documents]}},
            {"type": "related_pages", "value": {"pages": [page.pk for page in related]}},
            *({"type": "call_to_action", "value": {"action": "Go", "page": page.pk}} for page in related),
        ]
        locale = factories.locale()
        common = {"topics": topics, "image": images[0], "body": json.dumps(body)}
        pages = []
        for _ in range(number):
            guide = factories.guide(**common)
            for _ in range(number):
                factories.chapter(parent=guide)
            project = factories.project(
                **common,
                audiences=audiences,
                sdg_targets=targets,
                indicators=indicators,
                partners=[content.ProjectPartner(organisation=one, locale=locale) for one in organisations],
                outputs=[content.ProjectOutput(title="Report", document=one, locale=locale) for one in documents],
            )
            event = factories.event(**common, audiences=audiences, organisers=organisations, series=series)
            pages = [
                factories.news(**common),
                factories.service(**common, audiences=audiences, provider=organisations[0]),
                event,
                project,
                factories.lab(
                    **common,
                    host=organisations[0],
                    project_choices=[content.LabProject(project=project, locale=locale) for _ in range(number)],
                ),
                factories.course(
                    **common,
                    audiences=audiences,
                    provider=organisations[0],
                    modules=[content.CourseModule(title="Module", locale=locale) for _ in range(number)],
                    edition_choices=[content.CourseEdition(event=event, locale=locale) for _ in range(number)],
                ),
                guide,
                related[0],
            ]
        factories.site_settings(responsible_body=organisations[0])
    call_command("rebuild_published", verbosity=0)  # the site itself is older than the store
    store.commit()
    entries = [Entry.objects.get(key=f"{type(page).__name__}:{page.pk}") for page in pages]
    home = Entry.objects.get(type="HomePage", path="/pt/")
    return {entry.type: entry for entry in [*entries, home]}


def variables(name, entries):
    given = {"path": entries[AT_PATH[name]].path} if name in AT_PATH else {}
    if name in OF_TERM:
        given["slug"] = Entry.objects.filter(type=OF_TERM[name]).latest("key").card["slug"]
    own = {
        "EventList": {"when": None},
        "Feed": {"parent": entries["HomePage"].key},
        "Preview": {"token": factories.preview_link(entries["NewsPage"].key).token},
        "Search": {"query": "resumo"},
        "Suggest": {"prefix": "newspage"},
    }
    return given | own.get(name, {})


def test_each_file_is_named_after_its_operation_and_says_for_whom():
    for name in NAMES:
        text = (FOLDER / f"{name}.graphql").read_text(encoding="utf-8")
        assert text.startswith("# For "), name
        assert list(views.stored_operations(views.door()).get(name).document.operations) == [name]


def test_every_need_has_its_operation():
    assert sorted(COSTS) == NAMES


@pytest.mark.django_db
def test_every_operation_answers_with_as_many_statements_at_twice_the_items():
    publish(1)  # so that what others refer to is not all that a page refers to itself
    entries = publish(1)
    answers = {name: ask(name, **variables(name, entries)) for name in NAMES}
    entries = publish(2)
    answers_of_twice = {name: ask(name, **variables(name, entries)) for name in NAMES}

    assert [name for name, (answer, _) in answers.items() if not all(answer.data.values())] == []
    assert {name: number for name, (_, number) in answers.items()} == STATEMENTS
    assert {name: number for name, (_, number) in answers_of_twice.items()} == STATEMENTS
    assert {name: answer.cost for name, (answer, _) in answers.items()} == COSTS


@pytest.mark.django_db
def test_an_operation_answers_by_its_address(client):
    with publication():
        factories.news()
        newest = factories.news()

    response = client.get("/graphql/NewsList?first=1&locale=pt")

    assert response.status_code == 200
    assert len(response.json()["data"]["news"]["nodes"]) == 1
    assert response.json()["data"]["news"]["totalCount"] == 2
    site = factories.default_site()
    assert response["Cache-Tag"] == f"NewsPage:{newest.pk},Site:{site.pk},NewsPage,Site"
    again = client.get("/graphql/NewsList?first=1&locale=pt", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    other = client.get("/graphql/NewsList?first=2&locale=pt", headers={"if-none-match": response["ETag"]})
    assert other.status_code == 200
