"""The home page: what editors composed, and what is newest of each kind where they chose nothing of it themselves."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from home.website.home_page import index_of, opening
from tests import factories
from tests.home.parsed import body, get, store, words

pytestmark = pytest.mark.django_db


def home(client, *blocks, code="pt", **fields):
    """The home page with these blocks as its body."""

    def make():
        page = factories.home_page(code)
        page.body = body(*blocks)
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()

    store(make)
    return get(client, f"/{code}/")


def titles(page):
    return [words(one) for one in page.select("main h2")]


def call(action, page, **fields):
    return "call_to_action", {"title": "", "text": "", "action": action, "page": page.pk, "url": "", **fields}


def test_the_opening_says_what_editors_wrote(client):
    page = home(client, hero_title="Renovamos os serviços", intro="<p>A missão.</p>")

    assert words(page.h1) == "Renovamos os serviços"
    assert words(page.select_one(".hero .lead")) == "A missão."
    assert page.select(".hero .acts") == []


def test_without_words_of_its_own_the_opening_has_the_title_of_the_page(client):
    assert words(home(client, title="O laboratório").h1) == "O laboratório"


def test_bare_calls_to_action_on_top_are_the_button_and_the_link_of_the_opening(client):
    target = store(factories.standard)

    page = home(client, call("Conhecer", target), call("Saber mais", target), call("Falar", target, title="E agora?"))

    assert [(words(one), one["class"]) for one in page.select(".hero .acts a")] == [
        ("Conhecer", ["btn", "primary"]),
        ("Saber mais", ["more"]),
    ]
    assert page.select_one(".hero .acts a")["href"] == target.url
    assert [words(one) for one in page.select(".callout a")] == ["Falar"]
    assert len(page.select(".btn.primary")) == 1


def test_the_areas_of_work_lead_to_their_topics_in_the_order_of_the_design(client):
    store(
        lambda: [
            factories.topic("Participação", slug="participacao", area="participacao", description="Todos."),
            factories.topic("Redes", slug="redes"),
            factories.topic("Inovação", slug="inovacao", area="inovacao"),
        ]
    )

    tiles = home(client).select(".triptych article")

    assert [(one["class"], one.a["href"]) for one in tiles] == [
        (["area-inovacao"], "/pt/temas/inovacao/"),
        (["area-participacao"], "/pt/temas/participacao/"),
    ]
    assert words(tiles[1].p) == "Todos."


def test_sections_of_the_body_stand_in_its_order_with_news_and_events_after_the_figures(client):
    service = store(lambda: factories.service(title="Mentoria"))
    store(lambda: factories.news(title="Aconteceu"))
    figures = {"title": "Em números", "figures": [{"value": "1", "caption": "um", "source": "Fonte"}]}

    page = home(
        client,
        ("related_pages", {"title": "Serviços", "pages": [service.pk]}),
        ("figures", figures),
        ("heading", {"text": "Redes", "level": 2, "anchor": "redes"}),
        ("text", {"text": "<p>Duas.</p>"}),
    )

    assert titles(page) == ["Serviços", "Em números", "Notícias", "Redes"]
    assert words(page.select_one("ul.rows h3")) == "Mentoria"
    assert words(page.select_one(".night dd")) == "1"
    assert words(page.select_one(".rail .prose")) == "Duas."


def test_nothing_is_shown_of_what_there_is_none(client):
    page = home(client)

    assert titles(page) == []
    assert page.select(".section, .night") == []


def test_guides_that_editors_chose_take_the_place_of_the_newest(client):
    chosen, newest = store(lambda: [factories.guide(title="Escolhido"), factories.guide(title="Mais novo")])

    assert titles(home(client)) == ["Guias e ferramentas"]
    page = home(client, ("related_pages", {"title": "Os nossos guias", "pages": [chosen.pk]}))

    assert titles(page) == ["Os nossos guias"]
    assert [words(one) for one in page.select(".cover h3")] == ["Escolhido"]
    more = page.select_one(".rail .more")
    assert (words(more), more["href"]) == ("Todos os guias", newest.get_parent().url)


def test_coming_events_show_their_day_hours_state_and_form(client):
    year = timezone.now().year + 1
    store(
        lambda: factories.event(
            title="Sessão aberta",
            starts_at=datetime(year, 1, 14, 10, tzinfo=UTC),
            ends_at=datetime(year, 1, 14, 12, tzinfo=UTC),
            time_zone="Europe/Lisbon",
            status="cancelled",
            format="online",
        )
    )

    (row,) = home(client).select("ul.rows > li")

    assert row.select_one(".date")["class"] == ["date", "off"]
    assert words(row.select_one(".date")) == f"14 jan {year}"
    assert words(row.select_one(".badge")) == "Cancelado"
    assert [words(one) for one in row.select(".meta:last-child > span")] == ["10:00\N{EN DASH}12:00", "Em linha"]


def test_the_newest_news_lead_with_the_first(client):
    for day in range(1, 5):
        store(lambda day=day: factories.news(title=f"Dia {day}", published_on=datetime(2021, 10, day, 12, tzinfo=UTC)))

    page = home(client)

    assert [words(one) for one in page.select(".feature h3")] == ["Dia 4", "Dia 3", "Dia 2"]
    assert page.select_one(".rail .more")["href"] == factories.news_index().url


def test_the_english_home_page_speaks_english(client):
    store(lambda: factories.news(parent=factories.news_index("en"), published_on=datetime(2021, 10, 1, 12, tzinfo=UTC)))

    page = home(client, code="en")

    assert titles(page) == ["News"]
    assert words(page.select_one(".card time")) == "1 October 2021"


def test_only_bare_calls_at_the_very_top_belong_to_the_opening():
    bare = {"__typename": "CallToActionBlock", "title": "", "text": ""}
    told = {"__typename": "CallToActionBlock", "title": "", "text": "Porque sim."}

    assert opening([bare, bare, bare]) == ([bare, bare], [bare])
    assert opening([told, bare]) == ([], [told, bare])
    assert opening([]) == ([], [])


def test_a_list_is_named_only_where_all_pages_stand_in_it():
    pages = [{"url": "https://example.org/pt/guias/um/"}, {"url": "https://example.org/pt/guias/dois/"}]

    assert index_of(pages) == "https://example.org/pt/guias/"
    assert index_of([*pages, {"url": "https://example.org/pt/outra/tres/"}]) == ""
    assert index_of([]) == ""
