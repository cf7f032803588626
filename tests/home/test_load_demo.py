"""The demonstration is loaded once, with real commits; the tests of this module read it and change nothing for good."""

import json
import zipfile
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from wagtail.models import Page, Site

from content.blocks.body import BodyBlock
from content.models import (
    CoursePage,
    Document,
    EventPage,
    GuideChapterPage,
    GuidePage,
    Image,
    LabPage,
    NewsPage,
    Organisation,
    ProjectPage,
    ServiceIndexPage,
    ServicePage,
    StandardPage,
    Topic,
)
from content.uploads import content_agrees
from home.demo import plans
from home.demo.loader import load
from home.demo.texts import FOLDER, read_file
from home.models import HomePage, SiteSettings
from published.models import Entry, Version
from tests import database_snapshot, factories

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)  # a Monday
WITHOUT_TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}  # presets take seconds an image


def everything():
    """Return what a second run must not change."""
    return {
        "version": Version.objects.get().number,
        "pages": list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id", "last_published_at")),
        "images": list(Image.objects.order_by("pk").values_list("pk", "file")),
        "topics": list(Topic.objects.order_by("pk").values_list("pk", "name")),
        "organisations": list(Organisation.objects.order_by("pk").values_list("pk", "name")),
        "documents": list(Document.objects.order_by("pk").values_list("pk", "file")),
    }


@pytest.fixture(scope="module", autouse=True)
def report(django_db_setup, django_db_blocker):
    """The loader's report of the one real load; its panels are small, for speed."""
    with (
        django_db_blocker.unblock(),
        override_settings(TASKS=WITHOUT_TASKS),
        pytest.MonkeyPatch.context() as patch,
    ):
        before = database_snapshot.take()
        patch.setattr(plans, "LANDSCAPE", (240, 160))
        patch.setattr(plans, "SQUARE", (160, 160))
        try:
            yield load(day=DAY)
        finally:
            call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True, reset_sequences=False)
            database_snapshot.put_back(before)
            cache.clear()


def demo_pages():
    return Page.objects.filter(depth__gt=1).specific()


def bodies():
    for page in demo_pages():
        if hasattr(page, "body"):
            yield page, page.body


def test_the_store_took_everything(report):
    assert report.failures == []
    assert report.made == {
        "topics": 28,
        "audiences": 22,
        "series": 6,
        "sdg_targets": 14,
        "indicators": 12,
        "organisations": 12,
        "documents": 14,
        "images": 62,
        "drafts": 150,  # the home pages were there
        "pages": 152,
        "settings": 1,
    }


@pytest.mark.parametrize(
    ("model", "number"),
    [
        (HomePage, 1),
        (ServicePage, 9),
        (ProjectPage, 8),
        (LabPage, 2),
        (CoursePage, 1),
        (NewsPage, 13),
        (GuidePage, 4),
        (GuideChapterPage, 14),
        (EventPage, 11),
    ],
)
@pytest.mark.parametrize("language", ["pt", "en"])
def test_there_is_enough_of_everything_in_both_languages(model, number, language):
    assert model.objects.live().filter(locale__language_code=language).count() == number


def test_every_page_is_published_and_translated():
    for page in demo_pages():
        assert page.live
        assert page.latest_revision_id is not None
        assert sorted(one.locale.language_code for one in page.get_translations(inclusive=True)) == ["en", "pt"], page


def test_every_guide_has_several_chapters_and_its_reading_time():
    for guide in GuidePage.objects.all():
        assert guide.get_children().live().count() >= 3
        assert guide.reading_time >= 1


def test_every_guide_can_be_taken_away_as_a_text_document_in_its_language():
    for guide in GuidePage.objects.all():
        document = guide.downloads.get().document
        with document.file.open("rb") as file, zipfile.ZipFile(file) as archive:
            words = archive.read("content.xml").decode()

        assert document.language == guide.locale.language_code
        assert guide.title in words
        for chapter in guide.get_children():
            assert chapter.title in words


def test_every_document_is_what_its_name_says():
    for document in Document.objects.all():
        with document.file.open("rb") as file:
            assert content_agrees(file, extension=document.file_type), document


def test_every_image_has_words_in_both_languages():
    for image in Image.objects.all():
        assert image.alt_pt.startswith("Painel de azulejos")
        assert image.alt_en.startswith("Wall of")
        assert image.has_focal_point()


def test_news_have_images_and_all_other_pages_leave_it_to_their_panel():
    for page in demo_pages():
        assert bool(page.image) == isinstance(page, NewsPage), page


def test_no_image_was_rendered_by_the_loader():
    assert Image.objects.filter(renditions__isnull=False).count() == 0


def test_every_kind_of_block_is_used():
    used = {child.block_type for _page, body in bodies() for child in body}

    assert used == set(BodyBlock().child_blocks)


def test_every_body_would_pass_the_editors_form():
    for _page, body in bodies():
        body.stream_block.clean(body)


def test_the_settings_would_pass_the_editors_form():
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))

    settings.full_clean()
    settings.navigation.stream_block.clean(settings.navigation)
    settings.footer_links.stream_block.clean(settings.footer_links)
    assert len(settings.navigation) <= 9
    assert settings.responsible_body.acronym == "ARTE"
    assert all([settings.facebook, settings.linkedin, settings.youtube, settings.x, settings.instagram])


def test_every_figure_carries_a_source():
    figures = [
        figure
        for _page, body in bodies()
        for child in body
        if child.block_type == "figures"
        for figure in child.value["figures"]
    ]

    assert len(figures) > 30
    for figure in figures:
        assert "2021" in figure["source"], figure["caption"]


