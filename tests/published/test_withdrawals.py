"""What public pages leave at their addresses when they are withdrawn, and when that is forgotten again."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from content.models import SectionPage
from published.models import Withdrawal
from published.reading import StoreReader
from published.schedule import Clock
from published.ways import way_at
from tests import factories
from tests.published.test_redirects import leads_to, move, rename, version

pytestmark = pytest.mark.django_db


def withdrawn() -> dict[str, str]:
    return dict(Withdrawal.objects.order_by("path").values_list("path", "kind"))


def is_gone(address: str) -> bool:
    way = way_at(StoreReader(), site=factories.default_site().pk, address=address)
    return way.withdrawn is not None and not way.leads_somewhere


def post(editor, name, *arguments, **data) -> None:
    assert editor.post(reverse(name, args=arguments), data).status_code == 302


# What withdraws a page


def test_an_unpublished_branch_is_gone(editor):
    section = factories.section(slug="seccao")
    factories.standard(parent=section, slug="pagina")
    factories.standard(parent=section, slug="rascunho", live=False)

    post(editor, "wagtailadmin_pages:unpublish", section.pk, include_descendants="on")

    assert withdrawn() == {"/pt/seccao": "unpublished", "/pt/seccao/pagina": "unpublished"}
    assert is_gone("/pt/seccao/pagina/")
    assert not is_gone("/pt/seccao/rascunho/")


def test_a_deleted_branch_is_gone(editor):
    section = factories.section(slug="seccao")
    factories.standard(parent=section, slug="pagina")

    post(editor, "wagtailadmin_pages:delete", section.pk)

    assert withdrawn() == {"/pt/seccao": "deleted", "/pt/seccao/pagina": "deleted"}


def test_an_expired_page_is_gone():
    page = factories.standard(slug="pagina")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))

    assert Clock().tick() == 1

    assert withdrawn() == {"/pt/pagina": "expired"}


def test_a_page_moved_out_of_every_site_is_gone(editor):
    page = factories.standard(slug="pagina")
    outside = Page.get_first_root_node().add_child(instance=SectionPage(title="Fora", slug="fora", summary="-"))

    move(editor, page, outside)

    assert withdrawn() == {"/pt/pagina": "moved"}


def test_the_moment_is_that_of_the_last_withdrawal(editor):
    page = factories.standard(slug="pagina")
    Withdrawal.objects.create(
        site=factories.default_site().pk, path="/pt/pagina", since=timezone.now() - timedelta(days=9), kind="deleted"
    )

    page.unpublish()

    assert timezone.now() - Withdrawal.objects.get().since < timedelta(minutes=5)
    assert withdrawn() == {"/pt/pagina": "unpublished"}


# What does not


def test_a_page_that_was_never_public_is_never_gone(editor):
    draft = factories.standard(slug="rascunho", live=False)
    private = factories.section(slug="reservada", live=False)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    private.save_revision().publish()
    below = factories.standard(parent=private, slug="abaixo")

    post(editor, "wagtailadmin_pages:delete", draft.pk)
    below.unpublish()
    post(editor, "wagtailadmin_pages:delete", private.pk)

    assert withdrawn() == {}


@pytest.mark.parametrize(
    "restriction", [{"restriction_type": "login"}, {"restriction_type": "password", "password": "x"}]
)
def test_a_page_that_becomes_private_is_not_gone_nor_when_it_is_withdrawn_later(editor, restriction):
    section = factories.section(slug="seccao")
    page = factories.standard(parent=section, slug="pagina")

    editor.post(reverse("wagtailadmin_pages:set_privacy", args=[section.pk]), restriction)
    assert PageViewRestriction.objects.filter(page=section).exists()
    assert withdrawn() == {}

    post(editor, "wagtailadmin_pages:unpublish", page.pk)
    assert withdrawn() == {}


def test_a_page_moved_into_a_private_branch_is_not_gone(editor):
    private = factories.section(slug="reservada")
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    move(editor, factories.standard(slug="pagina"), private)

    assert withdrawn() == {}
    assert not is_gone("/pt/pagina/")


def test_a_renamed_or_moved_page_leaves_a_redirect_instead(editor, django_capture_on_commit_callbacks):
    page, target = factories.standard(slug="a"), factories.section(slug="destino")

    rename(editor, page, "b", django_capture_on_commit_callbacks)
    move(editor, page, target)

    assert withdrawn() == {}
    assert leads_to("/pt/a/") == leads_to("/pt/b/") == "/pt/destino/b/"


def test_an_image_or_a_topic_leaves_nothing(editor):
    factories.topic().delete()
    factories.image().delete()

    assert withdrawn() == {}


# What comes afterwards


def test_a_page_published_again_is_there_again(editor):
    page = factories.standard(slug="pagina")
    page.unpublish()
    assert is_gone("/pt/pagina/")

    page.save_revision().publish()

    assert withdrawn() == {}


def test_another_page_at_the_address_takes_it(editor, django_capture_on_commit_callbacks):
    for slug in ("um", "dois", "tres"):
        factories.standard(slug=slug).unpublish()
        Page.objects.get(slug=slug).delete()
    assert sorted(withdrawn()) == ["/pt/dois", "/pt/tres", "/pt/um"]
    section = factories.section(slug="seccao")
    moved, renamed = factories.standard(parent=section, slug="dois"), factories.standard(slug="outra")

    factories.standard(slug="um")
    move(editor, moved, factories.home_page())
    rename(editor, renamed, "tres", django_capture_on_commit_callbacks)

    assert withdrawn() == {}


def test_a_redirect_counts_before_a_withdrawal_and_leaves_it_behind_when_it_is_taken_away(editor):
    factories.standard(slug="pagina").unpublish()

    redirect = Redirect.add_redirect("/pt/pagina", factories.standard(slug="outra"))
    assert leads_to("/pt/pagina/") == "/pt/outra/"

    redirect.delete()
    assert is_gone("/pt/pagina/")


def test_with_a_page_its_old_addresses_are_gone_too(editor, django_capture_on_commit_callbacks):
    page = factories.standard(slug="a")
    rename(editor, page, "b", django_capture_on_commit_callbacks)
    Redirect.add_redirect("/velha.html", page)

    post(editor, "wagtailadmin_pages:unpublish", page.pk)
    assert withdrawn() == dict.fromkeys(["/pt/a", "/pt/b", "/velha.html"], "unpublished")

    page.refresh_from_db()
    page.save_revision().publish()
    assert leads_to("/pt/a/") == leads_to("/velha.html") == "/pt/b/"

    post(editor, "wagtailadmin_pages:delete", page.pk)
    assert withdrawn() == dict.fromkeys(["/pt/a", "/pt/b", "/velha.html"], "deleted")


def test_an_old_address_of_a_page_that_becomes_private_is_not_gone(editor):
    page = factories.standard(slug="pagina")
    Redirect.add_redirect("/velha", page)

    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert withdrawn() == {}
    assert leads_to("/velha") is None


def test_what_an_editor_redirected_by_mistake_is_not_gone():
    redirect = Redirect.add_redirect("/engano", factories.standard())

    redirect.delete()

    assert withdrawn() == {}


def test_a_site_that_is_deleted_takes_its_withdrawals_along():
    home = factories.home_page("en")
    site = Site.objects.create(hostname="outro.example", root_page=home)
    Withdrawal.objects.create(site=site.pk, path="/en/x", since=timezone.now(), kind="deleted")

    site.delete()

    assert withdrawn() == {}


# The store as a whole


def test_a_rebuild_keeps_withdrawals_and_verifying_finds_those_at_the_address_of_a_page():
    factories.standard(slug="um").unpublish()
    page = factories.standard(slug="dois")
    before = version()
    call_command("rebuild_published", verbosity=0)
    assert version() == before
    assert withdrawn() == {"/pt/um": "unpublished"}

    Withdrawal.objects.create(
        site=factories.default_site().pk, path="/pt/dois", since=page.first_published_at, kind="deleted"
    )
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_published", stdout=out, stderr=io.StringIO())
    assert "/pt/dois: withdrawn, but a page stands there" in out.getvalue()

    call_command("rebuild_published", verbosity=0)
    assert withdrawn() == {"/pt/um": "unpublished"}


def test_rebuilding_a_lost_store_withdraws_nothing():
    from published.models import Entry

    factories.standard()
    Entry.objects.all().delete()

    call_command("rebuild_published", verbosity=0)

    assert withdrawn() == {}
