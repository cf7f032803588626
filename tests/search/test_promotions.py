"""Promoted results in the admin: who keeps them, what is refused, and that the store says what was saved."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from published.models import Entry
from published.publication import publication
from search.lexemes import lexemes
from search.models import Promotion
from tests import factories

pytestmark = pytest.mark.django_db


def somebody(django_user_model, group):
    user = django_user_model.objects.create_user("pessoa", password="segredo")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def moderator(django_user_model):
    return somebody(django_user_model, "Moderators")


@pytest.fixture
def page(db):
    with publication():
        return factories.service(title="Vale da inovação")


def form(searches, *pages, code="pt", descriptions=()):
    """What the form sends; ``pages`` are primary keys in their order."""
    fields = {"questions": searches, "locale": factories.locale(code).pk}
    fields |= {"results-TOTAL_FORMS": len(pages), "results-INITIAL_FORMS": 0}
    fields |= {"results-MIN_NUM_FORMS": 1, "results-MAX_NUM_FORMS": 5}
    for number, page in enumerate(pages):
        fields |= {f"results-{number}-page": page, f"results-{number}-ORDER": number + 1, f"results-{number}-id": ""}
        fields[f"results-{number}-description"] = dict(enumerate(descriptions)).get(number, "")
    return fields


def add(client, *arguments, **keywords):
    return client.post(reverse(f"{Promotion.snippet_viewset.url_namespace}:add"), form(*arguments, **keywords))


def refusals(answer):
    """What the form says, field by field and in its pages."""
    assert answer.status_code == 200
    shown = answer.context["form"]
    below = [errors for inner in shown.formsets["results"].forms for errors in inner.errors.values()]
    whole = [shown.formsets["results"].non_form_errors()]
    return [str(text) for errors in (*shown.errors.values(), *below, *whole) for text in errors]


def test_what_a_moderator_saves_is_in_the_store(moderator, page):
    other = factories.news(title="Outra")

    answer = add(moderator, "Vale da Inovação\n\n  valley ", page.pk, other.pk, descriptions=["Comece aqui."])

    assert answer.status_code == 302
    promotion = Promotion.objects.get()
    assert promotion.questions == "Vale da Inovação\nvalley"
    entry = Entry.objects.get(type="Promotion")
    assert (entry.key, entry.locale, entry.path) == (f"Promotion:{promotion.pk}", "pt", None)
    assert entry.card["matches"] == ["inov val", "valley"]
    assert [(one["page"], one["description"]) for one in entry.card["results"]] == [
        (f"ServicePage:{page.pk}", "Comece aqui."),
        (f"NewsPage:{other.pk}", ""),
    ]


def test_deleting_it_takes_it_out_of_the_store(moderator, page):
    promotion = factories.promotion(page, searches="vale")
    assert Entry.objects.filter(type="Promotion").exists()

    moderator.post(reverse(f"{Promotion.snippet_viewset.url_namespace}:delete", args=[promotion.pk]))

    assert not Entry.objects.filter(type="Promotion").exists()


def test_the_store_can_be_built_again_with_it(page):
    factories.promotion(page, searches="vale")
    call_command("verify_published", verbosity=0)
    Entry.objects.filter(type="Promotion").delete()

    call_command("rebuild_published", verbosity=0)

    assert Entry.objects.get(type="Promotion").card["matches"] == ["val"]
    call_command("verify_published", verbosity=0)


def test_editors_without_the_right_do_not_find_it(django_user_model, page):
    editor = somebody(django_user_model, "Editors")

    assert add(editor, "vale", page.pk).status_code == 302
    assert not Promotion.objects.exists()
    assert "snippets/search/promotion" not in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_moderators_find_it_in_the_menu_and_in_the_list(moderator, page):
    factories.promotion(page, searches="vale da inovação")

    assert "snippets/search/promotion" in moderator.get(reverse("wagtailadmin_home")).content.decode()
    shown = moderator.get(reverse(f"{Promotion.snippet_viewset.url_namespace}:list")).content.decode()
    assert "vale da inovação" in shown
    assert page.title in shown


@pytest.mark.parametrize("searches", ["de", "vale\no que é", "?", "🙂"])
def test_searches_without_a_word_that_says_anything_are_refused(moderator, page, searches):
    (refusal,) = refusals(add(moderator, searches, page.pk))

    assert "não tem nenhuma palavra" in refusal
    assert not Promotion.objects.exists()


def test_a_search_that_another_promotion_answers_is_refused(moderator, page):
    factories.promotion(page, searches="Vale da inovação")

    (refusal,) = refusals(add(moderator, "guia\ninovações do vale", page.pk))

    assert refusal == (
        "Já há um resultado promovido para “inovações do vale”: “Vale da inovação”. Acrescente lá a página."
    )
    assert (
        add(
            moderator, "vale da inovação", factories.service(parent=factories.service_index("en")).pk, code="en"
        ).status_code
        == 302
    )


def test_a_promotion_may_be_saved_again(moderator, page):
    promotion = factories.promotion(page, searches="vale")
    result = promotion.results.get()
    fields = form("vale\nguia", page.pk) | {"results-INITIAL_FORMS": 1, "results-0-id": result.pk}

    answer = moderator.post(reverse(f"{Promotion.snippet_viewset.url_namespace}:edit", args=[promotion.pk]), fields)

    assert answer.status_code == 302
    assert Entry.objects.get(type="Promotion").card["matches"] == ["val", "gui"]


def test_pages_are_in_its_language_and_there_once(moderator, page):
    english = factories.service(parent=factories.service_index("en"))

    assert refusals(add(moderator, "vale", page.pk, english.pk)) == [
        "Esta página está noutra língua (Inglês). Escolha a tradução."
    ]
    assert refusals(add(moderator, "vale", page.pk, page.pk)) == ["Esta página já cá está."]


def test_one_page_at_least_and_five_at_most(moderator, page):
    pages = [factories.news().pk for _ in range(6)]

    assert refusals(add(moderator, "vale"))
    assert refusals(add(moderator, "vale", *pages))
    assert add(moderator, "vale", *pages[:5]).status_code == 302


def test_long_and_many_searches_are_refused_by_their_limit(moderator, page):
    (too_long,) = refusals(add(moderator, "a" * 201, page.pk))
    (too_many,) = refusals(add(moderator, "\n".join(f"vale {number}" for number in range(21)), page.pk))

    assert "200" in too_long
    assert "20" in too_many


def test_a_deleted_page_leaves_the_promotion(page):
    other = factories.news()
    factories.promotion(page, other, searches="vale")

    page.delete()

    (left,) = Entry.objects.get(type="Promotion").card["results"]
    assert left["page"] == f"NewsPage:{other.pk}"


def test_lexemes_are_the_words_that_say_something_in_no_order():
    asked = ["Vale da Inovação", "inovações do vale", "de", "", "a" * 3_000]

    assert lexemes(asked, "pt") == ["inov val", "inov val", "", "", ""]
    assert lexemes(["Innovation valleys", "the"], "en") == ["innov valley", ""]
    assert lexemes([], "pt") == []
