import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from content.models import NewsPage
from published.models import Behind, Entry, Term, Version
from tests import factories

pytestmark = pytest.mark.django_db


def version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return Version.objects.get().number


def rebuild() -> None:
    call_command("rebuild_published", verbosity=0)


def verify() -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify_published", stdout=out, stderr=io.StringIO())
    except SystemExit as error:
        return int(error.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def content(db):
    """One of everything."""
    topic, image = factories.topic(), factories.image()
    news = factories.news(topics=[topic], image=image)
    factories.event(topics=[topic])
    factories.guide()
    factories.document()
    factories.person(organisation=factories.organisation())
    factories.site_settings(contact_email="labx@example.org")
    news.copy_for_translation(factories.locale("en"), alias=True, copy_parents=True)
    hidden = factories.section()
    factories.standard(parent=hidden)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    return news


def test_the_store_as_editors_left_it_is_what_the_tables_say(content):
    assert verify() == (0, "The store is what Wagtail's tables say.\n")


def test_rebuilding_an_up_to_date_store_changes_nothing(content):
    rows = list(Entry.objects.order_by("key").values_list("key", "card", "body", "sort_at", "search"))
    before = version()

    rebuild()

    assert version() == before
    assert list(Entry.objects.order_by("key").values_list("key", "card", "body", "sort_at", "search")) == rows


def test_rebuilding_an_empty_store_gives_the_same(content):
    columns = [field.name for field in Entry._meta.fields]
    before = list(Entry.objects.order_by("key").values_list(*columns))
    terms = list(Term.objects.order_by("key", "term").values_list("key", "term", "type", "locale", "sort_at"))
    Entry.objects.all().delete()
    Term.objects.all().delete()

    rebuild()

    assert list(Entry.objects.order_by("key").values_list(*columns)) == before
    assert list(Term.objects.order_by("key", "term").values_list("key", "term", "type", "locale", "sort_at")) == terms


def test_each_kind_of_difference_is_reported_and_put_right(content):
    key = f"NewsPage:{content.pk}"
    NewsPage.objects.filter(pk=content.pk).update(summary="Written behind everybody's back.")
    Entry.objects.filter(type="Topic").delete()
    Entry.objects.create(key="NewsPage:999999", type="NewsPage", card={"title": "Nobody"})
    Entry.objects.filter(type="GuidePage").update(path="/elsewhere/")
    Term.objects.filter(key=key).delete()

    code, report = verify()

    lines = report.splitlines()
    assert code == 1
    assert f"{key}: card, search, terms" in lines
    assert any(line.startswith("Topic:") and line.endswith(": missing") for line in lines)
    assert "NewsPage:999999: should not be there" in lines
    assert any(line.startswith("GuidePage:") and line.endswith(": path") for line in lines)

    rebuild()

    assert verify()[0] == 0


def test_rebuilding_removes_what_is_no_longer_public(content):
    Page.objects.filter(pk=content.pk).update(live=False)

    rebuild()

    assert not Entry.objects.filter(key=f"NewsPage:{content.pk}").exists()


def test_rebuilding_says_what_it_could_not_project_and_does_the_rest(content, unprojectable):
    unprojectable(content)
    Entry.objects.all().delete()

    with pytest.raises(CommandError, match="1 entries could not be projected"):
        call_command("rebuild_published", verbosity=0, stderr=io.StringIO())

    assert Behind.objects.get().key == f"NewsPage:{content.pk}"
    assert Entry.objects.filter(type="EventPage").count() == 1
