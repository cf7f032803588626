"""Services on the site: in short beside the text, one button to begin with, an index of what they tell."""

import json

import pytest
from bs4 import BeautifulSoup

from tests import factories

pytestmark = pytest.mark.django_db


def read(client, service):
    answer = client.get(service.url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_a_service_tells_in_short_what_it_is(client):
    audience = factories.audience("Empresas")
    service = factories.service(
        audiences=[audience],
        cost="Gratuito",
        duration="Três meses",
        is_online=True,
        is_in_person=True,
        provider=factories.organisation("Exemplo, I. P.", website="https://example.org/"),
        contact_email="ajuda@example.org",
        contact_phone="+351 210 000 000",
    )

    page = read(client, service)

    found = {term.get_text(): term.find_next("dd").get_text(strip=True) for term in page.select(".facts dt")}
    assert found == {
        "Para quem": "Empresas",
        "Custo": "Gratuito",
        "Duração": "Três meses",
        "Canais": "Em linha, presencial",
        "Responsável": "Exemplo, I. P.",
        "Correio eletrónico": "ajuda@example.org",
        "Telefone": "+351 210 000 000",
    }
    assert page.find("a", string="Empresas")["href"] == f"/pt/publicos/{audience.slug}/"
    assert page.find("a", string="+351 210 000 000")["href"] == "tel:+351210000000"


@pytest.mark.parametrize(
    ("fields", "words", "address"),
    [
        ({"start_link": "https://example.org/pedir"}, "Iniciar o pedido", "https://example.org/pedir"),
        ({"contact_email": "ajuda@example.org"}, "Escreva-nos", "mailto:ajuda@example.org"),
    ],
)
def test_one_button_leads_to_where_the_service_begins(client, fields, words, address):
    page = read(client, factories.service(**fields))

    (button,) = page.select(".btn.primary")
    assert button.get_text(strip=True) == words
    assert button["href"] == address


def test_a_service_without_any_way_to_ask_has_no_button(client):
    assert read(client, factories.service()).select(".facts .btn") == []


def test_the_index_names_the_parts_that_are_there(client):
    service = factories.service(what_you_get="<p>Um relatório.</p>", how_to_ask="<p>Escreva-nos.</p>")

    page = read(client, service)

    assert [link["href"] for link in page.select("nav.toc a")] == ["#section-what-you-get", "#section-how-to-ask"]
    assert page.find(id="section-how-to-ask").get_text(" ", strip=True) == "Como pedir Escreva-nos."
    assert page.find(id="section-requirements") is None


def test_a_heading_of_the_body_does_not_take_the_place_of_a_part(client):
    heading = [{"type": "heading", "value": {"text": "Section requirements", "level": "2"}}]
    service = factories.service(requirements="<p>Uma equipa.</p>", body=json.dumps(heading * 2))

    page = read(client, service)

    assert page.find(id="section-requirements").name == "section"
    assert page.find(id="h-section-requirements").name == "h2"
    assert [link["href"] for link in page.select("nav.toc a")] == [
        "#section-requirements",
        "#h-section-requirements",
        "#h-section-requirements-2",
    ]
