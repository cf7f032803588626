"""Redirects: made by themselves when a page is renamed or moved, written by editors, imported; what the store holds."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from published.models import Redirection, Version
from published.publication import publication
from published.reading import StoreReader
from published.ways import Way, way_at
from tests import factories

pytestmark = pytest.mark.django_db


def way(address: str, site: Site | None = None) -> Way:
    return way_at(StoreReader(), site=(site or factories.default_site()).pk, address=address)


def leads_to(address: str) -> str | None:
    """The path of the page, or the address, that a redirect leads to."""
    found = way(address)
    return found.page.path if found.page is not None and found.address is None else found.address


def rename(editor: Client, page: Page, slug: str, commit: Callable) -> None:
    form = {
        "title": page.title,
        "slug": slug,
        "summary": "Em resumo.",
        "body": streamfield([]),
        "change_notes": inline_formset([]),
        "comments": inline_formset([]),
        "action-publish": "1",
    }
    with commit(execute=True):
        response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(form))
    assert response.status_code == 302


def move(editor: Client, page: Page, target: Page) -> None:
    assert editor.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])).status_code == 302


def add(editor: Client, old_path: str, *, page: Page | None = None, link: str = "", permanent: bool = True) -> None:
    form = {"old_path": old_path, "site": "", "redirect_page": page.pk if page else "", "redirect_link": link}
    form |= {"is_permanent": "on"} if permanent else {}
    response = editor.post(reverse("wagtailredirects:add"), form)
    assert response.status_code == 302, response.content.decode()


def version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return Version.objects.get().number


# Made by themselves


@pytest.mark.parametrize("code", ["pt", "en"])
def test_a_renamed_branch_leaves_redirects_for_all_its_pages(editor, django_capture_on_commit_callbacks, code):
    section = factories.section(parent=factories.home_page(code), slug="antes")
    factories.standard(parent=section, slug="pagina")

    rename(editor, section, "depois", django_capture_on_commit_callbacks)

    assert leads_to(f"/{code}/antes/") == f"/{code}/depois/"
    assert leads_to(f"/{code}/antes/pagina/") == f"/{code}/depois/pagina/"
    assert way(f"/{code}/antes/").permanent is True


@pytest.mark.parametrize("code", ["pt", "en"])
def test_a_moved_branch_leaves_redirects_for_all_its_pages(editor, code):
    home = factories.home_page(code)
    section, target = factories.section(parent=home, slug="seccao"), factories.section(parent=home, slug="destino")
    factories.standard(parent=section, slug="pagina")

    move(editor, section, target)

    assert leads_to(f"/{code}/seccao/") == f"/{code}/destino/seccao/"
    assert leads_to(f"/{code}/seccao/pagina/") == f"/{code}/destino/seccao/pagina/"


def test_a_page_moved_by_a_script_outside_of_a_publication_leaves_a_redirect():
    page, target = factories.standard(slug="pagina"), factories.section(slug="destino")

    page.move(target, pos="last-child")

    assert leads_to("/pt/pagina/") == "/pt/destino/pagina/"


def test_after_a_chain_of_renames_each_old_address_leads_to_the_last_in_one_step(
    editor, django_capture_on_commit_callbacks
):
    page = factories.standard(slug="a")
    for slug in ("b", "c"):
        rename(editor, page, slug, django_capture_on_commit_callbacks)

    assert leads_to("/pt/a/") == "/pt/c/"
    assert leads_to("/pt/b/") == "/pt/c/"


def test_renaming_back_makes_no_circle(editor, django_capture_on_commit_callbacks, stored):
    page = factories.standard(slug="a")
    for slug in ("b", "a"):
        rename(editor, page, slug, django_capture_on_commit_callbacks)

    assert stored(page).path == "/pt/a/"
    assert leads_to("/pt/b/") == "/pt/a/"


def test_a_rename_that_changes_no_address_keeps_the_other_redirects(editor, django_capture_on_commit_callbacks):
    rename(editor, factories.standard(slug="antes"), "depois", django_capture_on_commit_callbacks)
    home = factories.home_page("en")

    with django_capture_on_commit_callbacks(execute=True):  # the slug of a home page is not part of any address
        home.slug = "outro"
        home.save_revision().publish()

    assert leads_to("/pt/antes/") == "/pt/depois/"


# Written by editors


def test_an_editor_writes_changes_and_deletes_a_redirect(editor):
    page = factories.standard(slug="pagina")

    add(editor, "/Velha.HTML", page=page, permanent=False)
    assert leads_to("/Velha.HTML") == "/pt/pagina/"
    assert way("/Velha.HTML").permanent is False

    redirect = Redirect.objects.get()
    form = {
        "old_path": "/nova.html",
        "site": "",
        "redirect_page": "",
        "redirect_link": "https://www.example.org/x?y=1#z",
    }
    editor.post(reverse("wagtailredirects:edit", args=[redirect.pk]), {**form, "is_permanent": "on"})
    assert way("/Velha.HTML") == Way()
    assert way("/nova.html") == Way(address="https://www.example.org/x?y=1#z", permanent=True)

    editor.post(reverse("wagtailredirects:delete", args=[redirect.pk]))
    assert way("/nova.html") == Way()


def test_an_address_with_a_query_string_is_found_whatever_the_order_of_its_parts(editor):
    page, other = factories.standard(slug="pagina"), factories.standard(slug="outra")
    add(editor, "/index.php?id=3&lang=pt", page=page)
    add(editor, "/index.php", page=other)

    assert leads_to("/index.php?lang=pt&id=3") == "/pt/pagina/"
    assert leads_to("/index.php?id=4") == "/pt/outra/"
    assert leads_to("/index.php") == "/pt/outra/"
    assert leads_to("/?lang=en") is None
    add(editor, "/?lang=en", page=factories.home_page("en"))
    assert leads_to("/?lang=en") == "/en/"


def test_an_address_is_the_same_however_its_letters_are_written(editor):
    add(editor, "/serviços/", page=factories.standard(slug="pagina"))

    assert leads_to("/servi%C3%A7os") == "/pt/pagina/"
    assert leads_to("/serviços/") == "/pt/pagina/"


def test_a_redirect_of_one_site_counts_before_one_of_all_sites(editor):
    page, other = factories.standard(slug="pagina"), factories.standard(slug="outra")
    site = Site.objects.create(hostname="outro.example", root_page=factories.home_page("en"))
    Redirect.add_redirect("/velha", other)
    Redirect.add_redirect("/velha", page, site=factories.default_site())

    assert leads_to("/velha") == "/pt/pagina/"
    assert way("/velha", site).page.key == f"StandardPage:{other.pk}"


def test_redirects_are_imported_through_the_publication(editor):
    file = SimpleUploadedFile("velhas.csv", b"de,para\r\n/velha-1,https://www.example.org/1\r\n/velha-2,nowhere\r\n")
    page = editor.post(reverse("wagtailredirects:start_import"), {"import_file": file})
    initial = page.context["form"].initial

    answer = editor.post(
        reverse("wagtailredirects:process_import"),
        {
            "import_file_name": initial["import_file_name"],
            "input_format": initial["input_format"],
            "from_index": "0",
            "to_index": "1",
            "permanent": "on",
        },
    )

    assert leads_to("/velha-1") == "https://www.example.org/1"
    assert list(Redirection.objects.values_list("path", flat=True)) == ["/velha-1"]
    assert "/velha-2" in answer.content.decode()


# What leads on, and what leads nowhere


def test_redirects_that_lead_to_each_other_are_followed_at_once():
    page, host = factories.standard(slug="pagina"), factories.default_site().root_url
    Redirect.add_redirect("/um", f"{host}/dois/")
    Redirect.add_redirect("/dois", f"{host}/tres?x=1", is_permanent=False)
    Redirect.add_redirect("/tres", page)
    Redirect.add_redirect("/quatro", f"{host}/pt/pagina/#parte")

    assert leads_to("/um") == "/pt/pagina/"
    assert way("/um").permanent is False
    assert way("/dois").permanent is False
    assert way("/tres").permanent is True
    assert leads_to("/quatro") == f"{host}/pt/pagina/#parte"
    assert way("/quatro").page.key == f"StandardPage:{page.pk}"


def test_a_circle_leads_nowhere():
    host = factories.default_site().root_url
    Redirect.add_redirect("/um", f"{host}/dois")
    Redirect.add_redirect("/dois", f"{host}/tres")
    Redirect.add_redirect("/tres", f"{host}/um")
    Redirect.add_redirect("/si-mesmo", f"{host}/si-mesmo/")

    assert [way(path) for path in ("/um", "/dois", "/tres", "/si-mesmo")] == [Way()] * 4


def test_a_redirect_to_a_page_that_is_not_public_has_no_row_until_it_is(editor):
    page = factories.standard(live=False, slug="pagina")
    add(editor, "/velha", page=page)
    assert not Redirection.objects.exists()
    assert way("/velha") == Way()

    page.save_revision().publish()
    assert leads_to("/velha") == "/pt/pagina/"

    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert not Redirection.objects.exists()
    assert way("/velha") == Way()

    restriction.delete()
    assert leads_to("/velha") == "/pt/pagina/"

    page.get_parent().specific.unpublish()  # nothing of the page itself: it stays public
    assert leads_to("/velha") == "/pt/pagina/"


def test_an_address_that_nobody_can_write_leads_nowhere():
    for address in ("", "//[", "/\0", "/%00", "/a\nb", "/\ud800", "?", "#", "/%", "x" * 5_000, "/é" * 900):
        assert way(address) == Way(), address


# The store as a whole


def test_a_change_of_redirects_counts_as_a_publication():
    before = version()

    Redirect.add_redirect("/velha", "https://www.example.org/")

    assert version() > before


def test_rebuilding_and_verifying_know_redirects():
    page = factories.standard(slug="pagina")
    Redirect.add_redirect("/um", page)
    changed = Redirect.add_redirect("/dois", factories.default_site().root_url + "/tres")
    rows = list(Redirection.objects.order_by("id").values())
    call_command("verify_published", stdout=io.StringIO())
    before = version()
    call_command("rebuild_published", verbosity=0)
    assert version() == before

    Redirection.objects.filter(path="/um").delete()
    Redirection.objects.filter(path="/dois").update(address="https://www.example.org/", permanent=False)
    Redirection.objects.create(id=999_999, path="/nada", address="https://www.example.org/", permanent=True)
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_published", stdout=out, stderr=io.StringIO())

    assert f"Redirect:{changed.pk}: address, permanent" in out.getvalue()
    assert "Redirect:999999: should not be there" in out.getvalue()
    assert f"Redirect:{changed.pk - 1}: missing" in out.getvalue()

    call_command("rebuild_published", verbosity=0)

    assert list(Redirection.objects.order_by("id").values()) == rows


def test_publishing_a_page_asks_for_its_ways_only_where_it_gets_another_address():
    page = factories.standard(slug="pagina")
    Redirect.add_redirect("/um", page)

    with connection.execute_wrapper(counting := Counting()), publication():
        page.save_revision().publish()

    assert counting.of("published_redirection", "published_withdrawal") == 0

    with connection.execute_wrapper(counting := Counting()), publication():
        page.slug = "outra"
        page.save_revision().publish()

    assert counting.of("published_redirection", "published_withdrawal") == 2


class Counting:
    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute, statement, parameters, many, context):
        self.statements.append(statement)
        return execute(statement, parameters, many, context)

    def of(self, *tables: str) -> int:
        return sum(any(table in statement for table in tables) for statement in self.statements)
