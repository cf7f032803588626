"""The form of redirects: what it refuses, with which sentence, and what it makes of an address of our own."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from published.redirect_form import CheckedRedirectForm
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return factories.default_site().root_url


def problems(old_path, *, page=None, link="", site=None, instance=None, language="en"):
    data = {"old_path": old_path, "redirect_page": page and page.pk, "redirect_link": link, "site": site and site.pk}
    with translation.override(language):
        form = CheckedRedirectForm({**data, "is_permanent": "on"}, instance=instance)
        return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def circle_through(path):
    sentence = f"It would lead in a circle: “{path}” leads back to where it begins. Write another address."
    return {"redirect_link": [sentence]}


def test_a_path_is_an_address_of_the_site(host):
    news = factories.news_index()
    form = CheckedRedirectForm({"old_path": "/velho.html", "redirect_link": news.url, "is_permanent": "on"})
    other = CheckedRedirectForm({"old_path": "/velho.html", "redirect_link": " /lista?a=1 ", "is_permanent": "on"})

    assert form.is_valid()
    assert (form.cleaned_data["redirect_page"].pk, form.cleaned_data["redirect_link"]) == (news.pk, "")
    assert other.is_valid()
    assert other.cleaned_data["redirect_link"] == f"{host}/lista?a=1"


def test_a_redirect_to_itself(host):
    assert problems("/um", link=f"{host}/um/") == circle_through("/um")
    assert problems("/um", link=f"{host}/um?x=1") == circle_through("/um")
    assert problems("/um?x=1", link=f"{host}/um") == {}


def test_a_circle_of_several(host):
    Redirect.add_redirect("/dois", f"{host}/tres")
    three = Redirect.add_redirect("/tres", f"{host}/quatro")

    assert problems("/quatro", link=f"{host}/dois") == circle_through("/tres")
    assert problems("/quatro", link=f"{host}/cinco") == {}
    assert problems("/tres", link="https://www.example.org/", instance=three) == {}
    assert problems("/tres", link=f"{host}/dois", instance=three) == circle_through("/dois")


def test_a_circle_ends_at_a_page_elsewhere_and_on_another_site(host):
    other = Site.objects.create(hostname="outro.example", root_page=factories.home_page("en"))
    Redirect.add_redirect("/dois", factories.standard())

    assert problems("/um", link=f"{host}/dois") == {}
    assert problems("/um", link="https://www.example.org/um") == {}
    assert problems("/um", link=f"{host}/um", site=other) == {}


@pytest.mark.parametrize("link", ["ftps://www.example.org/", "ftp://www.example.org/", "http://www.example.org:99999/"])
def test_an_address_that_no_browser_follows(link):
    sentence = "No browser goes there. Write an address that begins with “https://”, “http://” or “/”."
    assert problems("/um", link=link) == {"redirect_link": [sentence]}


def test_the_pages_own_address():
    page = factories.standard(slug="pagina")

    assert problems("/pt/pagina/", page=page) == {
        "redirect_page": ["This is the address of the page itself. Choose another page."]
    }
    assert problems("/pt/outra/", page=page) == {}


def test_a_redirect_to_nothing():
    assert problems("/um") == {"redirect_page": ["Choose the page that it leads to, or write an address below."]}


def test_the_root_of_the_site_but_not_with_a_query_string():
    page = factories.standard()

    assert problems("/", page=page) == {"old_path": ["“/” leads visitors to their language. Write a longer address."]}
    assert problems("/?lang=en", page=page) == {}


def test_the_admin_says_it_in_portuguese(host):
    assert problems("/um", link=f"{host}/um", language="pt-pt") == {
        "redirect_link": ["Andaria em círculo: “/um” leva de volta ao início. Escreva outro endereço."]
    }


@pytest.mark.parametrize("state", ["public", "draft", "private"])
def test_an_address_of_our_own_becomes_the_page_that_stands_there(editor, host, state):
    page = factories.standard(slug="pagina", live=state != "draft")
    if state == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    form = {"old_path": "/velha", "site": "", "redirect_page": "", "is_permanent": "on"}

    assert (
        editor.post(reverse("wagtailredirects:add"), {**form, "redirect_link": f"{host}/pt/pagina"}).status_code == 302
    )

    redirect = Redirect.objects.get()
    assert (redirect.redirect_page_id, redirect.redirect_link) == (page.pk, "")


def test_an_address_of_our_own_with_a_query_string_or_without_a_page_stays_as_it_is(host):
    factories.standard(slug="pagina")
    for link in (f"{host}/pt/pagina/?x=1", f"{host}/pt/pagina/#x", f"{host}/pt/nada/", f"{host}/documents/1/x.pdf"):
        form = CheckedRedirectForm({"old_path": "/velha", "redirect_link": link})
        assert form.is_valid(), link
        assert form.save(commit=False).redirect_link == link
