"""The admin's screens of keys: for administrators only, the key shown once, and the history tells who did what."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from api.keys.forms import KeyForm, NewKeyForm
from api.keys.key_texts import PATTERN, digest_of, new_public_id
from api.keys.models import ApiKey, State
from tests import factories

pytestmark = pytest.mark.django_db

INDEX, NEW = "/admin/api-keys/", "/admin/api-keys/new/"


def sign_in(client, user, language="en"):
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client):
    return sign_in(client, factories.administrator())


def make(name="City guide", scopes=("read",), **values):
    return ApiKey.make(name=name, scopes=list(scopes), **values)


def form(**changed):
    values = {
        "name": "City guide",
        "contact": "ana@example.org",
        "scopes": ["read", "preview"],
        "origins": "https://App.example.org/\r\nhttp://localhost:3000\r\n\r\nhttps://app.example.org",
        "budget": "20000",
        "stored_only": "on",
        "expires_at": "2099-12-31 23:59",
        "public_id": new_public_id(),
    }
    values.update(changed)
    return {name: value for name, value in values.items() if value is not None}


def address(action, key):
    return reverse(f"api_keys:{action}", args=[key.pk])


def history(key):
    return [(entry.action, entry.user) for entry in registry.get_logs_for_instance(key).order_by("timestamp", "pk")]


def errors(response):
    with translation.override("en"):
        return {field: [str(error) for error in found] for field, found in response.context["form"].errors.items()}


# Who may


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_editors_and_moderators_see_nothing_of_keys(client, group):
    key, _ = make()
    sign_in(client, factories.user(group))
    pages = [INDEX, NEW, *(address(action, key) for action in ("edit", "delete", "revoke", "new_secret", "history"))]

    assert 'href="/admin/api-keys/"' not in client.get("/admin/").content.decode().replace("\\u0022", '"')
    for page in pages:
        for response in (client.get(page), client.post(page, form())):
            assert (response.status_code, response.get("Location", "")) == (302, "/admin/"), page
    key.refresh_from_db()
    assert (ApiKey.objects.get(), key.state) == (key, State.ACTIVE)


def test_a_group_can_be_given_the_keys(client):
    group = Group.objects.create(name="Keepers of keys")
    group.permissions.set(
        Permission.objects.filter(content_type__app_label__in=["api_keys"])
        | Permission.objects.filter(codename="access_admin")
    )
    sign_in(client, factories.user("Keepers of keys"))

    assert client.get(INDEX).status_code == client.get(NEW).status_code == 200
    assert "api-keys" in client.get("/admin/").content.decode()


# Making a key


def test_a_new_key_may_read_and_nothing_else_unless_somebody_ticks_more(client, administrator):
    page = client.get(NEW).content.decode()

    assert [box for box in re.findall(r"<input[^>]*name=.scopes.[^>]*>", page) if "checked" in box] == [
        box for box in re.findall(r"<input[^>]*name=.scopes.[^>]*>", page) if 'value="read"' in box
    ]


def test_a_key_is_made_and_its_text_is_in_that_answer_only(client, administrator):
    response = client.post(NEW, form())

    page, key = response.content.decode(), ApiKey.objects.get()
    assert response.status_code == 200
    (text,) = {found[0] for found in PATTERN.finditer(page)}
    assert digest_of(text) == key.digest
    assert (key.name, key.contact, key.scopes) == ("City guide", "ana@example.org", ["read", "preview"])
    assert key.origins == ["https://app.example.org", "http://localhost:3000"]
    assert (key.budget, key.stored_only, key.created_by) == (20000, True, administrator)
    assert f"curl -H &#x27;Authorization: Bearer {text}&#x27;" in page
    assert response["Cache-Control"].startswith("private, no-store")

    for later in (NEW, INDEX, address("edit", key), address("history", key), "/admin/", "/admin/reports/site-history/"):
        assert text not in client.get(later).content.decode(), later
    kept = "".join(str(session.get_decoded()) for session in Session.objects.all())
    assert text not in kept + str(list(ModelLogEntry.objects.values_list("data", "label")))
    assert text[14:] not in kept


def test_sending_the_form_twice_makes_one_key_and_does_not_show_it_again(client, administrator):
    sent = form()
    client.post(NEW, sent)
    response = client.post(NEW, sent, follow=True)

    key = ApiKey.objects.get()
    assert response.redirect_chain == [(address("edit", key), 302)]
    assert not PATTERN.search(response.content.decode())
    assert "“City guide” was made already and its key shown once." in response.content.decode()


def test_a_double_click_makes_one_key(client, administrator, monkeypatch):
    def be_late(form):
        make(public_id=form.cleaned_data["public_id"])
        return form.cleaned_data["public_id"]

    monkeypatch.setattr(NewKeyForm, "clean_public_id", be_late)
    response = client.post(NEW, form())

    assert (response.status_code, response["Location"]) == (302, address("edit", ApiKey.objects.get()))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": ""}, {"name": ["This field is required."]}),
        ({"scopes": []}, {"scopes": ["Tick at least one: most apps need “Reading” only."]}),
        (
            {"origins": "app.example.org\nhttps://x.example.org/pt"},
            {
                "origins": [
                    "“app.example.org”: begin with https://, for example https://app.example.org.",
                    "“https://x.example.org/pt”: stop after the host, without a path: https://app.example.org.",
                ]
            },
        ),
        (
            {"origins": "*\nhttps://x.example.org"},
            {"origins": ["Write either * for any website or a list of websites, not both."]},
        ),
        (
            {"origins": "\n".join(f"https://x{number}.example.org" for number in range(51))},
            {"origins": ["At most 50 websites."]},
        ),
        ({"budget": "0"}, {"budget": ["Ensure this value is greater than or equal to 1."]}),
        (
            {"expires_at": "2020-01-01 00:00"},
            {"expires_at": ["This moment is past. To end a key now, revoke it."]},
        ),
        ({"public_id": "Not so!"}, {"public_id": ["This form is damaged: open it again."]}),
    ],
)
def test_what_is_wrong_is_said_where_it_is(client, administrator, changed, expected):
    response = client.post(NEW, form(**changed))

    assert errors(response) == expected
    assert ApiKey.objects.count() == 0


def test_any_website_can_be_meant(client, administrator):
    client.post(NEW, form(origins="*", budget=None, expires_at=None, stored_only=None))

    key = ApiKey.objects.get()
    assert (key.origins, key.budget, key.expires_at, key.stored_only) == (["*"], None, None, False)


# Changing


def test_changing_a_key_leaves_the_key_itself_and_the_history_names_the_fields(client, administrator):
    key, text = make(origins=["https://a.example.org"], expires_at=timezone.now())
    unchanged = {
        "contact": "",
        "origins": "https://a.example.org",
        "expires_at": timezone.localtime(key.expires_at).strftime("%Y-%m-%d %H:%M"),
    }
    key.expires_at = key.expires_at.replace(second=0, microsecond=0)
    key.save()
    client.post(address("edit", key), form(scopes=["read"], budget="5", stored_only=None, **unchanged))

    key.refresh_from_db()
    assert (key.digest, key.scopes, key.budget) == (digest_of(text), ["read"], 5)
    (entry,) = registry.get_logs_for_instance(key)
    assert (entry.action, entry.user, entry.data) == ("api_keys.change", administrator, {"fields": ["budget"]})
    assert "Changed: Budget per minute" in client.get(address("history", key)).content.decode()


def test_a_key_that_is_revoked_while_its_form_is_saved_stays_revoked(client, administrator, monkeypatch):
    key, _ = make()

    def revoke_meanwhile(form):
        ApiKey.objects.filter(pk=key.pk).update(revoked_at=timezone.now(), digest="new")

    monkeypatch.setattr(KeyForm, "clean_expires_at", revoke_meanwhile)
    client.post(address("edit", key), form(budget="7"))

    key.refresh_from_db()
    assert (key.budget, key.state, key.digest) == (7, State.REVOKED, "new")


def test_saving_a_key_unchanged_is_no_event(client, administrator):
    key, _ = make()
    sent = form(scopes=["read"], contact="", origins="", budget="", stored_only=None, expires_at="")
    response = client.post(address("edit", key), sent)

    assert (response.status_code, history(key)) == (302, [])


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, None),
        ({"revoked_at": timezone.now()}, "This key is revoked: every request with it is refused."),
        ({"expires_at": timezone.now()}, "This key has expired: every request with it is refused."),
    ],
)
def test_the_form_says_when_a_key_is_refused(client, administrator, values, sentence):
    key, _ = make(**values)
    page = client.get(address("edit", key)).content.decode()

    assert ("every request with it is refused" in page) == (sentence is not None)
    assert (sentence or "") in page


def test_an_expired_key_is_valid_again_with_a_later_end(client, administrator):
    key, text = make(expires_at=timezone.now())
    sent = form(scopes=["read"], contact="", origins="", budget="", stored_only=None, expires_at="2099-12-31 23:59")
    client.post(address("edit", key), sent)

    assert client.get("/graphql/Terms", headers={"authorization": f"Bearer {text}"}).status_code == 200


# Revoking, a new secret, deleting


def test_revoking_asks_first_and_works_at_once(client, administrator):
    key, text = make()
    asked = client.get(address("revoke", key)).content.decode()
    assert "every request with the key of “City guide” is refused" in asked
    assert client.get("/graphql/Terms", headers={"authorization": f"Bearer {text}"}).status_code == 200

    response = client.post(address("revoke", key), follow=True)

    assert "The key of “City guide” is revoked." in response.content.decode()
    assert client.get("/graphql/Terms", headers={"authorization": f"Bearer {text}"}).status_code == 401
    assert history(key) == [("api_keys.revoke", administrator)]


def test_a_revoked_key_stays_revoked(client, administrator):
    key, _ = make(revoked_at=timezone.now())
    before = key.revoked_at, key.digest
    for action in ("revoke", "new_secret"):
        response = client.post(address(action, key), {"of": key.secret_made_at.isoformat()}, follow=True)
        assert "“City guide” is revoked already." in response.content.decode()
    client.post(address("edit", key), form())

    key.refresh_from_db()
    assert ((key.revoked_at, key.digest), key.state) == (before, State.REVOKED)


def test_a_new_secret_is_shown_once_and_ends_the_old_one(client, administrator):
    key, old = make()
    page = client.get(address("new_secret", key)).content.decode()
    sent = {"of": re.search(r'name="of" value="([^"]+)"', page)[1]}
    response = client.post(address("new_secret", key), sent)
    again = client.post(address("new_secret", key), sent, follow=True)

    (new,) = {found[0] for found in PATTERN.finditer(response.content.decode())}
    key.refresh_from_db()
    assert (digest_of(new) == key.digest, new[:13] == old[:13], new != old) == (True, True, True)
    assert response["Cache-Control"].startswith("private, no-store")
    assert "“City guide” was given a new secret already." in again.content.decode()
    assert not PATTERN.search(again.content.decode())
    assert history(key) == [("api_keys.new_secret", administrator)]


def test_only_a_revoked_key_can_be_deleted(client, administrator):
    key, _ = make()
    refused = client.post(address("delete", key), follow=True)
    assert "Revoke the key of “City guide” first." in refused.content.decode()
    assert ApiKey.objects.count() == 1

    client.post(address("revoke", key))
    client.post(address("delete", key))

    assert ApiKey.objects.count() == 0
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", "label")) == [
        ("api_keys.revoke", "City guide"),
        ("wagtail.delete", "City guide"),
    ]


# The list


@pytest.fixture
def keys():
    now = timezone.now()
    return {
        "active": make("Alfa", budget=1234567, last_used_at=now)[0],
        "expired": make("Beta", ["read", "preview"], expires_at=now)[0],
        "revoked": make("Gama", ["introspect"], contact="ana@example.org", revoked_at=now)[0],
    }


def names(response):
    return [key.name for key in response.context["object_list"]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Alfa", "Beta", "Gama"]),
        ({"state": "active"}, ["Alfa"]),
        ({"state": "expired"}, ["Beta"]),
        ({"state": "revoked"}, ["Gama"]),
        ({"scope": "read"}, ["Alfa", "Beta"]),
        ({"scope": "preview", "state": "active"}, []),
        ({"q": "bet"}, ["Beta"]),
        ({"q": "ana@example"}, ["Gama"]),
        ({"ordering": "-name"}, ["Gama", "Beta", "Alfa"]),
    ],
)
def test_keys_are_found_by_state_scope_and_words(client, administrator, keys, asked, expected):
    assert names(client.get(INDEX, asked)) == expected


def test_a_key_is_found_by_its_first_characters(client, administrator, keys):
    assert names(client.get(INDEX, {"q": keys["expired"].public_id})) == ["Beta"]
    assert names(client.get(INDEX, {"q": keys["expired"].first_characters})) == ["Beta"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "API keys",
                "Reading, Preview",
                "as without a key",
                "never",
                "without end",
                "Active",
                "Expired",
                "Revoked",
            ],
        ),
        (
            "pt-pt",
            [
                "Chaves da API",
                "Leitura, Pré-visualização",
                "como sem chave",
                "nunca",
                "sem fim",
                "Ativa",
                "Expirada",
                "Revogada",
            ],
        ),
    ],
)
def test_the_list_says_in_words_what_a_key_is_worth(client, keys, language, words):
    sign_in(client, factories.administrator(), language)
    page = client.get(INDEX).content.decode()

    assert [word for word in [*words, keys["active"].first_characters, "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"]
            if word not in page] == []  # fmt: skip
    assert keys["active"].digest not in page


@pytest.mark.parametrize("language", ["en", "pt-pt"])
def test_no_screen_speaks_the_other_language(client, keys, language):
    sign_in(client, factories.administrator(), language)
    pages = [NEW, *(address(action, keys["active"]) for action in ("edit", "revoke", "new_secret"))]
    said = "".join(client.get(page).content.decode() for page in pages)

    english = ["Websites that may use", "Budget per minute", "Make the key", "Yes, revoke", "Yes, make a new secret"]
    portuguese = [
        "Sítios que podem usar",
        "Orçamento por minuto",
        "Criar a chave",
        "Sim, revogar",
        "Sim, criar um novo",
    ]
    expected, other = (english, portuguese) if language == "en" else (portuguese, english)
    assert [word for word in expected if word not in said] == []
    assert [word for word in other if word in said] == []
