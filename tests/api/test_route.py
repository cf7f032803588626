"""``route``: what an address is, what of it is told, and how many statements that takes."""

import json
from datetime import UTC, datetime

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from published.models import Redirection, Withdrawal
from tests import factories
from tests.api import store
from tests.api.ask import ask

pytestmark = pytest.mark.django_db

ROUTE = """
query ($path: String!, $locale: Locale, $site: String) {
  route(path: $path, locale: $locale, site: $site) {
    __typename
    ... on PageInterface { id locale path title }
    ... on Redirect { status target page { __typename id path locale title } }
    ... on Gone { status since reason }
    ... on NotFound { status }
  }
}
"""
NOT_FOUND = {"__typename": "NotFound", "status": 404}
SINCE = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
HOME = {"__typename": "HomePage", "id": "HomePage:1", "path": "/pt/", "locale": "pt", "title": "Início"}


@pytest.fixture
def world(db):
    """A home page in two languages; an old address of it; an address elsewhere; one that is gone."""
    store.empty()
    store.site()
    store.page("HomePage", 1, path="/pt/", tree="00010001", title="Início", translation="home")
    store.page("HomePage", 2, path="/en/", tree="00010002", title="Home", locale="en", translation="home")
    store.page("StandardPage", 3, path="/pt/so/", tree="000100010001", title="Só em português")
    Redirection.objects.create(id=1, path="/velha", site=1, target="HomePage:1", permanent=True)
    Redirection.objects.create(id=2, path="/fora", address="https://www.example.org/x?y=1", permanent=False)
    Redirection.objects.create(id=3, path="/index.php?id=3", site=1, target="StandardPage:3", permanent=True)
    Redirection.objects.create(id=4, path="/nada", site=1, target="StandardPage:99", permanent=True)
    Withdrawal.objects.create(site=1, path="/pt/retirada", since=SINCE, kind="deleted")


def route(path, **variables):
    return ask(ROUTE, path=path, **variables).data["route"]


def test_a_page(world):
    assert route("/pt/") == HOME
    assert route("/pt?utm_source=x#top") == HOME


def test_a_redirect_to_a_page(world):
    expected = {"__typename": "Redirect", "status": 301, "target": f"{store.ROOT}/pt/", "page": HOME}

    assert route("/velha/") == expected
    assert route("/velha?utm_source=x") == expected


def test_a_redirect_to_an_address_elsewhere(world):
    assert route("/fora") == {
        "__typename": "Redirect",
        "status": 302,
        "target": "https://www.example.org/x?y=1",
        "page": None,
    }


def test_a_redirect_of_an_address_with_a_query_string(world):
    assert route("/index.php?id=3")["target"] == f"{store.ROOT}/pt/so/"
    assert route("/index.php") == NOT_FOUND


def test_what_was_withdrawn(world):
    gone = {"__typename": "Gone", "status": 410, "since": "2026-05-04T10:30:00+00:00", "reason": "DELETED"}

    assert route("/pt/retirada/") == gone
    assert route("/pt/retirada/?page=2") == gone
    assert route("/pt/retirada/abaixo/") == NOT_FOUND


@pytest.mark.parametrize("kind", ["deleted", "expired", "unpublished", "moved"])
def test_how_it_came_to_be_withdrawn(world, kind):
    Withdrawal.objects.update(kind=kind)

    assert route("/pt/retirada/")["reason"] == kind.upper()


def test_nothing(world):
    for path in ("/pt/nada/", "/nada", "", "x", "//[", "?" * 3_000, "/pt/" + "a/" * 1_500):
        assert route(path) == NOT_FOUND, path


def test_in_another_language(world):
    assert route("/pt/", locale="en")["id"] == "HomePage:2"
    assert route("/velha", locale="en")["target"] == f"{store.ROOT}/en/"
    assert route("/velha", locale="en")["page"]["id"] == "HomePage:2"
    assert route("/velha", locale="pt")["page"]["id"] == "HomePage:1"
    assert route("/pt/so/", locale="en") == NOT_FOUND
    assert route("/index.php?id=3", locale="en") == NOT_FOUND
    assert route("/fora", locale="en")["target"] == "https://www.example.org/x?y=1"


def test_on_another_site(world):
    store.site(2, hostname="other.example", isDefault=False, rootUrl="https://other.example", rootPage="HomePage:9")

    assert route("/velha", site="other.example") == NOT_FOUND
    assert route("/pt/retirada/", site="other.example") == NOT_FOUND
    assert route("/fora", site="other.example")["status"] == 302


def test_a_page_costs_no_statement_more_and_everything_else_one(world):
    assert [ask(ROUTE, path=path).statements for path in ("/pt/", "/velha", "/fora", "/pt/retirada/", "/nada")] == [
        1,
        2,
        2,
        2,
        2,
    ]


def test_a_kept_answer_is_asked_again_when_a_redirect_changes(client, django_capture_on_commit_callbacks):
    factories.standard(slug="pagina")
    first = client.get("/graphql/Route", {"path": "/velha"})
    assert first.json()["data"] == {"route": NOT_FOUND}

    Redirect.add_redirect("/velha", "https://www.example.org/")
    _number_changes()
    second = client.get("/graphql/Route", {"path": "/velha"}, headers={"if-none-match": first["ETag"]})

    assert second.status_code == 200
    assert second.json()["data"]["route"]["target"] == "https://www.example.org/"
    third = client.get("/graphql/Route", {"path": "/velha"}, headers={"if-none-match": second["ETag"]})
    assert third.status_code == 304


def test_a_private_page_is_told_as_one_that_was_never_there(client):
    page = factories.standard(slug="pagina")
    draft = factories.standard(slug="rascunho", live=False)
    Redirect.add_redirect("/velha", page)
    Redirect.add_redirect("/outra", draft)
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    for path in ("/pt/pagina/", "/velha", "/pt/rascunho/", "/outra", "/pt/nunca/"):
        answer = client.post(
            "/graphql", {"query": ROUTE, "variables": {"path": path}}, content_type="application/json"
        ).content
        assert json.loads(answer)["data"] == {"route": NOT_FOUND}, path


def test_the_site_is_that_of_the_host(client):
    home = factories.home_page("en")
    site = Site.objects.create(hostname="outro.example", root_page=home)
    Redirect.add_redirect("/velha", "https://www.example.org/", site=site)

    here = client.get("/graphql/Route", {"path": "/velha"}).json()
    there = client.get("/graphql/Route", {"path": "/velha"}, headers={"host": "outro.example"}).json()

    assert here["data"]["route"]["__typename"] == "NotFound"
    assert there["data"]["route"]["target"] == "https://www.example.org/"


def _number_changes() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT set_config('published.number', '', true)")