def test_pages_of_facts_name_their_sources_below():
    pages = [*NewsPage.objects.all(), *ServicePage.objects.all(), *GuidePage.objects.all()]

    for page in pages:
        closing = str(page.body[-1].value["text"])
        assert closing.startswith("<p>Fonte" if page.locale.language_code == "pt" else "<p>Source"), page
        assert "2021" in closing


def test_the_date_of_every_news_item_says_that_it_is_an_example():
    for page in NewsPage.objects.all():
        mark = "Exemplo: " if page.locale.language_code == "pt" else "Example: "
        assert mark in str(page.body[-1].value["text"]), page


def test_every_event_is_marked_as_an_example():
    for event in EventPage.objects.all():
        mark = "(Exemplo)" if event.locale.language_code == "pt" else "(Example)"
        assert event.title.endswith(mark)


def test_events_lie_before_and_after_the_day_of_loading_in_every_state_and_format():
    events = EventPage.objects.filter(locale__language_code="pt")
    today = datetime.combine(DAY, time(12), tzinfo=UTC)

    assert Counter(events.values_list("status", flat=True)) == {
        "scheduled": 8,
        "postponed": 1,
        "cancelled": 1,
        "moved-online": 1,
    }
    assert Counter(events.values_list("format", flat=True)) == {"online": 4, "on-site": 4, "both": 3}
    assert events.filter(ends_at__lt=today).count() == 3
    assert events.filter(starts_at__lte=today, ends_at__gte=today).count() == 1
    assert events.filter(starts_at__gt=today + timedelta(days=30)).count() == 7
    assert not events.filter(starts_at__week_day__in=[1, 7]).exists()


def test_the_agency_has_both_its_names_and_no_text_names_it():
    agency = Organisation.objects.get(names__acronym="AMA")

    assert [(one.acronym, one.valid_from, one.valid_to) for one in agency.names.all()] == [
        ("AMA", None, date(2025, 8, 20)),
        ("ARTE", date(2025, 8, 21), None),
    ]
    for path in FOLDER.rglob("*.toml"):
        words = path.read_text()
        if path.name != "organisations.toml":
            assert "ARTE" not in words, path
            assert "AMA" not in words, path
            assert "Modernização Administrativa" not in words, path


def test_everything_stands_in_the_published_store():
    keys = set(Entry.objects.values_list("key", flat=True))

    for page in demo_pages():
        assert f"{page.specific_class.__name__}:{page.pk}" in keys
    assert {f"Image:{image.pk}" for image in Image.objects.all()} <= keys
    call_command("verify_published", stdout=StringIO())


def test_a_second_run_changes_nothing_even_if_told_to_look_again():
    before = everything()

    assert load(day=DAY + timedelta(days=400)).made == {}
    assert load(day=DAY + timedelta(days=400), again=True).made == {}

    assert everything() == before


def test_what_an_editor_changed_and_deleted_stays_so():
    changed, deleted = NewsPage.objects.filter(locale__language_code="pt").order_by("pk")[:2]
    changed.title = "Palavras do editor"
    changed.save_revision().publish()
    deleted.delete()

    call_command("load_demo", stdout=StringIO())

    assert NewsPage.objects.get(pk=changed.pk).title == "Palavras do editor"
    assert NewsPage.objects.filter(locale__language_code="pt").count() == 12


def test_asked_to_look_again_it_makes_only_what_was_deleted():
    changed, deleted = NewsPage.objects.filter(locale__language_code="pt").order_by("pk")[:2]
    changed.title = "Palavras do editor"
    changed.save_revision().publish()
    title = deleted.title
    deleted.delete()

    assert load(day=DAY, again=True).made == {"drafts": 1, "pages": 1}
    assert NewsPage.objects.get(pk=changed.pk).title == "Palavras do editor"
    assert NewsPage.objects.get(title=title).live


def test_a_page_left_half_made_is_finished_by_the_next_run():
    news = NewsPage.objects.filter(locale__language_code="pt").order_by("pk").first()
    body = news.body.get_prep_value()
    NewsPage.objects.filter(pk=news.pk).update(live=False, latest_revision=None, body="[]")

    assert load(day=DAY).made == {"pages": 1}
    finished = NewsPage.objects.get(pk=news.pk)
    assert finished.live
    assert finished.body.get_prep_value() == body


def test_an_editors_own_list_settings_and_addresses_stay():
    SiteSettings.objects.update(notice_pt="Aviso do editor")
    for page in ServiceIndexPage.objects.filter(locale__language_code="pt"):
        page.delete()
    StandardPage.objects.get(slug="contactos").delete()
    own_list = factories.page(ServiceIndexPage, parent=factories.home_page(), slug="os-nossos-servicos")
    factories.page(StandardPage, parent=factories.home_page(), slug="contactos")

    assert load(day=DAY, again=True).made == {"drafts": 10, "pages": 10}
    assert SiteSettings.objects.get().notice_pt == "Aviso do editor"
    assert Page.objects.child_of(own_list).live().count() == 9
    assert StandardPage.objects.filter(slug="contactos-2").exists()


def test_the_lock_is_given_back():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE locktype = 'advisory' AND objid = 20170901 AND datname = current_database()"
        )
        assert cursor.fetchone() == (0,)


def test_every_text_names_only_sources_that_exist():
    sources = read_file("sources")

    for _page, body in bodies():
        for name in sources:
            assert "{" + name + "}" not in json.dumps(body.get_prep_value())
