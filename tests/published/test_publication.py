import pytest
from django.db import transaction
from wagtail.models import Page

from published.models import Behind, Entry
from published.publication import note, publication
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_published_page_is_in_the_store(stored):
    page = factories.standard(title="Nova rede", slug="nova-rede", summary="Em duas frases.")

    entry = stored(page)

    assert entry.path == "/pt/nova-rede/"
    assert entry.card["title"] == "Nova rede"
    assert entry.card["summary"] == "Em duas frases."
    assert entry.locale == "pt"
    assert entry.tree == page.path


def test_an_unpublished_page_is_gone(stored):
    page = factories.news()

    page.unpublish()

    assert stored(page) is None


def test_a_draft_of_a_live_page_changes_nothing(stored):
    page = factories.news(title="Live words")
    before = stored(page)

    page.title = "Draft words"
    page.save_revision()

    assert stored(page).card == before.card
    assert stored(page).card["title"] == "Live words"


def test_publishing_the_draft_shows_its_words(stored):
    page = factories.news(title="Old words")

    page.title = "New words"
    page.save_revision().publish()

    assert stored(page).card["title"] == "New words"


def test_nothing_is_written_before_the_end_of_the_block(stored):
    with publication():
        page = factories.news()
        assert stored(page) is None
    assert stored(page) is not None


def test_an_exception_in_the_block_undoes_work_and_store_together(stored):
    with pytest.raises(RuntimeError, match="stop"), publication():
        page = factories.news()
        raise RuntimeError("stop")

    assert not Page.objects.filter(pk=page.pk).exists()
    assert stored(page) is None


def test_blocks_nest_and_the_outermost_flushes(stored):
    with publication():
        with publication():
            page = factories.news()
        assert stored(page) is None
    assert stored(page) is not None


def test_a_rolled_back_inner_block_leaves_no_trace(stored):
    with publication():
        kept = factories.news()
        with pytest.raises(RuntimeError), publication():
            lost = factories.news()
            raise RuntimeError
    assert stored(kept) is not None
    assert stored(lost) is None


def test_outside_of_a_block_a_noted_key_is_flushed_at_once(stored):
    page = factories.news()
    Entry.objects.filter(key=f"NewsPage:{page.pk}").delete()

    note(f"NewsPage:{page.pk}")

    assert stored(page) is not None


def test_a_key_of_no_type_is_ignored():
    note("Nothing:1")

    assert not Entry.objects.filter(key="Nothing:1").exists()


def test_an_in_memory_change_that_was_never_saved_is_not_published(stored):
    page = factories.news(title="Saved")

    page.title = "Never saved"
    note(page)

    assert stored(page).card["title"] == "Saved"


def test_a_failing_projection_keeps_the_old_entry_and_is_reported(stored, unprojectable):
    page = factories.news(title="Old words")
    unprojectable(page)

    page.title = "New words"
    with publication() as block:
        Page.objects.filter(pk=page.pk).update(title="New words")
        note(page)

    assert stored(page).card["title"] == "Old words"
    assert [failure.key for failure in block.failures] == [f"NewsPage:{page.pk}"]
    behind = Behind.objects.get()
    assert (behind.key, behind.field, behind.reason) == (f"NewsPage:{page.pk}", "Summary", "no such thing")


def test_one_failing_object_does_not_keep_others_out(stored, unprojectable):
    broken, sound = factories.news(title="Old"), factories.event(title="Old")
    unprojectable(broken)

    with publication():
        Page.objects.filter(pk__in=[broken.pk, sound.pk]).update(title="New")
        note(broken)
        note(sound)

    assert stored(broken).card["title"] == "Old"
    assert stored(sound).card["title"] == "New"


def test_an_entry_that_caught_up_leaves_the_report(unprojectable):
    page = factories.news()
    unprojectable(page)
    note(page)
    assert Behind.objects.filter(key=f"NewsPage:{page.pk}").exists()

    unprojectable(None)
    note(page)

    assert not Behind.objects.exists()


def test_pages_may_swap_their_slugs_in_one_block(stored):
    first, second = factories.standard(slug="one"), factories.standard(slug="two")

    with publication(), transaction.atomic():
        for page, slug in ((first, "between"), (second, "one"), (first, "two")):
            page.slug = slug
            page.save()

    assert stored(first).path == "/pt/two/"
    assert stored(second).path == "/pt/one/"
