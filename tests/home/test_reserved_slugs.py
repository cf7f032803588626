"""Slugs that the website keeps for pages of its own: the page form refuses them and says what to do."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from content.models import GuideChapterPage, StandardPage
from home.website.addresses import ADDRESSES, reserved_slugs
from tests import factories

pytestmark = pytest.mark.django_db

PORTUGUESE = (
    "“pesquisa” está reservado aqui para uma página que o próprio sítio gera. Escreva outro slug, por exemplo "
    "“pesquisa-labx”."
)
ENGLISH = "“print” is kept here for a page that the website makes itself. Write another slug, for example “print-labx”."


@pytest.fixture
def admin(client):
    def sign_in(language):
        user = factories.administrator()
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        client.force_login(user)
        return client

    return sign_in


def add(client, parent, model, **fields):
    """The answer to the form of a new page below `parent`."""
    form = {
        "title": "Página",
        "slug": "pagina",
        "summary": "Em resumo.",
        "body": streamfield([]),
        "change_notes": inline_formset([]),
        "comments": inline_formset([]),
        **fields,
    }
    address = reverse("wagtailadmin_pages:add", args=["content", model._meta.model_name, parent.pk])
    return client.post(address, nested_form_data(form))


def test_a_page_cannot_take_the_address_of_the_search(admin):
    answer = add(admin("pt-pt"), factories.home_page("pt"), StandardPage, slug="pesquisa")

    assert answer.status_code == 200
    assert PORTUGUESE in answer.content.decode()
    assert not StandardPage.objects.exists()


def test_a_chapter_cannot_take_the_address_of_the_whole_guide(admin):
    guide = factories.guide(parent=factories.guide_index("en"))

    answer = add(admin("en"), guide, GuideChapterPage, slug="print")

    assert answer.status_code == 200
    assert ENGLISH in answer.content.decode()
    assert not GuideChapterPage.objects.exists()


def test_a_title_makes_no_reserved_slug_either(admin):
    answer = add(admin("pt-pt"), factories.home_page("pt"), StandardPage, title="Pesquisa", slug="")

    assert PORTUGUESE in answer.content.decode()
    assert not StandardPage.objects.exists()


@pytest.mark.parametrize(
    ("code", "slug"),
    [("pt", "search"), ("en", "pesquisa"), ("pt", "imprimir"), ("pt", "pesquisa-labx")],
)
def test_what_is_reserved_elsewhere_may_be_used_here(admin, code, slug):
    answer = add(admin("en"), factories.home_page(code), StandardPage, slug=slug)

    assert answer.status_code == 302
    assert StandardPage.objects.get().slug == slug


def test_a_page_that_already_has_such_a_slug_is_refused_until_it_gets_another(admin):
    page = factories.standard(slug="temas")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = {
        "title": "Temas",
        "slug": "temas",
        "summary": "Em resumo.",
        "body": streamfield([]),
        "change_notes": inline_formset([], initial=0),
        "comments": inline_formset([]),
    }
    client = admin("en")

    refused = client.post(address, nested_form_data(form))
    taken = client.post(address, nested_form_data({**form, "slug": "temas-labx"}))

    assert (refused.status_code, taken.status_code) == (200, 302)
    assert "“temas” is kept here" in refused.content.decode()
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().slug == "temas-labx"


@pytest.mark.parametrize("code", ["pt", "en"])
def test_every_address_of_the_website_is_reserved_in_its_language(code):
    assert reserved_slugs(factories.home_page(code)) == {words[code] for words in ADDRESSES.values()}
    assert reserved_slugs(factories.news_index(code)) == set()
