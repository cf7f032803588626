"""Where the website sends visitors whose address has no page: on, to 410, to 404, or to Wagtail's door."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from home.models import SiteSettings
from published.models import Withdrawal
from tests import factories
from tests.home.parsed import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return factories.standard(slug="pagina")


def leads(client, address, **headers):
    answer = client.get(address, headers=headers)
    return answer.status_code, answer.get("Location")


def test_a_redirect_leads_on_by_the_path_whatever_name_the_site_is_visited_by(client, page):
    Redirect.add_redirect("/pt/velha", page)

    assert leads(client, "/pt/velha/") == (301, "/pt/pagina/")
    assert leads(client, "/pt/velha/", host="127.0.0.1:8000") == (301, "/pt/pagina/")
    assert leads(client, "/pt/velha/?utm_source=x&token=y") == (301, "/pt/pagina/")


def test_a_temporary_redirect(client, page):
    Redirect.add_redirect("/pt/velha", page, is_permanent=False)

    assert leads(client, "/pt/velha/") == (302, "/pt/pagina/")


@pytest.mark.parametrize(
    "address", ["/old-page.html", "/velha", "/velha/", "/a/b/c.aspx", "/pt/velha.html", "/en/x.php"]
)
def test_an_address_of_an_older_site_leads_on_wherever_it_stands(client, page, address):
    Redirect.add_redirect(address, page)

    assert leads(client, address) == (301, "/pt/pagina/")


def test_an_address_of_an_older_site_with_a_query_string(client, page):
    Redirect.add_redirect("/index.php?id=3", page)
    Redirect.add_redirect("/?lang=en", factories.home_page("en"))

    assert leads(client, "/index.php?id=3") == (301, "/pt/pagina/")
    assert leads(client, "/index.php?id=4") == (404, None)
    assert leads(client, "/?lang=en") == (301, "/en/")
    assert leads(client, "/?lang=fr") == (302, "/pt/")
    assert leads(client, "/") == (302, "/pt/")


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "data:text/html,x", "ftps://example.org/", "http://[x", "http://example.org:99999/"],
)
def test_a_redirect_to_what_no_browser_follows_leads_nowhere(client, target):
    Redirect.add_redirect("/velha", target)

    assert leads(client, "/velha") == (404, None)


def test_a_redirect_elsewhere_and_one_to_another_site_of_ours_keep_their_whole_address(client):
    Redirect.add_redirect("/fora", "https://www.example.org/x?y=1#z")
    home = factories.home_page("en")
    other = factories.section(parent=home, slug="other")
    Site.objects.create(hostname="outro.example", port=443, root_page=other)
    Redirect.add_redirect("/outro", other)

    assert leads(client, "/fora") == (301, "https://www.example.org/x?y=1#z")
    assert leads(client, "/outro") == (301, "https://outro.example/en/")


def test_a_redirect_may_not_be_kept_for_ever_and_sets_no_cookie(client, page):
    Redirect.add_redirect("/velha", page)

    answer = client.get("/velha")

    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not answer.cookies


def test_what_is_not_there_or_gone_may_not_be_kept_unasked(client, page):
    assert client.get("/pt/nada/")["Cache-Control"] == "public, max-age=0, must-revalidate"

    page.unpublish()

    answer = client.get("/pt/pagina/")
    assert (answer.status_code, answer["Cache-Control"]) == (410, "public, max-age=0, must-revalidate")


@pytest.mark.parametrize(
    ("kind", "path", "told"),
    [
        ("expired", "/pt/x/", "O tempo durante o qual esteve publicada terminou em 4 de maio de 2026."),
        ("deleted", "/pt/x/", "Foi apagada em 4 de maio de 2026."),
        ("unpublished", "/en/x/", "It was taken off this site on 4 May 2026."),
        ("moved", "/en/x/", "It was taken off this site on 4 May 2026."),
    ],
)
def test_the_page_of_an_address_that_is_gone_says_how_and_when(client, page, kind, path, told):
    since = datetime(2026, 5, 4, 10, tzinfo=UTC)
    Withdrawal.objects.create(site=factories.default_site().pk, path=path.rstrip("/"), since=since, kind=kind)

    answer = BeautifulSoup(client.get(path).content.decode(), "html.parser")

    assert words(answer.select_one("main .lead")).startswith(told)


def test_a_page_counts_before_a_redirect(client, page):
    Redirect.add_redirect("/pt/pagina", factories.standard(slug="outra"))

    assert client.get("/pt/pagina/").status_code == 200


def test_a_renamed_page_is_found_at_its_old_address_with_its_children(client, django_capture_on_commit_callbacks):
    section = factories.section(slug="antes")
    factories.standard(parent=section, slug="pagina")

    with django_capture_on_commit_callbacks(execute=True):
        section.slug = "depois"
        section.save_revision().publish()

    assert leads(client, "/pt/antes/") == (301, "/pt/depois/")
    assert leads(client, "/pt/antes/pagina/") == (301, "/pt/depois/pagina/")
    assert client.get("/pt/depois/pagina/").status_code == 200


def test_a_withdrawn_page_is_gone_in_the_language_of_its_address(client, page):
    english = factories.standard(parent=factories.home_page("en"), slug="page")
    page.unpublish()
    english.delete()

    assert client.get("/pt/pagina/").status_code == 410
    assert client.get("/en/page/").status_code == 410
    assert 'lang="en"' in client.get("/en/page/").content.decode()
    assert client.get("/pt/pagina/abaixo/").status_code == 404
    page.save_revision().publish()
    assert client.get("/pt/pagina/").status_code == 200


def test_a_private_page_is_wagtails_whether_it_was_public_before_or_not(client, page):
    Redirect.add_redirect("/velha", page)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    answer = client.get("/pt/pagina/")

    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/pt/pagina/")
    assert leads(client, "/velha") == (404, None)


def test_a_withdrawn_address_that_leads_to_a_private_page_now_is_wagtails(client, page):
    page.unpublish()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    page.save_revision().publish()

    assert client.get("/pt/pagina/").status_code == 302


def test_a_circle_ends_at_404(client):
    host = factories.default_site().root_url
    Redirect.add_redirect("/um", f"{host}/dois")
    Redirect.add_redirect("/dois", f"{host}/um")

    assert leads(client, "/um") == (404, None)


def test_addresses_that_nobody_can_write(client):
    for address in ("/%00", "/pt/%00/", "/%ff", "/a%0Ab", "/%E2%80%AE", "/" + "a" * 3_000):
        assert client.get(address).status_code == 404, address


def test_a_target_cannot_be_mistaken_for_another_host(client):
    root = factories.default_site().root_url
    Redirect.add_redirect("/velha", f"{root}//evil.example/")

    assert leads(client, "/velha") == (301, f"{root}//evil.example/")


def test_wagtails_own_middleware_is_not_asked():
    assert not [name for name in settings.MIDDLEWARE if "redirects" in name]


def test_settings_of_a_site_are_not_needed(client):
    SiteSettings.objects.all().delete()

    assert client.get("/nada").status_code == 404
