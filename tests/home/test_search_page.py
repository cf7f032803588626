"""The search of the site: a plain form that works in both languages, says what it found and what is wrong."""

import re
from html import unescape
from urllib.parse import parse_qs, urlencode

import pytest
from django.core.management import call_command
from django.db import transaction

from home.website.visit import Visit
from published.publication import publication
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """Twelve news items and a service that say "laboratório", for all questions: nobody writes while they are asked."""
    with django_db_blocker.unblock(), transaction.atomic():
        _publish()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(published, db):
    """The published pages; what a test writes on top is gone after it."""


def _publish():
    with publication():
        topic = factories.topic("Experimentação", slug="experimentacao")
        youth = factories.audience("Jovens", slug="jovens")
        for number in range(12):
            factories.news(title=f"Laboratório {number:02}", topics=[topic] if number < 3 else [])
        factories.service(
            title="Criar <b>um</b> laboratório", summary="Para começar.", audiences=[youth], topics=[topic]
        )
        factories.news(title="Laboratório escondido", live=False)
    call_command("rebuild_published", verbosity=0)  # the site itself is older than the store


def html(client, language="pt", **parameters):
    path = {"pt": "/pt/pesquisa/", "en": "/en/search/"}[language]
    answer = client.get(f"{path}?{urlencode(parameters, doseq=True)}" if parameters else path)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(page):
    return [unescape(re.sub(r"<[^>]+>", "", title)) for title in re.findall(r"<h3>.*?<a[^>]*>(.*?)</a>", page)]


