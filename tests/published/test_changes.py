"""The numbers of the change feed: in commit order, without gaps, whoever writes at the same time."""

import threading
import time

import pytest
from django.db import connection, transaction

from published import entries
from published.document import Document
from published.models import Change, Entry, Version
from published.publication import note
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def document(key: str, **fields) -> Document:
    return Document(key=key, type=key.partition(":")[0], **fields)


def version() -> int:
    return Version.objects.get().number


def test_one_transaction_is_one_number_for_all_its_changes():
    before = version()

    with transaction.atomic():
        entries.write(document("Thing:1"))
        entries.write(document("Thing:2"))
        assert version() == before

    assert version() == before + 1
    changes = Change.objects.filter(key__startswith="Thing:").order_by("key")
    assert [(change.key, change.number, change.what) for change in changes] == [
        ("Thing:1", before + 1, "upsert"),
        ("Thing:2", before + 1, "upsert"),
    ]


def test_writing_the_same_again_is_no_change():
    with transaction.atomic():
        entries.write(document("Thing:1", card={"title": "Same"}, terms=["topic:Topic:1"]))
    before = version()

    with transaction.atomic():
        assert entries.write(document("Thing:1", card={"title": "Same"}, terms=["topic:Topic:1"])) is False

    assert version() == before


def test_a_change_of_terms_alone_is_a_change():
    with transaction.atomic():
        entries.write(document("Thing:1", terms=["topic:Topic:1"]))
    before = version()

    with transaction.atomic():
        assert entries.write(document("Thing:1", terms=["topic:Topic:2"])) is True

    assert version() == before + 1
    assert Change.objects.get(key="Thing:1").number == before + 1


def test_a_removal_is_a_change():
    with transaction.atomic():
        entries.write(document("Thing:1"))
    before = version()

    with transaction.atomic():
        entries.remove(["Thing:1"])

    change = Change.objects.get(key="Thing:1")
    assert (change.number, change.what) == (before + 1, "remove")


def test_what_is_rolled_back_uses_no_number():
    before = version()

    with pytest.raises(RuntimeError), transaction.atomic():
        entries.write(document("Thing:1"))
        raise RuntimeError

    assert version() == before
    assert not Entry.objects.filter(key="Thing:1").exists()


def test_publishing_again_what_did_not_change_is_no_change():
    page = factories.news()
    before = version()

    note(page)

    assert version() == before


def test_three_writers_leave_no_gap_and_a_reader_misses_nothing():
    writers, rounds = 3, 30
    before = version()
    errors: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            for number in range(rounds):
                with transaction.atomic():
                    entries.write(document(f"Thing:{writer}-{number}"))
                    if number % 3 == writer % 3:
                        time.sleep(0.003)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    seen: dict[str, int] = {}
    read_up_to = before
    for thread in threads:
        thread.start()
    while True:
        finished = not any(thread.is_alive() for thread in threads)
        for change in Change.objects.filter(number__gt=read_up_to).order_by("number"):
            seen[change.key] = change.number
            read_up_to = max(read_up_to, change.number)
        if finished:
            break
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(seen.values()) == list(range(before + 1, before + writers * rounds + 1))
    assert len(seen) == writers * rounds
    assert version() == before + writers * rounds


def test_a_page_published_while_its_branch_becomes_private_does_not_stay():
    """Neither transaction sees the other's work: without a lock between them the page would remain readable."""
    from wagtail.models import PageViewRestriction

    from published.publication import publication

    section = factories.section()
    page = factories.standard(parent=section, live=False)
    flushed, errors = threading.Event(), []

    def publish() -> None:
        try:
            with transaction.atomic():
                with publication():
                    page.get_latest_revision().publish()
                flushed.set()
                time.sleep(0.5)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=publish)
    thread.start()
    flushed.wait(timeout=10)
    with publication():
        PageViewRestriction.objects.create(page=section, restriction_type="login")
    thread.join()

    assert errors == []
    assert not Entry.objects.filter(key__in=[f"StandardPage:{page.pk}", f"SectionPage:{section.pk}"]).exists()


def test_two_who_save_the_same_page_leave_the_words_of_the_last():
    from published.publication import publication

    page = factories.standard(title="First")
    other = type(page).objects.get(pk=page.pk)
    flushed, errors = threading.Event(), []

    def save_slowly() -> None:
        try:
            with transaction.atomic():
                with publication():
                    page.title = "Second"
                    page.save()
                flushed.set()
                time.sleep(0.5)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=save_slowly)
    thread.start()
    flushed.wait(timeout=10)
    note(other)
    thread.join()

    assert errors == []
    assert Entry.objects.get(key=f"StandardPage:{page.pk}").card["title"] == "Second"
