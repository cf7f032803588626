"""Many documents are written together as each would be by itself; one that fails does not keep the others back."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from published import entries, projection
from published.document import Document
from published.models import Behind, Change, Commit, Entry, Term, Version
from published.notes import Notes
from published.publication import flush
from published.whole_store import rebuild
from tests import factories

pytestmark = pytest.mark.django_db

COLUMNS = [field.name for field in Entry._meta.fields]


def document(number: int, **fields: Any) -> Document:
    return Document(key=f"Thing:{number}", type="Thing", card={"title": f"Thing {number}"}, **fields)


def awkward() -> list[Document]:
    """Documents with every column filled, with none, and with signs that SQL and arrays read otherwise."""
    moment = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    return [
        document(
            1,
            locale="pt",
            site=1,
            path="/pt/um/",
            translation_key=UUID(int=1),
            tree="00010001",
            body={"text": 'with "Topic:3", \\, {braces}, NULL and é'},
            sort_at=moment,
            sort_title="NULL",
            starts_at=moment,
            ends_at=moment,
            terms=["topic:Topic:3", 'kind:a "quoted", {odd} \\ one'],
        ),
        document(2),
        document(3, listed=False, sort_title="", terms=["topic:Topic:3"]),
    ]


def rows() -> tuple[list[Any], list[Any]]:
    """Return what the store holds of the documents made here."""
    return all_rows(type="Thing")


def all_rows(**which: str) -> tuple[list[Any], list[Any]]:
    terms = Term.objects.filter(**which).order_by("key", "term")
    found = Entry.objects.filter(**which).order_by("key").values_list(*COLUMNS)
    return list(found), list(terms.values_list("key", "term", "type", "locale", "sort_at"))


def number_changes() -> int:
    """Let the triggers of a commit do their work; return the version."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return Version.objects.values_list("number", flat=True).first() or 0


def test_documents_written_together_give_the_same_rows_as_one_by_one() -> None:
    for one in awkward():
        entries.write(one)
    one_by_one = rows()
    Entry.objects.filter(type="Thing").delete()
    Term.objects.filter(type="Thing").delete()

    entries.write_many(awkward())

    assert rows() == one_by_one
    assert len(one_by_one[0]) == 3
    assert len(one_by_one[1]) == 3


def test_only_what_differs_is_written() -> None:
    entries.write_many(awkward())
    before = number_changes()
    changed = awkward()
    changed[1].card["title"] = "Another"
    changed[2].terms = ["topic:Topic:4"]

    assert entries.write_many(awkward()) == set()
    assert entries.write_many(changed) == {"Thing:2", "Thing:3"}

    number_changes()
    numbers = dict(Change.objects.filter(type="Thing").values_list("key", "number"))
    assert numbers["Thing:1"] <= before
    assert list(Term.objects.filter(key="Thing:3").values_list("term", flat=True)) == ["topic:Topic:4"]


def test_any_number_of_documents_takes_two_statements() -> None:
    for number in (2, 50):
        documents = [document(1000 * number + place, terms=["topic:Topic:1"]) for place in range(number)]
        with CaptureQueriesContext(connection) as statements:
            entries.write_many(documents)
        assert len(statements) == 2


def test_what_is_different_is_found_for_many_together() -> None:
    entries.write_many(awkward())
    Entry.objects.filter(key="Thing:2").update(sort_title="elsewhere")
    Term.objects.filter(key="Thing:1").delete()

    found = entries.differences([*awkward(), document(4)])

    assert found == {"Thing:1": ["terms"], "Thing:2": ["sort_title"], "Thing:4": ["missing"]}


def test_a_text_that_the_database_refuses_raises_and_leaves_nothing() -> None:
    with pytest.raises((DataError, ValueError)), transaction.atomic():
        entries.write_many([document(1), document(2, sort_title="a\x00b")])

    assert not Entry.objects.filter(type="Thing").exists()


def test_one_that_cannot_be_written_does_not_keep_the_others_back(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [factories.news(title=f"Notícia {number}") for number in range(3)]
    Entry.objects.all().delete()
    real = projection.without_accents
    monkeypatch.setattr(projection, "without_accents", lambda text: "\x00" if text == "Notícia 1" else real(text))

    failures = flush(Notes(pages={page.pk for page in pages}))

    assert [failure.key for failure in failures] == [f"NewsPage:{pages[1].pk}"]
    assert Behind.objects.get().key == f"NewsPage:{pages[1].pk}"
    kept = set(Entry.objects.filter(type="NewsPage").values_list("key", flat=True))
    assert kept == {f"NewsPage:{pages[0].pk}", f"NewsPage:{pages[2].pk}"}


def test_projecting_together_asks_no_more_for_more_pages() -> None:
    topic, image = factories.topic(), factories.image()

    def statements(number: int) -> int:
        made = [factories.news(topics=[topic], image=image, body=_linking_to(topic.pk)) for _ in range(number)]
        Entry.objects.filter(type="NewsPage").delete()
        with CaptureQueriesContext(connection) as found:
            flush(Notes(pages={page.pk for page in made}))
        return len(found)

    statements(2)  # what a process learns once

    assert statements(4) == statements(8)


def _linking_to(page: int) -> list[dict[str, Any]]:
    link = f'<p><a linktype="page" id="{page}">A link</a></p>'
    pages = {"title": "", "pages": [factories.home_page().pk]}
    return [
        {"type": "text", "value": {"text": link}, "id": "1"},
        {"type": "related_pages", "value": pages, "id": "2"},
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("processes", [1, 2])
def test_a_rebuild_gives_the_same_store_and_numbers_without_a_gap(processes: int) -> None:
    for number in range(3):
        factories.news(title=f"Notícia {number}", topics=[factories.topic(name=f"Tema {number}")])
    expected = all_rows()
    Entry.objects.all().delete()
    Term.objects.all().delete()
    before = Version.objects.get().number

    results = list(rebuild(processes=processes))

    assert sum(looked_at for looked_at, _failures in results) == len(expected[0])
    assert all_rows() == expected
    told = dict(Change.objects.filter(what="upsert").values_list("key", "number"))
    assert told.keys() == {row[0] for row in expected[0]} - {f"SiteSettings:{pk}" for pk in range(10)}
    assert all(number > before for number in told.values())
    numbers = list(Commit.objects.filter(number__gt=before).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(before + 1, Version.objects.get().number + 1))
