"""GraphiQL from our own machine: every file there, no other host named, off unless switched on."""

import re

import pytest

FILES = ["react.production.min.js", "react-dom.production.min.js", "graphiql.min.js", "graphiql.min.css"]


@pytest.fixture(autouse=True)
def switched_on(settings, stand_in_door):
    settings.GRAPHQL_EXPLORER = True


def test_the_page_names_only_addresses_of_this_host(client):
    response = client.get("/graphql/explorer")

    addresses = re.findall(r'(?:src|href)="([^"]*)"', response.content.decode())
    assert response.status_code == 200
    assert "/graphql/explorer/explorer.js" in addresses
    assert all(address.startswith("/graphql") or address == "data:," for address in addresses)


def test_the_page_runs_scripts_of_this_host_only_and_no_inline_script(client):
    response = client.get("/graphql/explorer")

    nonce = re.findall('data-nonce="([^"]+)"', response.content.decode())[0]
    assert response["Content-Security-Policy"] == (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
        "font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert "unsafe" not in response["Content-Security-Policy"]
    assert " style=" not in response.content.decode()
    assert "<script>" not in response.content.decode()
    assert not response.cookies


def test_the_page_speaks_the_callers_language(client):
    response = client.get("/graphql/explorer", headers={"accept-language": "pt-PT"})

    assert '<html lang="pt-pt">' in response.content.decode()


@pytest.mark.parametrize("name", [*FILES, "explorer.js", "explorer.css"])
def test_each_file_is_there_and_may_be_kept(client, name):
    response = client.get(f"/graphql/explorer/{name}")

    assert response.status_code == 200
    assert len(response.content) > 50
    again = client.get(f"/graphql/explorer/{name}", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db  # the page that says so stands in the frame of the site
@pytest.mark.parametrize("name", ["fetch.umd.js", "..%2fviews.py", "nothing.js"])
def test_no_other_file_is_served(client, name):
    assert client.get(f"/graphql/explorer/{name}").status_code == 404


def test_the_schema_is_a_file_so_that_introspection_may_be_off(client):
    response = client.get("/graphql/explorer/introspection.json")

    assert response["Content-Type"] == "application/json"
    assert response.json()["__schema"]["queryType"]["name"] == "Query"


def test_each_page_has_a_nonce_of_its_own(client):
    pages = [client.get("/graphql/explorer")["Content-Security-Policy"] for _ in range(2)]

    assert pages[0] != pages[1]


@pytest.mark.django_db  # the page that says so stands in the frame of the site
@pytest.mark.parametrize("name", ["", "/explorer.js", "/introspection.json", "/examples.json"])
def test_nothing_is_there_when_switched_off(client, settings, name):
    settings.GRAPHQL_EXPLORER = False

    assert client.get(f"/graphql/explorer{name}").status_code == 404
