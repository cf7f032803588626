"""What a real browser lets scripts of another website do, with a key and without."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from api.keys.models import ApiKey

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser

APP, OTHER = "app", "other"  # names below localhost: to a browser, websites of their own
ASK = """async ([address, options]) => {
    try {
        const answer = await fetch(address, options);
        const body = await answer.json();
        return {
            status: answer.status,
            data: body.data ?? null,
            code: body.errors?.[0].extensions.code ?? null,
            tag: answer.headers.get("ETag") !== null,
            retry: answer.headers.get("Retry-After") !== null,
        };
    } catch (error) {
        return error.name;
    }
}"""
TYPENAME = {"__typename": "Query"}


@pytest.fixture
def websites(chromium_browser: "Browser", live_server: "LiveServer") -> Iterator["Websites"]:
    context = chromium_browser.new_context()
    yield Websites(context.new_page(), live_server)
    context.close()


class Websites:
    """Pages of other websites whose scripts ask us. Their pages are ours too, but the browser cannot know."""

    def __init__(self, page: "Page", server: "LiveServer") -> None:
        self.page = page
        self.address = server.url
        self.port = server.thread.port

    def origin(self, website: str) -> str:
        return f"http://{website}.localhost:{self.port}"

    def key(self, *websites: str, **values: Any) -> str:
        """A key that these websites may use."""
        origins = [self.origin(website) for website in websites]
        return ApiKey.make(name="App", scopes=["read"], origins=origins, **values)[1]

    def get(self, website: str, key: str | None = None) -> Any:
        return self._ask(website, f"{self.address}/graphql?query=%7B__typename%7D", {}, key)

    def post(self, website: str, key: str | None = None) -> Any:
        body = {"method": "POST", "body": '{"query": "{ __typename }"}'}
        sent = {"Content-Type": "application/json", "Apollo-Require-Preflight": "1"}
        return self._ask(website, f"{self.address}/graphql", {**body, "headers": sent}, key)

    def _ask(self, website: str, address: str, options: dict[str, Any], key: str | None) -> Any:
        self.page.goto(f"{self.origin(website)}/graphql/schema")  # a refusal: a page without a content security policy
        if key is not None:
            options["headers"] = {**options.get("headers", {}), "Authorization": f"Bearer {key}"}
        return self.page.evaluate(ASK, [address, options])


def answered(*, tag: bool) -> dict[str, Any]:
    return {"status": 200, "data": TYPENAME, "code": None, "tag": tag, "retry": False}


def refused(status: int, code: str) -> dict[str, Any]:
    return {"status": status, "data": None, "code": code, "tag": False, "retry": status == 429}


def test_every_website_reads_what_is_public(websites: Websites) -> None:
    assert websites.get(APP) == answered(tag=True)
    assert websites.post(OTHER) == answered(tag=False)


def test_a_key_works_on_its_own_website_only(websites: Websites) -> None:
    text = websites.key(APP)

    assert websites.get(APP, text) == answered(tag=True)
    assert websites.post(APP, text) == answered(tag=False)
    # The browser does not even send it: no valid key names that website.
    assert websites.get(OTHER, text) == websites.post(OTHER, text) == "TypeError"


def test_a_script_reads_why_its_key_is_refused(websites: Websites) -> None:
    foreign = websites.key(OTHER)
    ours = websites.key(APP)
    revoked = websites.key(APP, revoked_at=timezone.now())
    small = websites.key(APP, budget=1)

    assert websites.post(APP, foreign) == refused(403, "ORIGIN_NOT_ALLOWED")
    assert websites.post(APP, revoked) == refused(401, "UNAUTHENTICATED")
    assert websites.post(APP, f"{ours}x") == refused(401, "UNAUTHENTICATED")
    websites.post(APP, small)
    assert websites.post(APP, small) == refused(429, "BUDGET_EXCEEDED")


def test_a_key_without_websites_works_on_none(websites: Websites) -> None:
    text = websites.key()
    websites.key(APP)

    assert websites.post(APP, text) == refused(403, "ORIGIN_NOT_ALLOWED")