def links(page, words):
    """The parameters of the links with these words, each as a dictionary of lists."""
    found = re.findall(r'<a[^>]*href="\?([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [parse_qs(unescape(address)) for address, inner in found if words in re.sub(r"<[^>]+>", "", inner)]


def test_results_are_counted_announced_and_marked(client, world):
    page = html(client, q="laboratorio")

    assert '<div class="listhead" role="status"><h2 id="results">13 resultados para «laboratorio»</h2>' in page
    assert "<p>1\u201310 de 13</p>" in page
    assert "<mark>Laboratório</mark> 00</a></h3>" in page
    assert "Laboratório escondido" not in page
    assert '<input class="input" id="q" name="q" type="search" value="laboratorio">' in page
    assert "<title>laboratorio \u2013 Pesquisa \u2013 " in page
    assert '<meta name="robots" content="noindex">' in page
    assert page.count("<h1>") == 1


def test_words_of_editors_and_visitors_are_escaped(client, world):
    page = html(client, q='laboratório "<script>alert(1)</script>" OR laboratório criar')

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<mark>Criar</mark> &lt;b&gt;um&lt;/b&gt; <mark>laboratório</mark>" in page


def test_filters_have_counts_and_keep_what_is_chosen(client, world):
    page = html(client, q="laboratório", types="NewsPage", topics="experimentacao")

    assert titles(page) == ["Laboratório 00", "Laboratório 01", "Laboratório 02"]
    boxes = re.findall(
        r'name="(\w+)" value="([\w-]+)"( checked)?>([^<]+)<span class="n"><span class="vh">, resultados: </span>(\d+)',
        page,
    )
    assert [(name, value, bool(checked), label.strip(), count) for name, value, checked, label, count in boxes] == [
        ("types", "NewsPage", True, "Notícias", "3"),
        ("types", "ServicePage", False, "Serviços", "1"),
        ("topics", "experimentacao", True, "Experimentação", "3"),
    ]
    assert '<input type="hidden" name="q" value="laboratório">' in page


def test_each_chosen_filter_can_be_removed_and_all_together(client, world):
    page = html(client, q="laboratório", types=["NewsPage", "ServicePage"], topics="experimentacao")

    (without_type,) = links(page, "Retirar o filtro: Notícias")
    (without_topic,) = links(page, "Retirar o filtro: Experimentação")
    (without_all,) = links(page, "Retirar todos os filtros")
    assert without_type == {"q": ["laboratório"], "types": ["ServicePage"], "topics": ["experimentacao"]}
    assert without_topic == {"q": ["laboratório"], "types": ["NewsPage", "ServicePage"]}
    assert without_all == {"q": ["laboratório"]}


def test_results_are_read_page_by_page_in_both_directions(client, world):
    first = html(client, q="laboratório", types="NewsPage")
    assert links(first, "Anterior") == []
    (following,) = links(first, "Seguinte")
    second = html(client, **following)
    assert links(second, "Seguinte") == []
    assert "<p>11\u201312 de 12</p>" in second
    assert following["types"] == ["NewsPage"]
    (back,) = links(second, "Anterior")

    assert titles(html(client, **back)) == titles(first)
    assert sorted(titles(first) + titles(second)) == [f"Laboratório {number:02}" for number in range(12)]


@pytest.mark.parametrize("cursor", ["nonsense", "WyJhIl0", "\x00"])
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_cursor_that_somebody_changed_gives_the_first_page(client, world, name, cursor):
    page = html(client, q="laboratório", **{name: cursor})

    assert "<p>1\u201310 de 13</p>" in page


def test_without_a_question_the_page_says_what_can_be_searched(client, world):
    for page in (html(client), html(client, q="  "), html(client, q="", types="NewsPage")):
        assert "<h1>Pesquisa</h1>" in page
        assert 'role="status"' not in page
        assert "A pesquisa percorre serviços" in page


@pytest.mark.parametrize("q", ["xyzzy", "de", "-laboratório", '"', "OR", "&|!()", "%", "\\", "\x00", "İ", "🙂"])
def test_where_nothing_is_found_the_page_says_what_to_try(client, world, q):
    page = html(client, q=q)

    assert ("Nenhum resultado para «" in page) == bool(q.strip("\x00"))
    assert "<h3>" not in page
    assert "pesquisar sem os filtros" not in page


def test_where_filters_leave_nothing_they_can_be_left_out(client, world):
    page = html(client, q="laboratório", audiences="jovens", types="NewsPage")

    assert "Nenhum resultado para «laboratório»" in page
    assert links(page, "pesquisar sem os filtros") == [{"q": ["laboratório"]}]
    assert links(page, "Retirar o filtro: Jovens") == [{"q": ["laboratório"], "types": ["NewsPage"]}]


@pytest.mark.parametrize(
    ("q", "language", "message"),
    [
        ("a" * 201, "pt", "Pesquise com 200 caracteres no máximo: estes são 201."),
        ("a" * 10_000, "en", "Search with at most 200 characters: these are 10000."),
        ("um " * 17, "pt", "Pesquise com 16 palavras no máximo: estas são 17."),
        ("one " * 17, "en", "Search with at most 16 words: these are 17."),
    ],
)
def test_a_question_that_is_too_long_is_told_beside_the_field_and_in_a_summary(client, world, q, language, message):
    page = html(client, language, q=q)

    assert f'<li><a href="#q">{message}</a></li>' in page
    assert re.search(rf'<p class="error" id="q_error">.*{re.escape(message)}', page)
    assert 'aria-invalid="true" aria-describedby="q_error"' in page
    assert re.search(r"<title>(Erro|Error): ", page)
    assert '<h2 id="results">' not in page


def test_unknown_values_of_filters_are_sane(client, world):
    assert "13 resultados" in html(client, q="laboratório", types=["Nonsense", ""])
    assert "Nenhum resultado" in html(
        client, q="laboratório", topics=["x" * 5_000, "\x00", *"abcdefghijklmnopqrstuvwxyz"]
    )
    assert "Nenhum resultado" in html(client, q="laboratório", audiences=[f"a{number}" for number in range(200)])


def test_each_language_has_its_address_and_leads_to_the_other_with_the_same_question(client, world):
    portuguese, english = html(client, q="laboratório", topics="experimentacao"), html(client, "en", q="laboratório")

    assert 'href="/en/search/?q=laborat%C3%B3rio" hreflang="en"' in portuguese
    assert 'href="/pt/pesquisa/?q=laborat%C3%B3rio" hreflang="pt"' in english
    assert "<h1>Search</h1>" in english
    assert "No results for “laboratório”" in english
    for path in ("/pt/search/", "/en/pesquisa/"):
        assert client.get(path).status_code == 404


def test_a_real_page_at_the_address_wins(client, world):
    with publication():
        factories.standard(slug="pesquisa", title="Uma página")

    assert "<h1>Uma página</h1>" in client.get("/pt/pesquisa/?q=laboratório").content.decode()


def test_only_reading_is_allowed(client, world):
    assert client.post("/pt/pesquisa/", {"q": "laboratório"}).status_code == 405
    assert client.head("/pt/pesquisa/?q=laboratório").status_code == 200


def test_no_cookie_is_set(client, world):
    assert not client.get("/pt/pesquisa/?q=laboratório").cookies


@pytest.mark.parametrize(
    "parameters", [{"q": "laboratório"}, {"q": "laboratório", "types": "NewsPage", "topics": "experimentacao"}, {}]
)
def test_the_whole_page_takes_three_statements_at_most(client, world, monkeypatch, parameters):
    visits, visit_of = [], Visit.of
    monkeypatch.setattr(Visit, "of", lambda request: visits.append(visit_of(request)) or visits[-1])

    html(client, **parameters)

    assert [visit.context.store.statements for visit in visits] <= [3]


def recommended(page):
    """The titles and words of the recommended pages, above the results."""
    before, _, _ = page.partition('<div class="listhead"')
    return re.findall(r'<h3><a class="stretch"[^>]*>(.*?)</a></h3>\s*(?:<p>(.*?)</p>)?', before)


def test_pages_that_editors_promote_stand_above_the_results_under_a_heading_of_their_own(client, world):
    with publication():
        first = factories.standard(title="Começar <aqui>", summary="Em resumo.")
        second = factories.standard(title="E depois", summary="O que se segue.")
        promotion = factories.promotion(first, second, searches="laboratório")
        promotion.results.filter(page=first).update(description="Escolhida.")
        promotion.refresh_from_db()
        promotion.save()

    page = html(client, q="Laboratorios")

    assert recommended(page) == [("Começar &lt;aqui&gt;", "Escolhida."), ("E depois", "O que se segue.")]
    assert '<section class="stack" aria-labelledby="promoted">\n  <h2 id="promoted">Recomendado</h2>' in page
    assert page.index('id="promoted"') < page.index('id="results"')
    assert "13 resultados para «Laboratorios»" in page  # the results are those without them
    [following] = links(page, "Seguinte")
    assert recommended(html(client, **following)) == []  # on the first page only
    assert recommended(html(client, q="laboratório criar")) == []


def test_where_nothing_else_is_found_the_heading_says_so(client, world):
    with publication():
        factories.promotion(factories.standard(title="Vale"), searches="via rápida")

    page = html(client, q="via rápida")

    assert [title for title, _ in recommended(page)] == ["Vale"]
    assert "Nenhum outro resultado para «via rápida»" in page


def test_english_searches_have_english_words_above(client, world):
    with publication():
        page = factories.standard(parent=factories.home_page("en"), title="Start here")
        factories.promotion(page, searches="fast lane", code="en")

    page = html(client, "en", q="the fast lanes")

    assert "Recommended</h2>" in page
    assert [title for title, _ in recommended(page)] == ["Start here"]
