"""The test database is whole for every test, also after tests that commit."""

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, Locale, Page, Site

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

seen: list[dict[str, int]] = []


def counted() -> dict[str, int]:
    models = [Page, Site, Locale, Collection, Group, Permission, ContentType]
    return {model.__name__: model._base_manager.count() for model in models}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_test_that_commits_starts_from_what_the_migrations_made(turn: int) -> None:
    seen.append(counted())
    assert Page.get_first_root_node() is not None
    assert not Group.objects.filter(name="Left behind").exists()
    assert seen[0] == seen[-1]
    Group.objects.create(name="Left behind")
    Page.objects.all().delete()


@pytest.mark.browser
def test_a_browser_reaches_the_live_server(page: "BrowserPage") -> None:
    page.goto("/admin/login/")
    assert page.locator("input[name=username]").is_visible()
