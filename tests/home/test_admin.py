"""The admin's screens for pages, vocabularies and settings, as an editor and a moderator meet them."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from content import models as content
from home.models import HomePage
from tests import factories

pytestmark = pytest.mark.django_db

PAGES = {
    content.ServiceIndexPage: ("Resumo", "Summary"),
    content.ServicePage: ("O que recebe", "What you get"),
    content.NewsIndexPage: ("Resumo", "Summary"),
    content.NewsPage: ("Data da notícia", "Date of the news"),
    content.GuideIndexPage: ("Resumo", "Summary"),
    content.GuidePage: ("Tempo de leitura", "Reading time"),
    content.GuideChapterPage: ("Tempo de leitura", "Reading time"),
    content.EventIndexPage: ("Resumo", "Summary"),
    content.EventPage: ("Fuso horário", "Time zone"),
    content.ProjectIndexPage: ("Resumo", "Summary"),
    content.ProjectPage: ("Percurso do projeto", "Journey of the project"),
    content.LabIndexPage: ("Resumo", "Summary"),
    content.LabPage: ("Programa de mentoria", "Mentoring programme"),
    content.CourseIndexPage: ("Resumo", "Summary"),
    content.CoursePage: ("O que aprende", "What you learn"),
    content.SectionPage: ("Resumo", "Summary"),
    content.StandardPage: ("Data de revisão", "Review date"),
}
VOCABULARIES = {
    content.Topic: ("Área de atuação", "Area of work"),
    content.Audience: ("Descrição", "Description"),
    content.EventSeries: ("Descrição", "Description"),
    content.Organisation: ("Válido desde", "Valid from"),
    content.Indicator: ("Endereço da fonte", "Address of the source"),
    content.SdgTarget: ("Poucas palavras nossas", "A few words of our own"),
    content.Person: ("Cargo em inglês", "Role in English"),
}


def sign_in(client, user, language="en"):
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    client.force_login(user)
    return client


def parent_of(model) -> Page:
    makers = {
        content.ServicePage: factories.service_index,
        content.NewsPage: factories.news_index,
        content.GuidePage: factories.guide_index,
        content.GuideChapterPage: factories.guide,
        content.EventPage: factories.event_index,
        content.ProjectPage: factories.project_index,
        content.LabPage: factories.lab_index,
        content.CoursePage: factories.course_index,
    }
    return makers.get(model, factories.home_page)()


def create_address(model):
    return reverse("wagtailadmin_pages:add", args=["content", model._meta.model_name, parent_of(model).pk])


def screen(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("model", PAGES)
def test_an_editor_opens_the_screen_of_a_new_page_in_both_languages(client, model):
    editor, address = factories.user("Editors"), create_address(model)

    portuguese = screen(sign_in(client, editor, "pt-pt").get(address))
    english = screen(sign_in(client, editor, "en").get(address))

    assert PAGES[model][0] in portuguese
    assert PAGES[model][1] in english


@pytest.mark.parametrize("model", VOCABULARIES)
def test_an_editor_opens_the_screen_of_a_new_term_in_both_languages(client, model):
    editor, address = factories.user("Editors"), reverse(model.snippet_viewset.get_url_name("add"))

    portuguese = screen(sign_in(client, editor, "pt-pt").get(address))
    english = screen(sign_in(client, editor, "en").get(address))

    assert VOCABULARIES[model][0] in portuguese
    assert VOCABULARIES[model][1] in english


def test_an_editor_opens_the_home_pages(client):
    sign_in(client, factories.user("Editors"))

    for home in HomePage.objects.all():
        assert "Opening" in screen(client.get(reverse("wagtailadmin_pages:edit", args=[home.pk])))


def test_only_moderators_keep_the_settings_of_the_site(client):
    address = reverse("wagtailsettings:edit", args=["home", "sitesettings", factories.default_site().pk])

    assert sign_in(client, factories.user("Editors")).get(address).status_code == 302
    assert "Navegação" in screen(sign_in(client, factories.user("Moderators"), "pt-pt").get(address))


@pytest.mark.parametrize("model", ["topic", "indicator", "sdgtarget"])
@pytest.mark.parametrize(("group", "may_publish"), [("Editors", False), ("Moderators", True)])
def test_moderators_publish_terms_and_editors_leave_drafts(client, group, may_publish, model):
    user = factories.user(group)

    assert user.has_perm(f"content.add_{model}")
    assert user.has_perm(f"content.publish_{model}") is may_publish
    assert user.has_perm("wagtail_localize.submit_translation")


def news_form(*, topics=(), **fields):
    nested = nested_form_data(
        {
            "title": "Notícia",
            "slug": "noticia",
            "summary": "Resumo",
            "body": streamfield([("text", {"text": rich_text("<p>Olá</p>")})]),
            "change_notes": inline_formset([]),
            "comments": inline_formset([]),
            **fields,
        }
    )
    return {**nested, "topics": [topic.pk for topic in topics]}


def test_an_editor_saves_a_draft_that_a_moderator_publishes(client):
    address = create_address(content.NewsPage)
    topic, other = factories.topic("Redes"), factories.topic("Networks", code="en")

    sign_in(client, factories.user("Editors")).post(address, news_form(topics=[topic]))
    page = content.NewsPage.objects.get(slug="noticia")
    assert (page.live, page.summary) == (False, "Resumo")
    assert list(page.get_latest_revision_as_object().topics.all()) == [topic]

    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = screen(sign_in(client, factories.user("Moderators")).get(edit))
    assert f'value="{topic.pk}"' in form
    assert other.name not in form
    client.post(edit, {**news_form(topics=[topic]), "action-publish": "1"})
    page.refresh_from_db()
    assert page.live


def test_a_page_of_a_kind_that_makes_no_sense_there_is_refused(client):
    sign_in(client, factories.administrator())
    address = reverse("wagtailadmin_pages:add", args=["content", "newspage", factories.home_page().pk])

    assert client.get(address).status_code == 302


def test_what_is_wrong_is_said_at_the_field_in_portuguese(client):
    address = create_address(content.EventPage)
    form = news_form(
        starts_at="2026-03-01 10:00",
        ends_at="2026-03-01 09:00",
        time_zone="Europe/Lisboa",
        status="scheduled",
        format="online",
        agenda_items=inline_formset([]),
        speakers=inline_formset([]),
    )

    answer = screen(sign_in(client, factories.administrator(), "pt-pt").post(address, {**form, "action-publish": "1"}))

    assert "O fim é anterior ao início." in answer
    assert "não é um fuso horário conhecido" in answer


def test_every_page_type_is_offered_somewhere():
    types = {model.__name__ for parent in (HomePage, *PAGES) for model in parent.allowed_subpage_models()}

    assert types == {model.__name__ for model in PAGES}
    assert ContentType.objects.get_for_model(HomePage).model_class() is HomePage


def test_the_scripts_of_the_admin_speak_portuguese_where_wagtail_does_not(client):
    sign_in(client, factories.user("Editors"), "pt-pt")

    words = screen(client.get("/admin/jsi18n/"))

    assert "Recolher tudo" in words  # ours
    assert "Cancelar" in words  # Wagtail's


def test_an_editor_submits_a_page_for_translation_and_opens_it(client):
    sign_in(client, factories.user("Editors"))
    source = factories.event()
    address = reverse("wagtail_localize:submit_page_translation", args=[source.pk])

    client.post(address, {"locales": [factories.locale("en").pk]})

    target = source.get_translation(factories.locale("en"))
    assert not target.live
    assert source.summary in screen(client.get(reverse("wagtailadmin_pages:edit", args=[target.pk])))


def test_an_editor_sees_a_page_before_it_is_saved(client):
    sign_in(client, factories.user("Editors"))
    address = reverse("wagtailadmin_pages:preview_on_add", args=["content", "newspage", factories.news_index().pk])

    assert client.post(address, news_form(title="Em preparação")).json()["is_valid"]

    preview = screen(client.get(address + "?mode="))
    assert "<h1>Em preparação</h1>" in preview
    assert ">Olá</p>" in preview
    assert not content.NewsPage.objects.exists()


def test_an_editor_sees_the_draft_of_a_published_event(client):
    sign_in(client, factories.user("Editors"))
    event = factories.event(title="Antes")
    event.title = "Depois"
    event.save_revision()

    view = reverse("wagtailadmin_pages:view_draft", args=[event.pk])

    assert "<h1>Depois</h1>" in screen(client.get(view))
    assert "<h1>Antes</h1>" in screen(client.get(event.url))
