"""The explorer in a real browser: examples, the schema, a key, links; it asks no other host."""

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.browser
def test_a_developer_runs_a_query_and_reads_the_documentation(page: Page, settings):
    settings.GRAPHQL_EXPLORER = True
    problems, addresses = [], []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: addresses.append(request.url))

    page.goto("/graphql/explorer")
    editor = page.locator(".graphiql-query-editor .CodeMirror")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("{ news { totalCount ")
    page.wait_for_timeout(500)  # GraphiQL reads the operation a moment after the last key
    page.keyboard.press("Control+Enter")

    expect(page.locator(".result-window")).to_contain_text('"totalCount": 0')
    page.get_by_label("Show Documentation Explorer").click()
    expect(page.locator(".graphiql-doc-explorer")).to_contain_text("Query")
    page.keyboard.press("Escape")
    page.get_by_label("Open settings dialog").click()  # makes a <style> element
    expect(page.get_by_role("dialog")).to_be_visible()
    assert problems == []
    own = page.url.partition("/graphql/explorer")[0]
    assert [address for address in addresses if not address.startswith((own, "data:"))] == []


@pytest.mark.browser
def test_an_example_opens_by_keyboard_and_its_link_opens_it_elsewhere(page: Page, settings):
    settings.GRAPHQL_EXPLORER = True
    page.goto("/graphql/explorer")
    page.get_by_role("button", name="NewsList").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".graphiql-query-editor")).to_contain_text("query NewsList")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".result-window")).to_contain_text('"totalCount": 0')
    page.wait_for_function("location.hash.includes('NewsList')")
    link = page.url
    page.get_by_role("button", name="Copiar ligação").click()
    expect(page.get_by_role("status")).not_to_be_empty()

    other = page.context.browser.new_context().new_page()
    other.goto(link)

    expect(other.locator(".graphiql-query-editor")).to_contain_text("query NewsList")
    expect(other.locator(".graphiql-editor-tool").first).to_contain_text('"locale": "pt"')
    other.context.close()


@pytest.mark.browser
def test_a_key_is_sent_with_questions_and_stands_in_no_link(page: Page, settings):
    settings.GRAPHQL_EXPLORER = True
    sent = []
    page.on("request", lambda request: sent.append((request.url, request.headers.get("authorization"))))
    page.goto("/graphql/explorer")
    page.get_by_label("Chave").fill("labx_secret")
    page.get_by_role("button", name="NewsList").click()

    page.keyboard.press("Control+Enter")

    expect(page.locator(".result-window")).to_contain_text("UNAUTHENTICATED")
    assert [key for url, key in sent if url.endswith("/graphql")] == ["Bearer labx_secret"]
    assert "labx_secret" not in page.url
    assert "labx_secret" not in page.evaluate("JSON.stringify(localStorage)")
