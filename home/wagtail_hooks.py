"""What Wagtail asks this room: to show the pages that it keeps from the public."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page


# Below Wagtail's own hook, which checks login, groups and passwords and calls this one for who may see the page.
@hooks.register("on_serve_page", order=100)
def show_through_the_operations(_serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Every page is shown by the website, none by its own ``serve``."""

    def show(page: Page, request: HttpRequest, _arguments: Any, _keywords: Any) -> HttpResponse:
        from home.website.drafts import show_private

        return show_private(page, request)

    return show
