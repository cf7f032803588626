"""The site: which one answers, and its settings in the language asked for."""

import pytest

from api.errors import BadUserInputError
from tests.api import store
from tests.api.ask import ask, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_store(db):
    store.empty()


def two_sites():
    store.site()
    store.site(2, hostname="other.example", isDefault=False, rootUrl="https://other.example", siteName="Other")


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("labx.example", "LabX"),
        ("other.example", "Other"),
        ("other.example:8000", "Other"),
        ("unknown.example", "LabX"),
    ],
)
def test_the_host_decides_and_the_default_site_answers_for_others(host, name):
    two_sites()
    assert ask("{ site { name } }", host=host).data == {"site": {"name": name}}


def test_a_hostname_that_is_asked_for_wins_over_the_host():
    two_sites()
    assert ask('{ site(hostname: "other.example") { name url } }').data == {
        "site": {"name": "Other", "url": "https://other.example"}
    }


def test_without_a_site_it_says_so():
    assert isinstance(refusal("{ site { name } }"), BadUserInputError)


def test_a_site_without_settings_reads_as_empty():
    store.site()
    query = (
        "{ site { notice navigation { label } socialAccounts { url }"
        " footer { text links { label } contactEmail responsibleBody { name } } languages } }"
    )
    assert ask(query).data["site"] == {
        "notice": "",
        "navigation": [],
        "socialAccounts": [],
        "footer": {"text": "", "links": [], "contactEmail": "", "responsibleBody": None},
        "languages": ["pt", "en"],
    }


def test_texts_and_pages_of_the_settings_are_in_the_language_asked_for():
    store.site()
    store.page("HomePage", 1, path="/pt/", tree="00010001", title="Início")
    store.page("HomePage", 2, path="/en/", tree="00010002", title="Home", locale="en", translation="HomePage:1")
    store.page("NewsPage", 3, path="/pt/n/", tree="000100010001", title="Só em português")
    link = {"url": None, "labelPt": "", "labelEn": ""}
    option = {**link, "__typename": "NavigationItemBlock"}
    below = {**link, "__typename": "NavigationLinkBlock", "id": "c", "page": "NewsPage:3"}
    store.settings(
        body={
            "navigation": [
                {**option, "id": "a", "page": "HomePage:1", "labelEn": "Start", "children": [below]},
                {**option, "id": "b", "page": "NewsPage:99", "children": []},
            ]
        }
    )
    fields = "notice navigation { label page { title url } children { page { title } } } rootPage { id }"

    found = ask(f"{{ en: site(locale: en) {{ {fields} }} pt: site {{ {fields} }} }}")

    assert found.data["en"] == {
        "notice": "Notice",
        "navigation": [
            {
                "label": "Start",
                "page": {"title": "Home", "url": "https://labx.example/en/"},
                "children": [{"page": {"title": "Só em português"}}],
            },
            {"label": "", "page": None, "children": []},
        ],
        "rootPage": {"id": "HomePage:2"},
    }
    assert found.data["pt"]["notice"] == "Aviso"
    assert found.data["pt"]["navigation"][0]["page"]["title"] == "Início"
    assert found.data["pt"]["navigation"][0]["label"] == "Início"
    assert found.data["pt"]["rootPage"] == {"id": "HomePage:1"}


def test_a_field_may_ask_for_a_language_of_its_own():
    store.site()
    store.settings()
    assert ask("{ site { en: notice(locale: en) pt: notice(locale: pt) } }").data["site"] == {
        "en": "Notice",
        "pt": "Aviso",
    }


def test_social_accounts_are_those_that_are_filled_in():
    store.site()
    store.settings()
    assert ask("{ site { socialAccounts { service url } } }").data["site"]["socialAccounts"] == [
        {"service": "FACEBOOK", "url": "https://facebook.com/labx"}
    ]
