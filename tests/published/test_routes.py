"""Every way in which an editor's work reaches the store, through the admin's own views."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    Workflow,
)
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from content.models import Document, Image, StandardPage, Topic
from published.models import Behind, Entry
from tests import factories

pytestmark = pytest.mark.django_db


def standard_form(**fields):
    defaults = {
        "title": "Sobre o LabX",
        "slug": "sobre",
        "summary": "Em resumo.",
        "body": streamfield([]),
        "change_notes": inline_formset([]),
        "comments": inline_formset([]),
    }
    return nested_form_data({**defaults, **fields})


def post(editor, name, *arguments, data=None, query=""):
    response = editor.post(reverse(name, args=arguments) + query, data or {})
    assert response.status_code in (200, 302), response.content[:2000]
    return response


# Pages


def test_create_and_publish(editor, stored):
    home = factories.home_page()

    post(
        editor,
        "wagtailadmin_pages:add",
        "content",
        "standardpage",
        home.pk,
        data=standard_form(**{"action-publish": "1"}),
    )

    assert stored(StandardPage.objects.get()).card["title"] == "Sobre o LabX"


def test_create_as_draft(editor, stored):
    post(editor, "wagtailadmin_pages:add", "content", "standardpage", factories.home_page().pk, data=standard_form())

    assert stored(StandardPage.objects.get()) is None


def test_edit_and_publish(editor, stored):
    page = factories.standard(title="Old", slug="sobre")

    post(editor, "wagtailadmin_pages:edit", page.pk, data=standard_form(title="New", **{"action-publish": "1"}))

    assert stored(page).card["title"] == "New"


def test_edit_as_draft_keeps_the_published_words(editor, stored):
    page = factories.standard(title="Old", slug="sobre")

    post(editor, "wagtailadmin_pages:edit", page.pk, data=standard_form(title="New"))

    assert Revision.objects.for_instance(page).count() == 2
    assert stored(page).card["title"] == "Old"


def test_an_inline_child_is_part_of_the_page(editor, stored):
    page = factories.standard(slug="sobre")
    notes = inline_formset([{"date": "2026-03-01", "note": "Novo preço"}])

    post(editor, "wagtailadmin_pages:edit", page.pk, data=standard_form(change_notes=notes, **{"action-publish": "1"}))

    assert [(note["date"], note["note"]) for note in stored(page).card["changeNotes"]] == [("2026-03-01", "Novo preço")]


def test_topics_are_terms(editor, stored, terms):
    topic = factories.topic()
    page = factories.standard(slug="sobre")

    form = {**standard_form(**{"action-publish": "1"}), "topics": [topic.pk]}

    post(editor, "wagtailadmin_pages:edit", page.pk, data=form)

    assert stored(page).card["topics"] == [f"Topic:{topic.pk}"]
    assert terms(page) == [f"topic:Topic:{topic.pk}"]


def test_unpublish(editor, stored):
    page = factories.standard()

    post(editor, "wagtailadmin_pages:unpublish", page.pk)

    assert stored(page) is None


def test_unpublish_with_descendants(editor, stored):
    section = factories.section()
    below = factories.standard(parent=section)

    post(editor, "wagtailadmin_pages:unpublish", section.pk, data={"include_descendants": "on"})

    assert stored(section) is None
    assert stored(below) is None


def test_delete_with_descendants(editor):
    section = factories.section()
    below = factories.standard(parent=section)
    keys = [f"SectionPage:{section.pk}", f"StandardPage:{below.pk}"]
    assert Entry.objects.filter(key__in=keys).count() == 2

    post(editor, "wagtailadmin_pages:delete", section.pk)

    assert Entry.objects.filter(key__in=keys).count() == 0


def test_move_a_branch(editor, stored):
    section, target = factories.section(slug="seccao"), factories.section(slug="destino")
    below = factories.standard(parent=section, slug="pagina")

    post(editor, "wagtailadmin_pages:move_confirm", section.pk, target.pk)

    section.refresh_from_db()
    below.refresh_from_db()
    assert stored(section).path == "/pt/destino/seccao/"
    assert stored(below).path == "/pt/destino/seccao/pagina/"
    assert stored(section).tree == section.path
    assert stored(below).tree == below.path


def test_reorder_also_moves_the_siblings(editor, stored):
    first, second, third = (factories.standard() for _ in range(3))

    post(
        editor,
        "wagtailadmin_pages:set_page_position",
        third.pk,
        query=f"?position={list(first.get_parent().get_children()).index(first.page_ptr)}",
    )

    order = []
    for page in (first, second, third):
        page.refresh_from_db()
        assert stored(page).tree == page.path
        order.append(page.path)
    assert order[2] < order[0] < order[1]


def test_rename_takes_the_branch_along(editor, stored):
    section = factories.section(slug="antes")
    below = factories.standard(parent=section, slug="pagina")
    form = nested_form_data(
        {
            "title": "Secção",
            "slug": "depois",
            "summary": "Em resumo.",
            "body": streamfield([]),
            "change_notes": inline_formset([]),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
    )

    post(editor, "wagtailadmin_pages:edit", section.pk, data=form)

    assert stored(section).path == "/pt/depois/"
    assert stored(below).path == "/pt/depois/pagina/"


def test_copy_with_publish(editor, stored):
    page = factories.standard(title="Original", slug="original")

    post(
        editor,
        "wagtailadmin_pages:copy",
        page.pk,
        data={
            "new_title": "Cópia",
            "new_slug": "copia",
            "new_parent_page": page.get_parent().pk,
            "publish_copies": "on",
        },
    )

    copy = StandardPage.objects.get(slug="copia")
    assert stored(copy).path == "/pt/copia/"
    assert stored(copy).card["title"] == "Cópia"


def test_bulk_publish_and_unpublish(editor, stored):
    pages = [factories.standard(live=False) for _ in range(2)]
    query = "?" + "&".join(f"id={page.pk}" for page in pages)

    post(editor, "wagtail_bulk_action", "wagtailcore", "page", "publish", query=query, data={"include_descendants": ""})
    assert all(stored(page) for page in pages)

    post(editor, "wagtail_bulk_action", "wagtailcore", "page", "unpublish", query=query)
    assert not any(stored(page) for page in pages)


def test_bulk_delete_and_bulk_move(editor, stored):
    moved, deleted, target = factories.standard(slug="um"), factories.standard(), factories.section(slug="destino")

    post(
        editor,
        "wagtail_bulk_action",
        "wagtailcore",
        "page",
        "move",
        query=f"?id={moved.pk}",
        data={"chooser": target.pk},
    )
    post(editor, "wagtail_bulk_action", "wagtailcore", "page", "delete", query=f"?id={deleted.pk}")

    assert stored(moved).path == "/pt/destino/um/"
    assert not Entry.objects.filter(key=f"StandardPage:{deleted.pk}").exists()


def test_workflow_approval(editor, stored):
    page = factories.standard(live=False, slug="sobre")
    user = factories.administrator()
    state = Workflow.objects.get().start(page, user)

    post(
        editor,
        "wagtailadmin_pages:workflow_action",
        page.pk,
        "approve",
        state.current_task_state.pk,
        data={"comment": ""},
    )

    page.refresh_from_db()
    assert page.live
    assert stored(page) is not None


def test_a_page_scheduled_for_later_is_not_there_yet(editor, stored):
    page = factories.standard(live=False, slug="sobre")
    later = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")

    post(
        editor,
        "wagtailadmin_pages:edit",
        page.pk,
        data=standard_form(go_live_at=later, **{"action-publish": "1"}),
    )

    assert Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert stored(page) is None


def test_privacy_of_a_branch_takes_it_out_and_back(editor, stored):
    section = factories.section()
    below = factories.standard(parent=section)

    post(editor, "wagtailadmin_pages:set_privacy", section.pk, data={"restriction_type": "login"})
    assert PageViewRestriction.objects.filter(page=section).exists()
    assert stored(section) is None
    assert stored(below) is None

    post(editor, "wagtailadmin_pages:set_privacy", section.pk, data={"restriction_type": "none"})
    assert stored(section) is not None
    assert stored(below) is not None


def test_a_page_moved_into_a_private_branch_is_gone(editor, stored):
    private = factories.section()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    page = factories.standard()

    post(editor, "wagtailadmin_pages:move_confirm", page.pk, private.pk)

    assert stored(page) is None


def test_revert_by_publishing_an_old_revision(editor, stored):
    page = factories.standard(title="First", slug="sobre")
    first = page.latest_revision
    page.title = "Second"
    page.save_revision().publish()

    post(
        editor,
        "wagtailadmin_pages:edit",
        page.pk,
        data=standard_form(title="First", revision=first.pk, **{"action-publish": "1"}),
    )

    assert stored(page).card["title"] == "First"


# What cannot be projected


def test_publishing_what_cannot_be_projected_keeps_the_revision_and_says_why(editor, stored, unprojectable):
    page = factories.standard(title="Old", slug="sobre")
    unprojectable(page)

    response = editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        standard_form(title="New", **{"action-publish": "1"}),
        follow=True,
    )

    page.refresh_from_db()
    assert page.title == "Old"
    assert page.get_latest_revision_as_object().title == "New"
    assert stored(page).card["title"] == "Old"
    assert "Summary: no such thing" in response.content.decode()


def test_a_new_page_that_cannot_be_projected_becomes_a_draft(editor, stored, monkeypatch):
    from published import projection

    problem = projection.FieldProblem("Summary", "no such thing")
    monkeypatch.setattr(projection, "_checks", [lambda document: [problem] if document.type == "StandardPage" else []])

    response = editor.post(
        reverse("wagtailadmin_pages:add", args=["content", "standardpage", factories.home_page().pk]),
        standard_form(**{"action-publish": "1"}),
        follow=True,
    )

    page = StandardPage.objects.get()
    assert not page.live
    assert page.get_latest_revision() is not None
    assert stored(page) is None
    assert "Summary: no such thing" in response.content.decode()


def test_bulk_publishing_reports_what_stays_behind(editor, stored, unprojectable):
    broken, sound = factories.standard(title="Broken", live=False), factories.standard(live=False)
    unprojectable(broken)

    response = editor.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={broken.pk}&id={sound.pk}",
        {"include_descendants": "", "next": reverse("wagtailadmin_home")},
        follow=True,
    )

    assert stored(sound) is not None
    assert stored(broken) is None
    assert Behind.objects.get().key == f"StandardPage:{broken.pk}"
    assert "no such thing" in response.content.decode()
    report = editor.get(reverse("published_behind")).content.decode()
    assert "Broken" in report
    assert "no such thing" in report
    assert reverse("wagtailadmin_pages:edit", args=[broken.pk]) in report


# Snippets, images, documents, collections


def test_snippet_publish_draft_unpublish_delete(editor, stored):
    form = {"name": "Inovação", "slug": "inovacao", "description": "", "area": "", "locale": factories.locale().pk}
    post(editor, Topic.snippet_viewset.get_url_name("add"), data={**form, "action-publish": "1"})
    topic = Topic.objects.get()
    assert stored(topic).card["name"] == "Inovação"

    post(editor, Topic.snippet_viewset.get_url_name("edit"), topic.pk, data={**form, "name": "Draft words"})
    assert stored(topic).card["name"] == "Inovação"

    post(editor, Topic.snippet_viewset.get_url_name("unpublish"), topic.pk)
    assert stored(topic) is None

    topic.save_revision().publish()
    assert stored(topic) is not None
    post(editor, Topic.snippet_viewset.get_url_name("delete"), topic.pk)
    assert not Entry.objects.filter(type="Topic").exists()


def test_image_in_a_collection_that_becomes_private(editor, stored):
    above = factories.collection()
    below = factories.collection(parent=above)
    image, document = factories.image(collection=below), factories.document(collection=below)
    assert stored(image) is not None
    assert stored(document) is not None

    post(editor, "wagtailadmin_collections:set_privacy", above.pk, data={"restriction_type": "login"})
    assert stored(image) is None
    assert stored(document) is None

    post(editor, "wagtailadmin_collections:set_privacy", above.pk, data={"restriction_type": "none"})
    assert stored(image) is not None
    assert stored(document) is not None


def test_a_collection_moved_below_a_private_one(editor, stored):
    private, collection = factories.collection("Private"), factories.collection("Moved")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    image = factories.image(collection=collection)
    assert stored(image) is not None

    post(
        editor,
        "wagtailadmin_collections:edit",
        collection.pk,
        data={"name": "Moved", "parent": private.pk},
    )

    assert Collection.objects.get(name="Moved").is_descendant_of(Collection.objects.get(name="Private"))
    assert stored(image) is None


@pytest.mark.parametrize(("model", "make"), [(Image, factories.image), (Document, factories.document)])
def test_moved_to_a_private_collection_in_bulk(editor, stored, model, make):
    private = factories.collection()
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    thing = make()

    post(
        editor,
        "wagtail_bulk_action",
        "content",
        model._meta.model_name,
        "add_to_collection",
        query=f"?id={thing.pk}",
        data={"collection": private.pk},
    )

    thing.refresh_from_db()
    assert thing.collection == private
    assert stored(thing) is None


def test_image_deleted(editor, stored):
    image = factories.image()
    page = factories.standard(image=image)
    assert stored(page).card["image"] == f"Image:{image.pk}"

    post(editor, "wagtailimages:delete", image.pk)

    assert not Entry.objects.filter(type="Image").exists()
    assert stored(page).card["image"] is None


# Sites and languages


def test_site_settings_are_written(editor, stored):
    settings = factories.site_settings(contact_email="labx@example.org")

    assert stored(settings).card["contactEmail"] == "labx@example.org"
    assert stored(settings).site == factories.default_site().pk


def test_a_site_with_another_root_moves_every_address(editor, stored):
    section = factories.section(slug="seccao")
    below = factories.standard(parent=section, slug="pagina")
    home = factories.home_page()
    site = factories.default_site()

    post(
        editor,
        "wagtailsites:edit",
        site.pk,
        data={
            "hostname": site.hostname,
            "port": site.port,
            "site_name": "LabX",
            "root_page": section.pk,
            "is_default_site": "on",
        },
    )

    assert Site.objects.get().root_page_id == section.pk
    assert stored(home) is None
    assert stored(section).path == "/pt/"
    assert stored(below).path == "/pt/pagina/"
    assert stored(site).card["rootPage"] == f"SectionPage:{section.pk}"


def test_a_live_page_outside_every_site_is_not_there(stored):
    root = Page.get_first_root_node()
    outside = StandardPage(title="Outside", slug="outside", summary="Nowhere.", locale=factories.locale())
    root.add_child(instance=outside)
    outside.save_revision().publish()

    assert Page.objects.get(pk=outside.pk).live
    assert stored(outside) is None


def test_an_alias_made_by_translation_can_only_be_visited(stored, terms):
    topic = factories.topic()
    page = factories.standard(slug="sobre", topics=[topic])

    alias = page.copy_for_translation(Locale.objects.get(language_code="en"), alias=True, copy_parents=True)

    entry = stored(alias)
    assert entry.path == "/en/sobre/"
    assert entry.locale == "pt"
    assert entry.listed is False
    assert entry.search is None
    assert terms(alias) == []
    assert stored(page).listed is True


def test_an_alias_follows_its_source(stored):
    page = factories.standard(title="Old", slug="sobre")
    alias = page.copy_for_translation(Locale.objects.get(language_code="en"), alias=True, copy_parents=True)

    page.title = "New"
    page.save_revision().publish()
    assert stored(alias).card["title"] == "New"

    page.unpublish()
    assert stored(alias) is None


def test_an_alias_in_the_same_language_is_listed(stored):
    page = factories.standard(slug="sobre")

    alias = page.create_alias(update_slug="tambem")

    assert stored(alias).listed is True
    assert stored(alias).path == "/pt/tambem/"
