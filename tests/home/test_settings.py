import pytest
from django.core.exceptions import ValidationError

from home.blocks import NavigationBlock
from home.models import SiteSettings
from tests import factories
from tests.home.parsed import get, store, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def option(*, children=(), **fields):
    filled = {"page": None, "url": "https://example.org/", "label_pt": "Fora", "label_en": "Elsewhere", **fields}
    return {**filled, "children": list(children)}


def navigation(options):
    block = NavigationBlock()
    return block.to_python([{"type": "option", "value": one} for one in options])


def problems(options):
    with pytest.raises(ValidationError) as caught:
        NavigationBlock().clean(navigation(options))
    return caught.value


def test_nine_options_with_nine_below_each_are_accepted():
    below = [option() for _ in range(9)]

    NavigationBlock().clean(navigation([option(children=below) for _ in range(9)]))


def test_a_tenth_option_is_refused_with_what_to_do():
    caught = problems([option() for _ in range(10)])

    assert list(caught.non_block_errors) == [
        "At most 9 options stand on one level of the navigation; here are 10. Group some of them."
    ]


def test_a_tenth_option_below_another_is_refused_where_it_stands():
    caught = problems([option(children=[option() for _ in range(10)])])

    below = caught.block_errors[0].block_errors["children"]
    assert list(below.non_block_errors) == [
        "At most 9 options stand on one level of the navigation; here are 10. Group some of them."
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"url": ""}, {"page": ["Choose a page or give an address."]}),
        ({"label_en": ""}, {"label_en": ["An address elsewhere needs words in both languages."]}),
    ],
)
def test_an_option_that_leads_nowhere_or_has_no_words_is_refused_at_the_field(fields, expected):
    caught = problems([option(**fields)])

    found = {name: error.messages for name, error in caught.block_errors[0].block_errors.items()}
    assert found == expected


def options(client, code):
    """The options of the navigation on the home page: words and addresses."""
    return [(words(one), one["href"]) for one in get(client, f"/{code}/").select("#menu li a")][:-1]  # the last: search


def test_an_option_leads_to_the_translation_of_its_page_under_its_title(client):
    def make():
        pt = factories.service_index("pt")
        en = pt.copy_for_translation(factories.locale("en"))
        en.title = "Services"
        en.save_revision().publish()
        factories.site_settings(navigation=navigation([option(page=pt.pk, url="", label_pt="", label_en="")]))
        return pt, en

    pt, en = store(make)

    assert options(client, "pt") == [(pt.title, pt.url)]
    assert options(client, "en") == [("Services", en.url)]


def test_an_option_whose_page_is_not_public_is_left_out(client):
    def make():
        draft = factories.news_index("pt")
        draft.unpublish()
        factories.site_settings(navigation=navigation([option(page=draft.pk, url=""), option()]))

    store(make)

    assert options(client, "pt") == [("Fora", "https://example.org/")]


@pytest.mark.parametrize("address", ["https://example.org/labx", "https://notfacebook.com/labx"])
def test_an_account_on_another_host_is_refused_at_the_field(address):
    settings = SiteSettings(site=factories.default_site(), facebook=address)

    with pytest.raises(ValidationError) as caught:
        settings.full_clean()

    assert caught.value.message_dict == {"facebook": ["This is not an address on facebook.com."]}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("facebook", "https://www.facebook.com/labx"),
        ("youtube", "https://youtu.be/labx"),
        ("x", "https://twitter.com/labx"),
        ("x", "https://x.com/labx"),
    ],
)
def test_an_account_on_its_own_host_is_accepted(name, address):
    SiteSettings(site=factories.default_site(), **{name: address}).full_clean()


def test_notice_navigation_and_footer_stand_on_every_page_in_its_language(client):
    factories.site_settings(
        navigation=navigation([option()]),
        notice_pt="Aviso",
        notice_en="Notice",
        responsible_body=factories.organisation("Entidade Exemplo"),
    )

    pt, en = client.get("/pt/").content.decode(), client.get("/en/").content.decode()

    assert all(word in pt for word in ("Aviso", "Fora", "Entidade Exemplo"))
    assert all(word in en for word in ("Notice", "Elsewhere", "Entidade Exemplo"))
