"""The tables of this folder: what was spent in a minute, and what was asked on a day. Written by the flusher only.

``key`` is the number of a key, 0 for everybody without one: a reader is never recorded, only that somebody read.
"""

from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ANONYMOUS = 0
KEPT_DAYS = 90


class Spending(models.Model):
    """What one caller has spent in one minute, in all processes together.

    Unlogged (see the migration): it is written often, read for a minute, and after a crash the minute is over.
    """

    pk = models.CompositePrimaryKey("minute", "caller")
    minute = models.BigIntegerField()  # since 1970
    caller = models.TextField()  # "key:3", or a keyed digest of an address (api/usage/budgets.py)
    spent = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.caller}: {self.spent}"


class OperationCount(models.Model):
    """How often a key asked one operation on a day, and what that cost."""

    pk = models.CompositePrimaryKey("day", "key", "operation")
    day = models.DateField(_("day"))
    key = models.IntegerField(_("key"))
    operation = models.TextField(_("operation"))
    count = models.BigIntegerField(_("questions"))
    cost = models.BigIntegerField(_("cost"))
    highest_cost = models.BigIntegerField(_("highest cost"))
    errors = models.BigIntegerField(_("with errors"))
    not_modified = models.BigIntegerField(_("not modified"))

    class Meta:
        verbose_name = _("count of an operation")
        verbose_name_plural = _("counts of operations")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.day} {self.key} {self.operation}: {self.count}"


class ErrorCount(models.Model):
    """How many answers to a key had an error of one code on a day."""

    pk = models.CompositePrimaryKey("day", "key", "code")
    day = models.DateField(_("day"))
    key = models.IntegerField(_("key"))
    code = models.TextField(_("code"))
    count = models.BigIntegerField(_("answers"))

    class Meta:
        verbose_name = _("count of an error")
        verbose_name_plural = _("counts of errors")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.key} {self.code}: {self.count}"


class FieldCount(models.Model):
    """How many questions of a key asked one thing of the schema on a day: ``NewsPage.title``, ``Locale.pt``."""

    pk = models.CompositePrimaryKey("day", "key", "name")
    day = models.DateField(_("day"))
    key = models.IntegerField(_("key"))
    name = models.TextField(_("field"))
    count = models.BigIntegerField(_("questions"))

    class Meta:
        verbose_name = _("count of a field")
        verbose_name_plural = _("counts of fields")
        default_permissions = ()
        indexes = [models.Index(fields=["name", "day"], name="api_usage_field")]

    def __str__(self) -> str:
        return f"{self.day} {self.key} {self.name}: {self.count}"


def forget_old_days() -> int:
    """Deletes what is older than is kept; called once a day by ``manage.py work``. Gives the number of rows."""
    first = first_kept_day()
    return sum(model._default_manager.filter(day__lt=first).delete()[0] for model in DAILY)


def first_kept_day() -> date:
    """The first of the days that are kept; today is the last."""
    return timezone.localdate() - timedelta(days=KEPT_DAYS - 1)


DAILY: list[type[models.Model]] = [OperationCount, ErrorCount, FieldCount]
