import pytest
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, Site

from content.models import Image
from published.visibility import Address, Scope, address_of, visible_others, visible_pages
from tests import factories

pytestmark = pytest.mark.django_db


def visible(*pages: Page) -> dict[str, Address]:
    return visible_pages(Scope(pages=[page.pk for page in pages]))


def test_a_live_page_has_an_address_with_its_language():
    page = factories.standard(slug="sobre")

    assert visible(page) == {
        f"StandardPage:{page.pk}": Address(site=factories.default_site().pk, path="/pt/sobre/", tree=page.path)
    }
    assert address_of(page) == visible(page)[f"StandardPage:{page.pk}"]


def test_the_other_language_has_its_own_prefix():
    page = factories.standard(parent=factories.home_page("en"), slug="about")

    assert visible(page)[f"StandardPage:{page.pk}"].path == "/en/about/"


def test_a_draft_has_an_address_but_is_not_visible():
    page = factories.standard(live=False, slug="rascunho")

    assert visible(page) == {}
    assert address_of(page).path == "/pt/rascunho/"


def test_a_live_page_below_a_draft_is_visible():
    section = factories.section(live=False, slug="seccao")
    page = factories.standard(parent=section, slug="pagina")

    assert visible(section, page)[f"StandardPage:{page.pk}"].path == "/pt/seccao/pagina/"
    assert len(visible(section, page)) == 1


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_restriction_counts_for_the_whole_branch(kind):
    section = factories.section()
    page = factories.standard(parent=section)
    beside = factories.standard()
    PageViewRestriction.objects.create(page=section, restriction_type=kind)

    assert set(visible(section, page, beside)) == {f"StandardPage:{beside.pk}"}


def test_a_page_belongs_to_the_innermost_site():
    section = factories.section()
    page = factories.standard(parent=section, slug="pagina")
    inner = Site.objects.create(hostname="inner.example", port=443, root_page=section)

    assert visible(page)[f"StandardPage:{page.pk}"] == Address(site=inner.pk, path="/pt/pagina/", tree=page.path)


def test_bulk_and_single_agree_on_a_branch():
    section = factories.section()
    pages = [factories.standard(parent=section) for _ in range(3)]
    pages[0].unpublish()

    bulk = visible_pages(Scope(branches=[section.path]))

    single = {}
    for page in [section, *pages]:
        single |= visible(page)
    assert bulk == single
    assert len(bulk) == 3


def test_a_restricted_collection_counts_for_those_below():
    above = factories.collection("Above")
    hidden, shown = factories.image(collection=factories.collection(parent=above)), factories.image()
    CollectionViewRestriction.objects.create(collection=above, restriction_type="login")

    assert set(visible_others(Image).values_list("pk", flat=True)) == {shown.pk}
    assert not visible_others(Image, [hidden.pk]).exists()
