"""html-validate finds no error on any page that a visitor can reach."""

import os
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.site import html_check, states
from tests.site.crawl import ask

pytestmark = pytest.mark.browser


def test_html_validate_finds_nothing(site, pages, tmp_path):
    if not html_check.is_possible():
        if os.environ.get("CI"):
            pytest.fail(html_check.WHY_NOT)
        pytest.skip(html_check.WHY_NOT)
    bodies = {path: page.body for path, page in pages.items()}
    connection = HTTPConnection(urlsplit(site).netloc, timeout=30)
    for path in {path for both in states.ADDRESSES.values() for path in both} - bodies.keys():
        bodies[path] = ask(connection, path, found_on="states").body
    connection.close()

    assert html_check.findings(bodies, folder=tmp_path) == {}
    assert len(bodies) > 200
