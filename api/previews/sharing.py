"""Makes and revokes preview links, and writes into the history of the page who did. Called by the admin's screens."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail.log_actions import log
from wagtail.models import Page, Site
from wagtail.permissions import page_permission_policy

from api.previews.models import Audience, PreviewLink

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

SHARED = "api_previews.share"
REVOKED = "api_previews.revoke"

DAYS = (1, 7, 30, 90)  # how long a link may last; the last is the longest
USUAL_DAYS = 7


def may_share(user: "User | AnonymousUser", page: Page) -> bool:
    """Whoever may edit a page may share its draft; the root of the tree is no page."""
    return not page.is_root() and page.permissions_for_user(user).can_edit()


def links_of(user: "User | AnonymousUser") -> "Iterable[PreviewLink]":
    """The links of all pages that a user may edit."""
    pages = page_permission_policy.instances_user_has_any_permission_for(user, {"change"})
    return PreviewLink.objects.filter(page__in=pages).select_related("page", "created_by", "revoked_by")


def share(
    page: Page,
    user: "User",
    *,
    days: int = USUAL_DAYS,
    audience: str = Audience.ANYONE,
    is_fixed: bool = False,
    note: str = "",
) -> PreviewLink:
    """Makes a link to the draft of a page; ``is_fixed``: to the draft as it is now."""
    now = timezone.now()
    link = PreviewLink.objects.create(
        page=page,
        note=note,
        audience=audience,
        is_fixed=is_fixed,
        revision=page.latest_revision if is_fixed else None,
        created_at=now,
        created_by=user,
        expires_at=now + timedelta(days=days),
    )
    log(page, SHARED, user=user, data={"note": note})
    return link


def revoke(links: Iterable[PreviewLink], user: "User | None" = None) -> int:
    """Ends links for good: from this moment on they show nothing. Returns how many of them were active."""
    active = [link for link in links if link.is_active]
    for link in active:
        link.revoked_at, link.revoked_by = timezone.now(), user
        link.save(update_fields=["revoked_at", "revoked_by"])
        log(link.page, REVOKED, user=user, data={"note": link.note})
    return len(active)


def address_of(link: PreviewLink, request: HttpRequest) -> str:
    """The full address at which people open a link: on the site of the page, else on the one that is looked at."""
    path = import_string(settings.PREVIEW_LINK_ADDRESS)(link.token, link.page.locale.language_code)
    site = link.page.get_site()
    if site is None or site == Site.find_for_request(request):
        return request.build_absolute_uri(path)
    return f"{site.root_url}{path}"
