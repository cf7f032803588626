"""An editor shares a draft by a link, in Portuguese: made, copied, opened by a stranger, revoked, opened no more."""

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests import factories
from tests.browser.editor import Editor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser


def test_an_editor_shares_a_draft_until_it_is_revoked(
    page: "Page", chromium_browser: "Browser", live_server: "LiveServer"
) -> None:
    call_command("rebuild_published", verbosity=0)
    news = factories.news(title="Por publicar", live=False)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    Editor(page).sign_in(factories.user("Editors"), password="a good secret")

    # From the page to its links, by keyboard
    page.goto(f"/admin/pages/{news.pk}/edit/")
    page.get_by_role("button", name="Ações", exact=True).first.press("Enter")
    page.get_by_role("link", name="Partilhar pré-visualização").press("Enter")
    page.get_by_label("Para quem", exact=True).fill("Ana")
    assert page.get_by_label("7 dias").is_checked()
    page.get_by_role("button", name="Criar a ligação").press("Enter")
    expect(page.locator(".messages .success")).to_contain_text("A ligação está criada.")

    # Copied as it stands there
    field = page.get_by_label("Endereço para pessoas")
    page.get_by_role("button", name="Copiar o endereço").press("Enter")
    expect(page.get_by_text("Copiado.").first).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == field.input_value()
    assert address.startswith(f"{live_server.url}/pt/rascunho/draft_")

    # A stranger opens it
    stranger = chromium_browser.new_context()
    visit = stranger.new_page()
    answer = visit.goto(address)
    assert answer is not None
    assert answer.status == 200
    expect(visit.get_by_role("heading", level=1)).to_have_text("Por publicar")
    expect(visit.get_by_text("Isto é um rascunho, não está publicado.")).to_be_visible()
    assert stranger.cookies() == []

    # The list tells that somebody did; revoking asks first
    page.goto("/admin/reports/preview-links/")
    row = page.get_by_role("row").filter(has_text="Por publicar")
    expect(row).to_contain_text("Ana")
    row.get_by_role("link", name="Revogar").press("Enter")
    page.get_by_role("button", name="Sim, revogar").press("Enter")
    expect(page.locator(".messages .success")).to_contain_text("1 ligação revogada")
    assert page.url.endswith("/admin/reports/preview-links/")
    expect(row).to_contain_text("Revogada")

    answer = visit.goto(address)
    assert answer is not None
    assert answer.status == 404
    expect(visit.get_by_role("heading", level=1)).to_have_text("Esta ligação não mostra nada")
    stranger.close()
