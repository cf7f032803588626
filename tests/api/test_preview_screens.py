"""The screens on which editors share previews: who gets there, what is made, listed, revoked and written down."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageLogEntry, PageViewRestriction, Site
from wagtail.users.models import UserProfile

from api.previews.models import Audience, PreviewLink, State
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def news():
    return factories.news(title="Hoje")


@pytest.fixture
def editor():
    return signed_in(factories.user("Editors", first_name="Editora"))


def signed_in(user):
    client = Client(headers={"accept-language": "pt"})
    client.force_login(user)
    return client


def editor_of(page):
    """Somebody who may edit one page, what is below it, and nothing else."""
    group = Group.objects.create(name=f"Editors of {page.pk}")
    group.permissions.add(
        *ContentType.objects.get(app_label="wagtailadmin", model="admin").permission_set.filter(codename="access_admin")
    )
    permission = ContentType.objects.get(app_label="wagtailcore", model="page").permission_set.get(
        codename="change_page"
    )
    GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    return factories.user(group.name)


def screen_of(page):
    return reverse("api_previews_page", args=[page.pk])


def wishes(**changed):
    return {"note": "Ana", "days": "7", "shows": "latest", "audience": "anyone", **changed}


def test_an_editor_makes_a_link_and_finds_it_with_its_address_and_token(editor, news):
    answer = editor.post(screen_of(news), wishes(), follow=True)

    link = PreviewLink.objects.get()
    words = answer.content.decode()
    assert link.page_id == news.pk
    assert (link.note, link.audience, link.is_fixed, link.revision_id) == ("Ana", Audience.ANYONE, False, None)
    assert link.created_by.first_name == "Editora"
    assert link.expires_at - link.created_at == timedelta(days=7)
    assert f'value="http://testserver/pt/rascunho/{link.token}/"' in words
    assert f'value="{link.token}"' in words
    assert "A ligação está criada. Copie-a abaixo e envie-a." in words
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(f"/pt/rascunho/{link.token}/").status_code == 200


def test_a_link_may_be_for_apps_to_the_draft_as_it_is_now_for_a_day(editor, news):
    revision = news.save_revision()

    answer = editor.post(screen_of(news), wishes(days="1", shows="fixed", audience="apps"), follow=True)

    link = PreviewLink.objects.get()
    assert (link.audience, link.is_fixed, link.revision) == (Audience.APPS, True, revision)
    assert link.expires_at - link.created_at == timedelta(days=1)
    assert "/pt/rascunho/" not in answer.content.decode()
    assert f'value="{link.token}"' in answer.content.decode()


@pytest.mark.parametrize(
    "changed",
    [{"days": "91"}, {"days": "-1"}, {"audience": "all"}, {"shows": ""}, {"note": "x" * 201}],
)
def test_what_the_form_does_not_offer_is_refused(editor, news, changed):
    answer = editor.post(screen_of(news), wishes(**changed))

    assert answer.status_code == 200
    assert not PreviewLink.objects.exists()


def test_the_address_is_on_the_site_of_the_page(editor, news):
    Site.objects.update(hostname="other.example")
    Site.objects.create(hostname="testserver", root_page=factories.home_page("en"))

    words = editor.post(screen_of(news), wishes(), follow=True).content.decode()

    assert f'value="http://other.example/pt/rascunho/{PreviewLink.objects.get().token}/"' in words


def test_the_way_there_is_in_the_editor_in_the_explorer_and_in_the_reports(editor, news):
    way = f'href="{screen_of(news)}"'

    assert way in editor.get(reverse("wagtailadmin_pages:edit", args=[news.pk])).content.decode()
    assert way in editor.get(reverse("wagtailadmin_explore", args=[news.get_parent().pk])).content.decode()
    assert way in editor.get(reverse("wagtailadmin_explore", args=[news.pk])).content.decode()
    assert reverse("api_previews_report") in editor.get(reverse("wagtailadmin_home")).content.decode()
    assert screen_of(news.get_root()) not in editor.get(reverse("wagtailadmin_explore_root")).content.decode()


def test_nobody_shares_or_sees_or_revokes_what_they_may_not_edit(news):
    other = factories.section()
    link = factories.preview_link(f"NewsPage:{news.pk}", note="Só para quem edita")
    stranger = signed_in(editor_of(other))
    addresses = [
        screen_of(news),
        reverse("api_previews_revoke", args=[news.pk, link.pk]),
        reverse("api_previews_revoke_all", args=[news.pk]),
        screen_of(news.get_root()),
    ]

    for address in addresses:
        assert stranger.get(address).status_code in (302, 403)
        assert stranger.post(address, wishes()).status_code in (302, 403)
        assert Client().get(address)["Location"].startswith("/admin/login/")
    # A link of another page, by the address of a page that one may edit.
    assert stranger.post(reverse("api_previews_revoke", args=[other.pk, link.pk]), follow=True).status_code == 404

    link.refresh_from_db()
    assert link.state is State.ACTIVE
    assert PreviewLink.objects.count() == 1
    assert "Só para quem edita" not in stranger.get(reverse("api_previews_report")).content.decode()


def test_the_report_lists_the_links_of_the_pages_that_one_may_edit(editor, news):
    section = factories.section(title="Uma secção")
    factories.preview_link(f"NewsPage:{news.pk}", note="Ana", opened=3, last_opened_at=timezone.now())
    factories.preview_link(f"SectionPage:{section.pk}", note="Rui", revoked_at=timezone.now())
    report = reverse("api_previews_report")

    everything = editor.get(report).content.decode()
    of_section = signed_in(editor_of(section)).get(report).content.decode()
    active = editor.get(report, {"state": "active"}).content.decode()
    revoked = editor.get(report, {"state": "revoked"}).content.decode()
    table = b"".join(editor.get(report, {"export": "csv"}).streaming_content).decode()

    assert "Ana" in everything
    assert "Rui" in everything
    assert "Rui" in of_section
    assert "Ana" not in of_section
    assert "Ana" in active
    assert "Rui" not in active
    assert "Rui" in revoked
    assert "Ana" not in revoked
    assert "Hoje,Ana" in table
    assert "draft_" not in table


def test_revoking_asks_first_and_then_ends_the_link_at_once(editor, news):
    link = factories.preview_link(f"NewsPage:{news.pk}", note="Ana")
    address = reverse("api_previews_revoke", args=[news.pk, link.pk])

    asked = editor.get(address).content.decode()
    assert "Revogar “Ana”" in asked
    assert Client().get(f"/pt/rascunho/{link.token}/").status_code == 200

    answer = editor.post(address, follow=True)

    link.refresh_from_db()
    assert link.state is State.REVOKED
    assert link.revoked_by.first_name == "Editora"
    assert "1 ligação revogada: já não mostra nada." in answer.content.decode()
    assert link.token not in answer.content.decode()
    assert Client().get(f"/pt/rascunho/{link.token}/").status_code == 404
    assert editor.get(address).status_code == 302


def test_all_links_of_a_page_end_together_and_those_of_others_stay(editor, news):
    links = [factories.preview_link(f"NewsPage:{news.pk}") for _ in range(2)]
    other = factories.preview_link(f"NewsPage:{factories.news().pk}")

    answer = editor.post(reverse("api_previews_revoke_all", args=[news.pk]), follow=True)

    assert {PreviewLink.objects.get(pk=link.pk).state for link in links} == {State.REVOKED}
    assert PreviewLink.objects.get(pk=other.pk).state is State.ACTIVE
    assert "2 ligações revogadas: já não mostram nada." in answer.content.decode()


def test_revoking_leads_back_to_where_one_came_from_and_nowhere_else(editor, news):
    report = reverse("api_previews_report")
    first, second = (factories.preview_link(f"NewsPage:{news.pk}") for _ in range(2))

    back = editor.post(reverse("api_previews_revoke", args=[news.pk, first.pk]), {"next": report})
    away = editor.post(reverse("api_previews_revoke", args=[news.pk, second.pk]), {"next": "https://evil.example/"})

    assert back["Location"] == report
    assert away["Location"] == screen_of(news)


def test_the_history_of_the_page_tells_who_shared_and_who_revoked(editor, news):
    editor.post(screen_of(news), wishes())
    editor.post(reverse("api_previews_revoke_all", args=[news.pk]))

    entries = PageLogEntry.objects.filter(page=news.pk, action__startswith="api_previews").order_by("timestamp")
    assert [(entry.action, entry.user.first_name, entry.data) for entry in entries] == [
        ("api_previews.share", "Editora", {"note": "Ana"}),
        ("api_previews.revoke", "Editora", {"note": "Ana"}),
    ]
    words = editor.get(reverse("wagtailadmin_pages:history", args=[news.pk])).content.decode()
    assert "Partilhar pré-visualização: Ana" in words
    assert "Revogar uma ligação de pré-visualização: Ana" in words


def test_a_deleted_page_takes_its_links_with_it_and_leaves_those_of_others(editor, news):
    link = factories.preview_link(f"NewsPage:{news.pk}", revision=news.save_revision(), is_fixed=True)
    other = factories.preview_link(f"NewsPage:{factories.news().pk}")
    moderator = signed_in(factories.user("Moderators", first_name="Moderadora"))

    moderator.post(reverse("wagtailadmin_pages:delete", args=[news.pk]))

    assert list(PreviewLink.objects.all()) == [other]
    assert Client().get(f"/pt/rascunho/{link.token}/").status_code == 404


def test_a_copy_of_a_page_has_no_links(news):
    factories.preview_link(f"NewsPage:{news.pk}")

    copy = news.copy(update_attrs={"slug": "copia"})

    assert not PreviewLink.objects.filter(page=copy.pk).exists()


def test_the_screen_warns_of_what_a_link_would_show(editor, news):
    event = factories.event(title="Sem data")
    event.starts_at = None
    event.save_revision(clean=False)
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)

    private = editor.get(screen_of(news)).content.decode()
    unfinished = editor.get(screen_of(event)).content.decode()

    assert "Quem tem uma ligação lê-a sem isso." in private
    assert "O rascunho ainda não pode ser mostrado." in unfinished
    assert "<strong>início</strong>" in unfinished.lower()
    assert "O rascunho ainda não pode ser mostrado." not in private


def test_ended_links_are_told_apart_and_show_no_token(editor, news):
    ended = [
        factories.preview_link(f"NewsPage:{news.pk}", note="Fora de prazo", expires_at=timezone.now()),
        factories.preview_link(f"NewsPage:{news.pk}", note="Tirada", revoked_at=timezone.now()),
        factories.preview_link(f"NewsPage:{news.pk}", note="Sem versão", is_fixed=True),
    ]

    words = editor.get(screen_of(news)).content.decode()

    for link, state in zip(ended, ("Terminada", "Revogada", "Terminada: a versão que mostrava"), strict=True):
        assert f"<td>{link.note}</td>" in words
        assert state in words
        assert link.token not in words


@pytest.mark.parametrize(("language", "words"), [("pt", ["1 dia", "90 dias"]), ("en", ["1 day", "90 days"])])
def test_the_form_speaks_the_language_of_who_fills_it_in(editor, news, language, words):
    UserProfile.objects.create(user=User.objects.get(first_name="Editora"), preferred_language=language)

    form = editor.get(screen_of(news)).content.decode()

    assert all(f" {one}</label>" in form for one in words)
