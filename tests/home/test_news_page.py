"""The page of a news item: when, by whom, about what, what belongs to it, and the newest of the others."""

import json
from datetime import datetime

import pytest

from content.models import ChangeNote, NewsPage
from tests import factories
from tests.home.parsed import body, get, store, words

pytestmark = pytest.mark.django_db


def on(day):
    return datetime.fromisoformat(f"{day}T12:00+00:00")


def news(**fields):
    return store(lambda: factories.news(**{"published_on": on("2021-11-15"), **fields}))


def test_a_news_item_tells_its_day_in_words_and_for_machines(client):
    page = get(client, news(title="Prémio").url)

    assert words(page.h1) == "Prémio"
    when = page.select_one(".pagehead time")
    assert (when["datetime"], words(when)) == ("2021-11-15", "15 de novembro de 2021")


def test_an_english_news_item_tells_its_day_in_english(client):
    page = get(client, news(parent=factories.news_index("en")).url)

    assert words(page.select_one(".pagehead time")) == "15 November 2021"


def test_its_topics_lead_to_everything_about_them_and_give_it_their_colour(client):
    topics = [
        factories.topic("Prémios", slug="premios"),
        factories.topic("Inovação", slug="inovacao", area="inovacao"),
    ]

    page = get(client, news(topics=topics).url)

    assert [(words(one), one["href"]) for one in page.select(".pagehead .tag")] == [
        ("Prémios", "/pt/temas/premios/"),
        ("Inovação", "/pt/temas/inovacao/"),
    ]
    assert page.select_one(".pagehead")["class"] == ["pagehead", "area-inovacao"]


def test_it_names_who_wrote_it_and_the_organisations(client):
    def make():
        author = factories.person("Pessoa Exemplo", role="Redação", role_en="Editor")
        page = factories.news(author=author)
        page.organisations.add(factories.organisation("Exemplo, I. P.", website="https://example.org/"))
        page.save_revision().publish()
        return page

    aside = get(client, store(make).url).select_one("aside")

    assert [words(one) for one in aside.select("h2")] == ["Autoria", "Organizações"]
    assert words(aside.select_one("p")) == "Pessoa Exemplo, Redação"
    assert (words(aside.a), aside.a["href"]) == ("Exemplo, I. P.", "/pt/organizacoes/exemplo-i-p/")


def test_a_news_item_without_them_has_nothing_beside_its_text(client):
    assert get(client, news().url).select("aside") == []


def test_what_it_recommends_stands_below_it_and_is_not_told_again(client):
    other = news(title="Outra notícia")
    related = ("related_pages", {"title": "Para saber mais", "pages": [other.pk]})
    text = ("text", {"text": "<p>Texto.</p>"})

    page = get(client, news(body=body(related, text)).url)

    assert words(page.select_one(".prose")) == "Texto."
    assert [words(one) for one in page.select(".rail h2")] == ["Para saber mais"]
    assert [words(one) for one in page.select(".card h3")] == ["Outra notícia"]


def test_the_newest_of_the_others_follow_without_itself(client):
    for day in range(1, 6):
        news(title=f"Dia {day}", published_on=on(f"2021-10-0{day}"))

    page = get(client, news(title="Esta").url)

    assert [words(one) for one in page.select(".rail h2")] == ["Mais notícias"]
    assert [words(one) for one in page.select(".card h3")] == ["Dia 5", "Dia 4", "Dia 3"]


def test_its_last_line_says_when_it_changed_and_what(client):
    def make():
        page = factories.news(last_significant_change="2026-03-02")
        ChangeNote.objects.create(page=page, locale=page.locale, date="2026-03-02", note="Nova data.")
        page = NewsPage.objects.get(pk=page.pk)
        page.save_revision().publish()
        return page

    page = get(client, store(make).url)

    assert words(page.select_one(".updated")) == "Última atualização: 2 de março de 2026"
    assert words(page.select_one("details.changes li")) == "2 de março de 2026: Nova data."


def test_an_empty_news_item_is_a_page_all_the_same(client):
    assert words(get(client, news(body=json.dumps([]), summary="Só isto.").url).select_one(".lead")) == "Só isto."
