"""Links to drafts: what an editor makes, lists and revokes. Requests open them through ``api.previews.opening``."""

from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from api.previews.tokens import REFERENCE_LENGTH, new_reference, token_of


class State(StrEnum):
    """What a link is worth at a moment."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"
    VERSION_GONE = "version-gone"  # it showed one version, which is not kept any more


class Audience(models.TextChoices):
    """Who may open a link."""

    ANYONE = "anyone", _("Anyone with the link")
    APPS = "apps", _("Only apps that have a key for previews")


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def in_state(self, state: State, *, now: datetime | None = None) -> "PreviewLinkQuerySet":
        """The links that are in a state now, or at another moment."""
        if state is State.REVOKED:
            return self.filter(revoked_at__isnull=False)
        kept = self.filter(revoked_at__isnull=True)
        gone = Q(is_fixed=True, revision__isnull=True)
        if state is State.VERSION_GONE:
            return kept.filter(gone)
        expired = Q(expires_at__lte=now or timezone.now())
        return kept.filter(~gone, expired if state is State.EXPIRED else ~expired)


class PreviewLink(models.Model):
    """One link to the draft of one page. Its token stands nowhere: it is made of ``reference`` and SECRET_KEY.

    ``is_fixed``: it shows the version it was made for, ``revision``; else always the latest draft.
    """

    page = models.ForeignKey(Page, verbose_name=_("Page"), on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(max_length=REFERENCE_LENGTH, unique=True, editable=False, default=new_reference)
    note = models.CharField(_("For whom"), max_length=200, blank=True)
    audience = models.CharField(_("Who may open it"), max_length=10, choices=Audience.choices, default=Audience.ANYONE)
    is_fixed = models.BooleanField(_("Shows one version"), default=False)
    revision = models.ForeignKey(
        Revision, verbose_name=_("Version"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("Made"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Made by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField(_("Ends"))
    opened = models.PositiveIntegerField(_("Times opened"), default=0)
    last_opened_at = models.DateTimeField(_("Last opened"), null=True)
    revoked_at = models.DateTimeField(_("Revoked"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Revoked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PreviewLinkQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # a link is no use of the page that somebody should know of

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.note or str(_("Link without a note"))

    @property
    def token(self) -> str:
        return token_of(self.reference)

    @property
    def state(self) -> State:
        if self.revoked_at is not None:
            return State.REVOKED
        if self.is_fixed and self.revision_id is None:
            return State.VERSION_GONE
        return State.EXPIRED if self.expires_at <= timezone.now() else State.ACTIVE

    @property
    def is_active(self) -> bool:
        return self.state is State.ACTIVE

    @property
    def is_for_people(self) -> bool:
        return self.audience == Audience.ANYONE
