"""Opens a preview link: from a token to the draft, projected in memory. Called by the root field and by the website.

Whatever is wrong with a token (forged, expired, revoked, of a deleted page, not for who asks), it is one and the same
nothing, found after one and the same statement.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

from api.callers import Caller, Scope
from api.previews.models import Audience, PreviewLink
from api.previews.tokens import reference_of
from published.document import Document
from published.projection import project

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class OpenLink:
    """A link that may be opened, and the draft that it shows; nothing of it is saved anywhere."""

    id: int
    expires_at: datetime
    page: Page
    is_published: bool  # what it shows is what everybody can read by now

    def document(self) -> Document:
        """The draft as it would be published; raises ProjectionError with every field that hinders it."""
        return project(self.page)


def open_link(token: str, caller: Caller | None = None) -> OpenLink | None:
    """What a token opens for who asks; None where it opens nothing, whatever the reason.

    Links for apps open for callers whose key has the scope ``preview``.
    """
    audience = Q() if caller is not None and caller.may(Scope.PREVIEW) else Q(audience=Audience.ANYONE)
    link = (
        PreviewLink.objects.filter(audience, reference=reference_of(token), revoked_at__isnull=True)
        .filter(Q(is_fixed=False) | Q(revision__isnull=False), expires_at__gt=timezone.now())
        .select_related("page", "revision")
        .first()
    )
    if link is None:
        return None
    shown, page = link.revision_id or link.page.latest_revision_id, link.page
    return OpenLink(link.pk, link.expires_at, shown_page(link), page.live and shown == page.live_revision_id)


def shown_page(link: PreviewLink) -> Page:
    """The page as the link shows it: its version, or the latest draft; without one, what is published."""
    if link.revision is not None:
        return link.revision.as_object()
    return link.page.get_latest_revision_as_object()


def note_opening(link_id: int) -> None:
    """Counts that somebody opened a link. Where nothing can be written (on a replica) it is shown all the same."""
    try:
        with transaction.atomic():
            PreviewLink.objects.filter(pk=link_id).update(opened=F("opened") + 1, last_opened_at=timezone.now())
    except DatabaseError as error:
        log.warning("preview_opening_not_counted", link=link_id, reason=type(error).__name__)
