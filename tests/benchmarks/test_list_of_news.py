"""The benchmark asks a question that the endpoint answers; how fast is measured by ``make bench`` alone."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from benchmarks.list_of_news import our_answer
from benchmarks.statements import count_statements
from tests import factories


@pytest.mark.django_db
def test_our_side_answers_each_item_with_its_image_and_topics(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    topic = factories.topic()
    for number in range(2):
        with django_capture_on_commit_callbacks(execute=True):  # renditions are made after the commit
            factories.news(title=f"Notícia {number}", image=factories.image(size=(900, 600)), topics=[topic])

    answer = our_answer(2)

    assert not answer["errors"]
    nodes = answer["data"]["news"]["nodes"]  # type: ignore[index]
    assert [node["title"] for node in nodes] == ["Notícia 1", "Notícia 0"]
    assert all(node["image"]["rendition"]["url"] and node["topics"] for node in nodes)


@pytest.mark.django_db
def test_statements_are_counted() -> None:
    our_answer(1)
    assert count_statements(lambda: our_answer(1)) == 1  # an empty list refers to nothing
