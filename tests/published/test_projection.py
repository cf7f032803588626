import pytest

from published.folding import without_accents
from published.projection import FieldProblem, ProjectionError, project
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_draft_in_memory_is_projected_with_its_relations():
    page, topics = factories.news(), [factories.topic("B"), factories.topic("A")]

    page.title = "Draft"
    page.topics = topics
    document = project(page)

    assert document.card["title"] == "Draft"
    assert document.card["topics"] == [f"Topic:{topic.pk}" for topic in topics]
    assert document.terms == sorted(f"topic:Topic:{topic.pk}" for topic in topics)


def test_a_revision_is_projected_like_the_page_it_would_become():
    page = factories.news(title="Words")
    revision = page.save_revision()

    as_revision, as_page = project(revision.as_object()), project(page)

    assert (as_revision.card, as_revision.body, as_revision.path) == (as_page.card, as_page.body, as_page.path)


def test_the_words_of_a_problem_are_those_of_the_form():
    event = factories.event()
    event.starts_at = None

    with pytest.raises(ProjectionError) as caught:
        project(event)

    label = str(type(event)._meta.get_field("starts_at").verbose_name)
    assert [problem.field for problem in caught.value.problems] == [label]


def test_every_field_that_fails_is_named():
    event = factories.event()
    event.starts_at, event.capacity = None, 2**31

    with pytest.raises(ProjectionError) as caught:
        project(event)

    assert len(caught.value.problems) == 2
    assert all(isinstance(problem, FieldProblem) for problem in caught.value.problems)


def test_blocks_keep_their_type_and_id():
    image = factories.image()
    page = factories.standard(
        body=[
            ("heading", {"text": "Como pedir", "level": 2, "anchor": ""}),
            ("image", {"image": image, "caption": "Legenda", "alt_text": "", "decorative": False}),
        ]
    )

    heading, figure = project(page).body["body"]

    assert heading["__typename"] == "HeadingBlock"
    assert heading["id"] == f"StandardPage:{page.pk}:{page.body[0].id}"
    assert heading["anchor"] == "como-pedir"
    assert figure["image"] == f"Image:{image.pk}"


def test_an_image_publishes_its_words_and_sizes():
    card = project(factories.image(size=(64, 48))).card

    assert card["alt"] == {"pt": "Um retângulo", "en": "A rectangle"}
    assert (card["width"], card["height"]) == (64, 48)
    assert set(card) >= {"renditions", "focalPoint", "url", "credit", "licence"}


def test_titles_are_folded():
    assert without_accents("Água É ÂMBAR") == "agua e ambar"
