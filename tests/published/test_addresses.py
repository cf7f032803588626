"""Addresses follow Wagtail even where nothing else can be brought up to date."""

import pytest

from published.models import Behind
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_page_that_is_behind_leaves_its_old_address_to_others(stored, unprojectable):
    behind, other = factories.standard(slug="um"), factories.standard(slug="dois")
    unprojectable(behind)

    behind.slug = "tres"
    behind.save()
    other.slug = "um"
    other.save()

    assert Behind.objects.get().key == f"StandardPage:{behind.pk}"
    assert stored(behind).path == "/pt/tres/"
    assert stored(other).path == "/pt/um/"


def test_a_renamed_draft_takes_its_live_pages_along(stored, django_capture_on_commit_callbacks):
    section = factories.section(live=False, slug="antes")
    page = factories.standard(parent=section, slug="pagina")
    assert stored(page).path == "/pt/antes/pagina/"

    with django_capture_on_commit_callbacks(execute=True):
        section.slug = "depois"
        section.save()

    assert stored(page).path == "/pt/depois/pagina/"


def test_a_branch_moved_out_of_every_site_is_gone_and_comes_back(stored):
    from wagtail.models import Page

    section = factories.section(slug="seccao")
    page = factories.standard(parent=section, slug="pagina")

    section.move(Page.get_first_root_node(), pos="last-child")
    assert (stored(section), stored(page)) == (None, None)

    section.refresh_from_db()
    section.move(factories.home_page(), pos="last-child")
    assert stored(section).path == "/pt/seccao/"
    assert stored(page).path == "/pt/seccao/pagina/"


def test_a_page_unpublished_and_published_again_has_its_terms_again(terms):
    page = factories.standard(topics=[factories.topic()])
    before = terms(page)

    page.unpublish()
    assert terms(page) == []
    page.get_latest_revision().publish()

    assert terms(page) == before
    assert len(before) == 1
