"""The explorer in a real browser: it runs a query, shows the schema, and asks no other host."""

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
    assert problems == []
    own = page.url.removesuffix("/graphql/explorer")
    assert [address for address in addresses if not address.startswith((own, "data:"))] == []
