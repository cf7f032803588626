"""Pages behind a login, a group or a password: shown to whom Wagtail lets in, kept by nobody, in no list."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import PageViewRestriction

from published.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db


def is_kept_by_nobody(answer):
    return {"private", "no-store"} <= {one.strip() for one in answer["Cache-Control"].split(",")}


def restrict(page, kind, **fields):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)
    assert not Entry.objects.filter(key__endswith=f":{page.pk}", path__isnull=False).exists()
    return restriction


def signed_in(*groups):
    client = Client()
    client.force_login(factories.user(*groups))
    return client


@pytest.fixture
def news():
    return factories.news(title="Reunião da equipa", summary="Só para quem cá trabalha.")


def test_a_page_behind_a_login_asks_for_one_without_naming_itself(client, news):
    restrict(news, PageViewRestriction.LOGIN)

    answer = client.get(news.url)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/pt/_util/login/?next=/pt/")
    form = client.get(answer["Location"]).content.decode()
    assert "Reunião da equipa" not in form
    assert '<label for="id_username">' in form


def test_a_page_behind_a_login_is_shown_to_who_signed_in_and_kept_by_nobody(news):
    restrict(news, PageViewRestriction.LOGIN)

    answer = signed_in().get(news.url)

    assert answer.status_code == 200
    assert "<h1>Reunião da equipa</h1>" in answer.content.decode()
    assert is_kept_by_nobody(answer)
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_page_for_a_group_is_shown_to_its_members_only(client, news):
    group = Group.objects.create(name="Rede")
    restrict(news, PageViewRestriction.GROUPS).groups.add(group)

    assert client.get(news.url).status_code == 302
    assert signed_in().get(news.url).status_code == 302
    member = signed_in("Rede").get(news.url)
    assert "<h1>Reunião da equipa</h1>" in member.content.decode()
    assert is_kept_by_nobody(member)


def test_a_page_behind_a_password_asks_for_it_without_naming_itself(client, news):
    restrict(news, PageViewRestriction.PASSWORD, password="sardinha")

    answer = client.get(news.url)

    words = answer.content.decode()
    assert "<h1>Palavra-passe necessária</h1>" in words
    assert "Reunião da equipa" not in words
    assert "no-store" in answer["Cache-Control"]


def test_a_wrong_password_is_told_beside_the_field_and_on_top(client, news):
    restriction = restrict(news, PageViewRestriction.PASSWORD, password="sardinha")

    answer = client.post(
        f"/pt/_util/authenticate_with_password/{restriction.pk}/{news.pk}/",
        {"password": "bacalhau", "return_url": news.url},
    )

    words = answer.content.decode()
    assert answer.status_code == 200
    assert words.count("A palavra-passe que inseriu não está correta") == 2
    assert 'aria-invalid="true"' in words
    assert 'href="#id_password"' in words
    assert "Reunião da equipa" not in words


def test_the_right_password_opens_the_page(client, news):
    restriction = restrict(news, PageViewRestriction.PASSWORD, password="sardinha")

    client.post(
        f"/pt/_util/authenticate_with_password/{restriction.pk}/{news.pk}/",
        {"password": "sardinha", "return_url": news.url},
    )
    answer = client.get(news.url)

    assert "<h1>Reunião da equipa</h1>" in answer.content.decode()
    assert is_kept_by_nobody(answer)


def test_a_page_below_a_private_one_is_as_private(client):
    section = factories.section(title="Intranet")
    below = factories.standard(parent=section, title="Férias")
    restrict(section, PageViewRestriction.LOGIN)

    assert client.get(below.url).status_code == 302
    assert "<h1>Férias</h1>" in signed_in().get(below.url).content.decode()


def test_a_private_guide_shows_its_chapters_to_who_may_see_them():
    guide = factories.guide(title="Guia interno")
    factories.chapter(parent=guide, title="Primeiro passo")
    second = factories.chapter(parent=guide, title="Segundo passo")
    restrict(guide, PageViewRestriction.LOGIN)
    client = signed_in()

    words = client.get(guide.url).content.decode()
    assert words.index("Primeiro passo") < words.index("Segundo passo")
    assert "<h1>2. Segundo passo</h1>" in client.get(second.url).content.decode()
    assert "Primeiro passo" in client.get(second.url).content.decode()


def test_a_live_page_that_could_not_be_published_is_not_found(client, news):
    Entry.objects.filter(key=f"NewsPage:{news.pk}").delete()

    assert client.get(news.url).status_code == 404


def test_visitors_get_no_cookie_and_no_session_is_read(client, news, django_assert_num_queries):
    address = news.url
    with django_assert_num_queries(0):  # the store is read with a cursor of psycopg, everything else with Django's
        answer = client.get(address)

    assert answer.status_code == 200
    assert answer.cookies == {}
    assert "Cookie" not in answer.get("Vary", "")


def test_an_editor_sees_the_user_bar_and_a_visitor_does_not(client, news):
    assert b"wagtail-userbar" not in client.get(news.url).content
    assert b"wagtail-userbar" not in signed_in().get(news.url).content

    editor = Client()
    editor.force_login(factories.administrator())
    answer = editor.get(news.url)

    assert b"wagtail-userbar" in answer.content
    assert f"/admin/pages/{news.pk}/edit/" in answer.content.decode()
    assert is_kept_by_nobody(answer)


def test_a_form_without_its_token_is_refused_in_the_words_of_the_site():
    answer = Client(enforce_csrf_checks=True).post("/pt/_util/login/", {"username": "a", "password": "b"})

    words = answer.content.decode()
    assert answer.status_code == 403
    assert '<html lang="pt">' in words
    assert "CSRF" not in words
    assert not answer.cookies
