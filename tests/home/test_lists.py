"""The lists of services, news, guides and events: filters with counts, order, pages, and addresses that ask wrongly."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from benchmarks.statements import count_statements
from home.website.list_kinds import LISTS
from published.publication import publication
from tests import factories
from tests.home.parsed import faults, words

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """Some of each type, for all questions: nobody writes while they are asked."""
    with django_db_blocker.unblock(), transaction.atomic():
        _publish()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(published, db):
    """The published pages; what a test writes on top is gone after it."""


def _publish():
    with publication():
        design = factories.topic("Design", slug="design", area="inovacao")
        factories.topic("Design", code="en", slug="design-en", translation_key=design.translation_key)
        people = factories.topic("Pessoas", slug="pessoas")
        factories.topic("Sem nada", slug="sem-nada")
        youth = factories.audience("Jovens", slug="jovens")
        body = factories.organisation("Entidade", slug="entidade")
        home = {code: factories.service_index(code) for code in ("pt", "en")}
        home["en"].translation_key = home["pt"].translation_key
        home["en"].save()
        factories.service(title="Mentoria", topics=[design], audiences=[youth], is_online=True, provider=body)
        factories.service(title="Avaliação", topics=[design, people], is_online=True, is_in_person=True)
        factories.service(title="Formação", topics=[people], is_in_person=True)
        factories.service(title="Escondido", live=False)
        for number in range(14):
            factories.news(
                title=f"Notícia {number:02}",
                published_on=datetime(2026, 1, number + 1, tzinfo=UTC),
                topics=[design] if number < 13 else [people],
            )
        factories.guide(title="Guia", topics=[design])
        series = factories.event_series("Oficinas", slug="oficinas")
        for title, start, end, fields in [
            ("Passado", -10, -9, {}),
            ("Há muito", -60, None, {}),
            ("A decorrer", -1, 1, {"topics": [design]}),
            ("Amanhã", 1, 2, {"format": "online", "series": series}),
            ("Depois", 40, None, {"status": "cancelled", "topics": [design]}),
        ]:
            ends = None if end is None else NOW + timedelta(days=end)
            factories.event(title=title, starts_at=NOW + timedelta(days=start), ends_at=ends, **fields)
    call_command("rebuild_published", verbosity=0)  # the site itself is older than the store


def path(name, code="pt"):
    return {
        "services": factories.service_index,
        "news": factories.news_index,
        "guides": factories.guide_index,
        "events": factories.event_index,
        "projects": factories.project_index,
        "labs": factories.lab_index,
        "courses": factories.course_index,
    }[name](code).url


def read(client, name, status=200, **parameters):
    address = path(name) + (f"?{urlencode(parameters, doseq=True)}" if parameters else "")
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    assert not faults(page)
    return page


def titles(page):
    return [words(link) for link in page.select("main .stretch")]


def heading(page):
    return words(page.select_one("[role=status] h2"))


def filters(page, name):
    return [
        (words(box.parent).rpartition(" , ")[0], box["value"], int(words(box.parent.select_one(".n")).split()[-1]))
        for box in page.select(f"input[type=checkbox][name={name}]")
    ]


def problems(page):
    return [words(one) for one in page.select("#errors li")]


def parameters_of(link):
    return parse_qs(link["href"].partition("?")[2])


def meta(page, name):
    return page.select_one(f"meta[name={name}]")["content"]


def test_services_stand_by_title_and_are_counted(client, world):
    page = read(client, "services")

    assert titles(page) == ["Avaliação", "Formação", "Mentoria"]
    assert heading(page) == "3 serviços"
    assert [one[1:] for one in filters(page, "topics")] == [("design", 2), ("pessoas", 2)]
    assert [one[1:] for one in filters(page, "audiences")] == [("jovens", 1)]
    assert [one[1:] for one in filters(page, "channel")] == [("in-person", 2), ("online", 2)]
    assert [one[1:] for one in filters(page, "organisations")] == [("entidade", 1)]
    assert meta(page, "robots") == "max-image-preview:large"
    assert not page.select("#errors, .chosen, nav.pages")


def test_one_entry_is_counted_in_the_singular(client, world):
    assert heading(read(client, "guides")) == "1 guia"
    assert heading(read(client, "guides", topics="pessoas")) == "0 guias"


def test_a_filter_counts_under_the_others_but_not_under_its_own(client, world):
    page = read(client, "services", topics="design", channel="in-person")

    assert titles(page) == ["Avaliação"]
    assert sorted(one[1:] for one in filters(page, "topics")) == [("design", 1), ("pessoas", 2)]
    assert sorted(one[1:] for one in filters(page, "channel")) == [("in-person", 1), ("online", 2)]
    assert [box["value"] for box in page.select("input[checked]")] == ["design", "in-person"]


def test_each_chosen_value_can_be_removed_and_all_together(client, world):
    page = read(client, "services", topics=["design", "pessoas"], channel="online", order="newest")
    chosen = page.select(".chosen a")

    assert [words(link) for link in chosen] == [
        "Retirar o filtro: Design",
        "Retirar o filtro: Pessoas",
        "Retirar o filtro: Em linha",
        "Retirar todos os filtros",
    ]
    assert parameters_of(chosen[0]) == {"topics": ["pessoas"], "channel": ["online"], "order": ["newest"]}
    assert parameters_of(chosen[2]) == {"topics": ["design", "pessoas"], "order": ["newest"]}
    assert chosen[3]["href"] == path("services")


def test_views_of_a_list_stay_out_of_indexes_and_name_the_list(client, world):
    page = read(client, "services", topics="design")

    assert meta(page, "robots") == "noindex, follow"
    assert page.select_one("link[rel=canonical]")["href"].endswith(path("services"))
    assert not page.select("link[hreflang]")


def test_the_other_language_shows_the_same_view_with_its_own_slugs(client, world):
    page = read(client, "services", topics=["design", "pessoas"], channel="online", organisations="entidade")
    english = page.select_one(".lang [hreflang=en]")

    assert parameters_of(english) == {"topics": ["design-en"], "channel": ["online"], "organisations": ["entidade"]}
    assert english["href"].partition("?")[0].endswith(path("services", "en"))


def test_pages_are_linked_both_ways_and_keep_the_filters(client, world):
    first = read(client, "news", topics="design", order="oldest")
    assert titles(first) == [f"Notícia {number:02}" for number in range(12)]
    assert heading(first) == "13 notícias"
    (following,) = first.select("nav.pages a")
    assert (following["rel"], parameters_of(following)["topics"]) == (["next"], ["design"])

    second = read(client, "news", **parameters_of(following))
    assert titles(second) == ["Notícia 12"]
    (back,) = second.select("nav.pages a")
    assert back["rel"] == ["prev"]
    start = second.select_one("[role=status] a")
    assert parameters_of(start) == {"topics": ["design"], "order": ["oldest"]}
    assert titles(read(client, "news", **parameters_of(back))) == titles(first)


def test_a_second_page_of_the_list_itself_stands_for_itself(client, world):
    (following,) = read(client, "news").select("nav.pages a")
    page = read(client, "news", **parameters_of(following))

    assert titles(page) == ["Notícia 01", "Notícia 00"]
    assert meta(page, "robots") == "max-image-preview:large"
    assert page.select_one("link[rel=canonical]")["href"].endswith(following["href"])


def test_events_to_come_stand_by_month_after_those_that_are_happening(client, world):
    page = read(client, "events")

    assert titles(page) == ["A decorrer", "Amanhã", "Depois"]
    assert heading(page) == "2 eventos"
    assert len(page.select("section > h3")) == 2
    assert [words(tab) for tab in page.select("nav.pages [aria-current=true]")] == ["Próximos eventos"]
    assert words(page.select(".badge")[-1]) == "Cancelado"
    assert len(filters(page, "format")) == 2
    assert [one[1:] for one in filters(page, "series")] == [("oficinas", 1)]


def test_past_events_are_a_list_of_their_own_the_latest_first(client, world):
    page = read(client, "events", when="past")

    assert titles(page) == ["Passado", "Há muito"]
    assert not page.select(".badge")
    assert page.select_one("input[type=hidden][name=when]")["value"] == "past"
    assert titles(read(client, "events", when="all")) == ["Depois", "Amanhã", "A decorrer", "Passado", "Há muito"]
    assert titles(read(client, "events", when="all", topics="design")) == ["Depois", "A decorrer"]


def test_the_calendar_follows_the_filters_of_the_list(client, world):
    page = read(client, "events", format="online", series="oficinas")
    link = page.select_one("form a.more")["href"]

    assert link == f"{path('events')}calendar.ics?format=online&series=oficinas"
    calendar = client.get(link).content.decode()
    assert re.findall(r"SUMMARY;LANGUAGE=pt:(.*)\r", calendar) == ["Amanhã"]


def test_values_may_be_written_in_any_letters(client, world):
    assert titles(read(client, "events", format="ONLINE")) == ["Amanhã"]
    assert titles(read(client, "events", format=["online", "ONLINE"])) == ["Amanhã"]


def test_where_filters_leave_nothing_the_page_says_what_to_do(client, world):
    page = read(client, "services", topics="sem-nada")

    assert titles(page) == []
    assert "Retire um deles" in words(page.select_one("main"))
    assert ("Sem nada", "sem-nada", 0) in [(label.strip(" ,"), value, n) for label, value, n in filters(page, "topics")]
    assert problems(page) == []


def test_a_term_that_does_not_exist_is_told(client, world):
    page = read(client, "services", topics="nada")

    assert problems(page) == ["«nada» não existe em «Tema»."]
    assert page.select_one("#errors li a")["href"] == "#topics"
    assert titles(page) == []
    assert page.title.text.startswith("Erro: ")
    assert titles(read(client, "services", topics=["nada", "pessoas"])) == ["Avaliação", "Formação"]


@pytest.mark.parametrize(
    ("name", "parameters", "told"),
    [
        ("events", {"format": "rádio"}, "«rádio» não existe em «Formato»."),
        ("events", {"when": "ontem"}, "«ontem» não existe em «Quando»."),
        ("services", {"order": "1;DROP"}, "«1;DROP» não existe em «Ordenar por»."),
        ("services", {"topics": "a" * 10_000}, f"«{'a' * 39}…» não existe em «Tema»."),
        ("services", {"topics": "\x00"}, "« » não existe em «Tema»."),
        ("services", {"after": "nonsense"}, "Não foi possível encontrar esse lugar da lista: este é o início."),
        ("services", {"before": "WyJhIl0"}, "Não foi possível encontrar esse lugar da lista: este é o início."),
        ("services", {"after": "\x00"}, "Não foi possível encontrar esse lugar da lista: este é o início."),
    ],
)
def test_what_no_form_asks_is_told_and_left_out(client, world, name, parameters, told):
    page = read(client, name, status=400, **parameters)

    assert problems(page) == [told]
    assert titles(page) == titles(read(client, name))
    assert meta(page, "robots") == "noindex, follow"


def test_too_many_values_are_told(client, world):
    page = read(client, "services", status=400, topics=["design", *(f"tema-{number}" for number in range(200))])

    assert problems(page)[0].startswith("Pode escolher 20 valores de «Tema» no máximo")
    assert titles(page) == ["Avaliação", "Mentoria"]


@pytest.mark.parametrize("value", ["", " ", "'", "--", "%00", "\ud800", "🙂", "Topic:1", "../", "[]", "{}", "null"])
def test_no_value_of_any_parameter_fails(client, world, value):
    value = value.encode("utf-8", "surrogatepass")
    for kind, name in ((kind, kind.root) for kind in LISTS.values()):
        for parameter in (*kind.filters, "when", "order", "after", "before", "unknown"):
            answer = client.get(f"{path(name)}?{urlencode([(parameter, value), (parameter, value)])}")
            assert answer.status_code in (200, 400), (name, parameter, value)


@pytest.mark.parametrize(
    "asked",
    ["", "?topics=design", "?topics=design&topics=nada&organisations=entidade&after=x", "?when=past&format=online"],
)
def test_every_view_of_a_list_takes_three_statements_at_most(client, world, asked):
    for name in ("services", "news", "guides", "events"):
        address = f"{path(name)}{asked}"
        assert count_statements(lambda address=address: client.get(address)) <= 3, address


def test_a_list_without_entries_says_so(client, world):
    with publication():
        address = factories.event_index("en").url
    page = BeautifulSoup(client.get(address).content.decode(), "html.parser")

    assert heading(page) == "0 events"
    assert "No event is planned at the moment." in words(page.select_one("main"))
    assert not page.select("fieldset")
