"""Keys for apps: what an administrator makes, changes and revokes. Requests read them through ``api.keys.reading``."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.keys.key_texts import digest_of, first_characters, new_public_id, new_text


class State(StrEnum):
    """What a key is worth at a moment."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def in_state(self, state: State, *, now: datetime | None = None) -> "ApiKeyQuerySet":
        """The keys that are in a state now, or at another moment."""
        if state is State.REVOKED:
            return self.filter(revoked_at__isnull=False)
        expired = Q(expires_at__isnull=False, expires_at__lte=now or timezone.now())
        return self.filter(expired if state is State.EXPIRED else ~expired, revoked_at__isnull=True)


class ApiKey(models.Model):
    """One key. Its text is shown once and never kept: of it there is the public part and a digest."""

    name = models.CharField(_("Name"), max_length=100)
    contact = models.TextField(_("Contact and notes"), blank=True, max_length=1000)
    public_id = models.CharField(_("First characters"), max_length=16, unique=True, default=new_public_id)
    digest = models.CharField(max_length=64, editable=False)
    secret_made_at = models.DateTimeField(default=timezone.now, editable=False)
    scopes = ArrayField(models.CharField(max_length=20), verbose_name=_("What the app may do"))
    origins = ArrayField(
        models.CharField(max_length=255), verbose_name=_("Websites that may use the key"), blank=True, default=list
    )
    budget = models.PositiveIntegerField(
        _("Budget per minute"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    stored_only = models.BooleanField(_("Stored operations only"), default=False)
    expires_at = models.DateTimeField(_("Valid until"), null=True, blank=True)
    created_at = models.DateTimeField(_("Made"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Made by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    last_used_at = models.DateTimeField(_("Last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("Revoked"), null=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["name", "pk"]
        indexes = [GinIndex(fields=["origins"], name="api_keys_origins")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(cls, **values: Any) -> tuple["ApiKey", str]:
        """A new key and its text, which is nowhere else: whoever calls this shows it once."""
        key = cls(**values)
        text = key.renew()
        key.save()
        return key, text

    def renew(self) -> str:
        """Gives the key a new secret; once saved, the one before it is refused. Returns the new text."""
        text = new_text(self.public_id)
        self.digest = digest_of(text)
        self.secret_made_at = timezone.now()
        if self.pk is None:
            self.created_at = self.secret_made_at
        return text

    @property
    def first_characters(self) -> str:
        return first_characters(self.public_id)

    @property
    def state(self) -> State:
        if self.revoked_at is not None:
            return State.REVOKED
        return State.EXPIRED if self.expires_at is not None and self.expires_at <= timezone.now() else State.ACTIVE
