"""What editors see on the public website and visitors do not: Wagtail's user bar with its accessibility checker."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.admin.userbar import Userbar
from wagtail.models import Page


def is_editor(request: HttpRequest | None) -> bool:
    """Whether somebody who may enter the admin looks at the page. Without a session cookie nothing is read."""
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return bool(request.user.has_perm("wagtailadmin.access_admin"))


def user_bar(request: HttpRequest, key: str) -> SafeString:
    """The user bar for the page of a key ("NewsPage:12"); for no page, what does not need one."""
    number = key.partition(":")[2]
    page = Page.objects.filter(pk=number).first() if number.isdigit() else None
    return Userbar(object=page).render_html({"request": request})  # type: ignore[return-value]
