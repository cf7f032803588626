"""The whole way of a key in a real browser, in both languages: made, copied, used by a script, revoked."""

import json
import re
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from wagtail.users.models import UserProfile

from api.keys.models import ApiKey
from tests import factories
from tests.browser.editor import Editor

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser

WORDS = {
    "pt-pt": {
        "settings": "Definições",
        "keys": "Chaves da API",
        "add": "Adicionar",
        "make": "Criar a chave",
        "copy": "Copiar a chave",
        "copied": "Copiado.",
        "kept": "Já guardei a chave",
        "actions": "Ações",
        "revoke": "Revogar",
        "yes": "Sim, revogar agora",
        "revoked": "A chave de “Guia” está revogada.",
        "begin": "comece por https://",
    },
    "en": {
        "settings": "Settings",
        "keys": "API keys",
        "add": "Add",
        "make": "Make the key",
        "copy": "Copy the key",
        "copied": "Copied.",
        "kept": "I have kept the key",
        "actions": "Actions",
        "revoke": "Revoke",
        "yes": "Yes, revoke it now",
        "revoked": "The key of “Guia” is revoked.",
        "begin": "begin with https://",
    },
}
# Wagtail's own messages fade in; while they do, their contrast is low.
AXE = """async tags => (await axe.run({include: [["main"]], exclude: [[".messages"]]}, {runOnly: tags})).violations
    .flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.html}`))"""
TAGS = ["wcag2a", "wcag2aa", "wcag22aa"]


def status(address: str, text: str) -> int:
    request = Request(
        f"{address}/graphql",
        json.dumps({"query": "{ __typename }"}).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {text}"},
    )
    try:
        with urlopen(request) as response:
            return response.status
    except HTTPError as error:
        with error:
            return error.code


def breaches(page: "Page") -> list[str]:
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE, TAGS)


@pytest.mark.parametrize("language", ["pt-pt", "en"])
def test_a_key_is_made_copied_used_and_revoked(page: "Page", live_server: "LiveServer", language: str) -> None:
    words = WORDS[language]
    administrator = factories.administrator()
    UserProfile.objects.update_or_create(user=administrator, defaults={"preferred_language": language})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    Editor(page).sign_in(administrator, password="a good secret")

    # From the menu to the form
    page.get_by_role("button", name=words["settings"]).click()
    page.get_by_role("link", name=words["keys"]).click()
    page.get_by_role("link", name=re.compile(words["add"])).first.click()
    page.wait_for_url("**/api-keys/new/")
    assert breaches(page) == []

    # A mistake is said where it was made, and nothing that was written is lost
    page.fill("[name=name]", "Guia")
    page.check("[name=scopes][value=read]")
    page.fill("[name=origins]", "app.example.org")
    with page.expect_navigation():
        page.get_by_role("button", name=words["make"]).click()
    assert words["begin"] in page.locator("main").inner_text()
    assert (page.input_value("[name=name]"), page.is_checked("[name=scopes][value=read]")) == ("Guia", True)
    assert breaches(page) == []

    # Made and copied
    page.fill("[name=origins]", "https://app.example.org")
    with page.expect_navigation():
        page.get_by_role("button", name=words["make"]).click()
    text = page.input_value("#api-key-text")
    key = ApiKey.objects.get()
    assert text.startswith(f"{key.first_characters}_")
    assert breaches(page) == []
    page.get_by_role("button", name=words["copy"]).click()
    page.get_by_text(words["copied"], exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == text
    assert status(live_server.url, text) == 200

    # Left, it is not shown again: not by the list, not by its own page, not by going back
    page.get_by_role("link", name=words["kept"]).click()
    page.wait_for_url("**/api-keys/")
    assert key.first_characters in page.locator("main").inner_text()
    assert text not in page.content()
    assert breaches(page) == []
    page.evaluate("setTimeout(() => history.back())")
    page.wait_for_timeout(500)
    assert text not in page.content()
    page.goto(f"/admin/api-keys/edit/{key.pk}/")
    assert text not in page.content()
    assert breaches(page) == []

    # Revoked
    page.goto(f"/admin/api-keys/revoke/{key.pk}/")
    assert breaches(page) == []
    page.get_by_role("button", name=words["yes"]).click()
    page.locator(".messages .success", has_text=words["revoked"]).wait_for()
    assert status(live_server.url, text) == 401
