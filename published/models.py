"""The tables of the published store: what the world may read, and the order in which it changed."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _


class PlainJSONField(models.JSONField):
    """A column of PostgreSQL's ``json``: printed as it was written, 2.5 times faster to read than ``jsonb``."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "json"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Psycopg reads ``json`` by itself; Django only keeps it from doing so for ``jsonb``."""
        return super().from_db_value(value, expression, connection) if isinstance(value, str) else value


# Treebeard's paths have four characters a level.
_PARENT = models.Func(models.F("tree"), models.Value(-4), function="left")
_IS_CHILD = models.Q(listed=True, tree__isnull=False)


class Entry(models.Model):
    """One published thing with an identity of its own: a page, image, document, snippet, site or its settings.

    ``card`` holds every public field but the long ones under its GraphQL name, ready to print; ``body`` the long
    ones (blocks, rich text). A reference to another entry is that entry's key, never a copy.
    """

    key = models.TextField(primary_key=True)  # "NewsPage:123": GraphQL type and primary key
    type = models.TextField()
    locale = models.TextField(blank=True, default="")  # language of the words; "" where there is none
    site = models.IntegerField(null=True)
    path = models.TextField(null=True)  # noqa: DJ001  null: no address. Public path with language prefix
    translation_key = models.UUIDField(null=True)
    tree = models.TextField(null=True)  # noqa: DJ001  the page's place in the tree (treebeard path)
    listed = models.BooleanField(default=True)  # false: an alias made by translation, can only be visited
    card = PlainJSONField(default=dict)
    body = PlainJSONField(default=dict)
    sort_at = models.DateTimeField(null=True)
    sort_title = models.TextField(default="")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    mentions = ArrayField(models.TextField(), default=list, blank=True)  # every key that stands in card and body
    search = SearchVectorField(null=True)

    class Meta:
        verbose_name = _("published entry")
        verbose_name_plural = _("published entries")
        constraints = [
            # Deferrable: two pages may swap slugs in one transaction.
            models.UniqueConstraint(
                fields=["site", "path"],
                name="published_entry_address",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [
            # The orders of lists. What filters them is included: a list that few pages answer is read in the index.
            models.Index(
                fields=["type", "locale", "-sort_at", "key"], include=["listed"], name="published_entry_dated"
            ),
            models.Index(
                fields=["type", "locale", "sort_title", "key"],
                include=["listed", "sort_at"],
                name="published_entry_titled",
            ),
            models.Index(
                fields=["type", "locale", "starts_at", "key"],
                include=["listed", "ends_at", "sort_at"],
                name="published_entry_timed",
            ),
            # The last and the next start or end of all: what a question about time may be kept until.
            models.Index(
                fields=["starts_at"], condition=models.Q(starts_at__isnull=False), name="published_entry_starting"
            ),
            models.Index(fields=["ends_at"], condition=models.Q(ends_at__isnull=False), name="published_entry_ending"),
            # The children of a place, by type.
            models.Index(_PARENT, "type", "tree", "key", condition=_IS_CHILD, name="published_child_in_order"),
            models.Index(
                _PARENT, "type", models.F("sort_at").desc(), "key", condition=_IS_CHILD, name="published_child_dated"
            ),
            models.Index(_PARENT, "type", "sort_title", "key", condition=_IS_CHILD, name="published_child_titled"),
            models.Index(fields=["translation_key", "locale"], name="published_entry_translation"),
            models.Index(fields=["tree"], name="published_entry_tree"),
            # Looked up with every publication: without a list of what is still to be put into it.
            GinIndex(fields=["mentions"], name="published_entry_mentions", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.key


class Term(models.Model):
    """One row per value that an entry can be filtered by: ``("topic:Topic:7", "NewsPage:12")``."""

    pk = models.CompositePrimaryKey("term", "key")
    term = models.TextField()  # kind and key (or enum value), never a slug: renaming touches one row
    type = models.TextField()
    locale = models.TextField(default="")
    key = models.TextField()
    # As in the entry: what lists are ordered and filtered by.
    sort_at = models.DateTimeField(null=True)
    sort_title = models.TextField(default="")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["type", "locale", "term", "-sort_at", "key"],  # facets read all of a type and language
                include=["starts_at", "ends_at"],
                name="published_term_newest",
            ),
            models.Index(
                fields=["term", "type", "locale", "sort_title", "key"],
                include=["sort_at"],
                name="published_term_titled",
            ),
            models.Index(
                fields=["term", "type", "locale", "starts_at", "key"],
                include=["ends_at", "sort_at"],
                name="published_term_timed",
            ),
            models.Index(fields=["key"], name="published_term_key"),
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.key}"


class Findable(models.Model):
    """What a search reads of an entry, in rows so narrow that all pages with a common word are read in milliseconds.

    Triggers write it, with the entries and terms that it repeats: what is listed and has words.
    """

    key = models.TextField(primary_key=True)
    type = models.TextField()
    locale = models.TextField(default="")
    sort_at = models.DateTimeField(null=True)
    sort_title = models.TextField(default="")
    terms = ArrayField(models.TextField(), default=list)
    search = SearchVectorField()

    class Meta:
        # No list of what is still to be put into it: every search would read that list whole.
        indexes = [GinIndex(fields=["search"], name="published_findable_search", fastupdate=False)]

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """The one row that counts publications; incremented at COMMIT by a trigger, so in commit order."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class Commit(models.Model):
    """One number of the version, with when it was made and a mark that nobody can guess.

    A number alone does not tell this history from that of a restored backup; with its mark it does.
    """

    number = models.BigIntegerField(primary_key=True)
    mark = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number} {self.mark}"


class Change(models.Model):
    """The last change of each entry in a language: ``upsert`` or ``remove``, with the version that made it.

    A change of a site's settings is one of the site. An entry whose language changes is removed where it was. What is
    not listed is not announced: ``alias``, and ``forgotten`` once it is gone. An entry also changes when something that
    it refers to appears, goes or moves, its parent and its translations too: it reads otherwise then.
    """

    pk = models.CompositePrimaryKey("key", "locale")
    key = models.TextField()
    locale = models.TextField(blank=True, default="")
    type = models.TextField()
    number = models.BigIntegerField()
    what = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["number", "key"], name="published_change_order"),
            models.Index(fields=["type", "locale", "number", "key"], name="published_change_type"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what} {self.key}"


class Behind(models.Model):
    """Something that could not be projected: its old entry, or none, is still what the world reads."""

    key = models.TextField(_("entry"), primary_key=True)
    field = models.TextField(_("field"))
    reason = models.TextField(_("reason"))
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("entry that is behind")
        verbose_name_plural = _("entries that are behind")
        ordering = ["-since", "key"]

    def __str__(self) -> str:
        return self.key


class Redirection(models.Model):
    """An address that leads to another: the public form of one of Wagtail's redirects, under its primary key.

    Only what leads somewhere public has a row. ``path`` has no slash at its end and may have a query string.
    """

    id = models.BigIntegerField(primary_key=True)
    path = models.TextField()
    site = models.IntegerField(null=True)  # null: on all sites
    target = models.TextField(null=True)  # noqa: DJ001  null: no page. Its key; it stands in the store
    address = models.TextField(null=True)  # noqa: DJ001  null: a page. The full address that it leads to
    to_site = models.IntegerField(null=True)  # where that address is one of ours: site and path, as ``path`` is
    to_path = models.TextField(null=True)  # noqa: DJ001
    permanent = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["path", "site"], name="published_redirection_path"),
            models.Index(fields=["target"], name="published_redirection_target"),
        ]

    def __str__(self) -> str:
        return self.path


class Withdrawal(models.Model):
    """An address at which a public page stood, until it was unpublished, expired or deleted.

    The one table of the store that Wagtail's tables cannot tell again: a rebuild keeps it, a backup must hold it.
    """

    pk = models.CompositePrimaryKey("site", "path")
    site = models.IntegerField()
    path = models.TextField()  # without a slash at its end, as those of redirections
    since = models.DateTimeField()
    kind = models.TextField()  # "deleted", "expired", "unpublished", or "moved": out of every site

    def __str__(self) -> str:
        return self.path
