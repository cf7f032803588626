"""What holds whatever happens: nothing derivable is copied, and what must not be read is not there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from content.models import ChangeNote
from published.models import Change, Entry, Version
from tests import factories

pytestmark = pytest.mark.django_db

MARKER = "palavrasecreta"


@pytest.fixture
def changes():
    """Return the keys that changed since the last look."""

    def look() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("SELECT set_config('published.number', '', true)")
        keys = set(Change.objects.filter(number__gt=seen[-1]).values_list("key", flat=True))
        seen.append(Version.objects.get().number)
        return keys

    seen = [Version.objects.get().number]

    return look


def written() -> dict[str, str]:
    """Where each row is kept: elsewhere after every UPDATE."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, ctid::text FROM published_entry")
        return dict(cursor.fetchall())


def test_renaming_a_topic_rewrites_no_other_entry(changes):
    topics = [factories.topic(name) for name in ("Um", "Dois")]
    factories.news(topics=topics)
    changes()

    topics[0].name = "Zero"
    topics[0].slug = "zero"
    topics[0].save_revision().publish()

    assert changes() == {f"Topic:{topics[0].pk}"}


def test_replacing_an_image_rewrites_no_other_entry(changes):
    image = factories.image()
    factories.news(image=image)
    changes()

    image.alt_pt = "Outra coisa"
    image.save()

    assert changes() == {f"Image:{image.pk}"}


def test_unpublishing_the_target_of_a_link_rewrites_no_other_entry(changes):
    target = factories.standard()
    text = f'<p><a linktype="page" id="{target.pk}">words</a></p>'
    page = factories.standard(body=[("text", {"text": text})])
    changes()

    rows = written()

    target.unpublish()

    assert changes() == {f"StandardPage:{target.pk}", f"StandardPage:{page.pk}"}  # whose link leads nowhere now
    assert written() == {key: row for key, row in rows.items() if key != f"StandardPage:{target.pk}"}
    block = Entry.objects.get(key=f"StandardPage:{page.pk}").body["body"][0]
    assert block["richText"]["html"] == f'<p><a data-entry="StandardPage:{target.pk}">words</a></p>'


def test_moving_a_branch_rewrites_no_document(changes, django_assert_max_num_queries):
    section, target = factories.section(), factories.section()
    below = [factories.standard(parent=section) for _ in range(3)]
    cards = dict(Entry.objects.values_list("key", "card"))
    changes()

    section.move(target, pos="last-child")

    assert changes() == {f"SectionPage:{section.pk}", *(f"StandardPage:{page.pk}" for page in below)}
    assert dict(Entry.objects.values_list("key", "card")) == cards


def test_a_change_note_saved_by_itself_reaches_its_page(stored):
    page = factories.standard()

    ChangeNote.objects.create(page=page, date="2026-03-01", note="Novo", locale=page.locale)

    assert [note["note"] for note in stored(page).card["changeNotes"]] == ["Novo"]


def test_a_topic_added_by_itself_reaches_its_page(stored, terms):
    page, topic = factories.standard(), factories.topic()

    type(page).topics.through.objects.create(standardpage=page, topic=topic)
    page.topics.set([topic])
    page.save()

    assert terms(page) == [f"topic:Topic:{topic.pk}"]


def test_deleting_a_topic_takes_it_off_every_page(stored, terms):
    topic = factories.topic()
    page = factories.standard(topics=[topic])

    topic.delete()

    assert stored(page).card["topics"] == []
    assert terms(page) == []


def test_deleting_a_page_takes_its_key_out_of_every_text(stored):
    target = factories.standard()
    page = factories.standard(body=[("text", {"text": f'<p><a linktype="page" id="{target.pk}">words</a></p>'})])

    target.delete()

    assert stored(page).body["body"][0]["richText"]["html"] == "<p><a>words</a></p>"


def test_lists_are_sorted_without_accents_and_case(stored):
    assert stored(factories.standard(title="Ética e Ação")).sort_title == "etica e acao"


def test_the_dates_of_an_event_are_columns(stored):
    event = factories.event()

    assert stored(event).starts_at == event.starts_at
    assert stored(event).card["startsAt"] == "2026-03-01T10:00:00+00:00"


def secret(**fields):
    return factories.standard(title=MARKER, slug=MARKER, summary=MARKER, **fields)


def draft():
    secret(live=False)


def draft_of_a_live_page():
    page = factories.standard()
    page.title = page.summary = MARKER
    page.save_revision()


def scheduled():
    page = secret(live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()


def expired():
    secret().unpublish(set_expired=True)


def deleted():
    secret().delete()


def below_a_login():
    section = factories.section()
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    secret(parent=section)


def below_a_password_set_later():
    section = factories.section()
    secret(parent=section)
    PageViewRestriction.objects.create(page=section, restriction_type="password", password="open")


def for_groups():
    page = secret()
    PageViewRestriction.objects.create(page=page, restriction_type="groups")


def image_in_a_private_collection():
    above = factories.collection()
    below = factories.collection(parent=above)
    CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
    factories.image(title=MARKER, alt_pt=MARKER, collection=below)


def document_moved_to_a_private_collection():
    private = factories.collection()
    CollectionViewRestriction.objects.create(collection=private, restriction_type="password", password="open")
    document = factories.document(title=MARKER)
    document.collection = private
    document.save()


def draft_of_a_live_topic():
    topic = factories.topic()
    topic.name = topic.description = MARKER
    topic.save_revision()


def unpublished_topic():
    factories.topic(MARKER, description=MARKER).unpublish()


def link_to_an_event():
    factories.event(online_link=f"https://example.org/{MARKER}")


def notes_of_editors():
    page = factories.standard()
    page.save_revision(log_action=True)
    page.owner = factories.user(first_name=MARKER)
    page.save()


@pytest.mark.parametrize(
    "happening",
    [
        draft,
        draft_of_a_live_page,
        scheduled,
        expired,
        deleted,
        below_a_login,
        below_a_password_set_later,
        for_groups,
        image_in_a_private_collection,
        document_moved_to_a_private_collection,
        draft_of_a_live_topic,
        unpublished_topic,
        link_to_an_event,
        notes_of_editors,
    ],
    ids=lambda happening: happening.__name__,
)
def test_nothing_of_it_is_in_the_store(happening):
    happening()

    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM published_entry e WHERE e::text ILIKE %s", [f"%{MARKER}%"])
        entries = cursor.fetchall()
        cursor.execute("SELECT key FROM published_term t WHERE t::text ILIKE %s", [f"%{MARKER}%"])
        assert (entries, cursor.fetchall()) == ([], [])
