"""What an anonymous visitor may see, and at which address: the one answer, for single things and in bulk.

Called before anything is written into the store. Rows of the database decide, never an instance in memory or a cache.
"""

from collections.abc import Collection as Keys
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from wagtail.models import Collection, CollectionMember, CollectionViewRestriction, DraftStateMixin, Page

from published.catalogue import entry_models, type_name


@dataclass(frozen=True)
class Address:
    """Where a page stands: the public path of a site, with language prefix, and the place in the tree."""

    site: int | None
    path: str | None
    tree: str


@dataclass(frozen=True)
class Root:
    """The root page of a site in one language; ``prefix`` is its public path."""

    site: int
    tree: str
    url_path: str
    prefix: str


def roots() -> list[Root]:
    """Return the root pages of all sites with their translations, the innermost first.

    Where two sites share a root, the default one has the address.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (t.path) s.id, t.path, t.url_path, l.language_code
            FROM wagtailcore_site s
            JOIN wagtailcore_page r ON r.id = s.root_page_id
            JOIN wagtailcore_page t ON t.translation_key = r.translation_key
            JOIN wagtailcore_locale l ON l.id = t.locale_id
            ORDER BY t.path, s.is_default_site DESC, s.hostname, s.id
            """
        )
        found = [Root(site, tree, url, _language_prefix(language)) for site, tree, url, language in cursor.fetchall()]
    return sorted(found, key=lambda root: (-len(root.tree), root.tree))


def address_of(page: Page, known_roots: list[Root] | None = None) -> Address:
    """Return where a page stands or would stand, whether visitors may see it or not."""
    for root in roots() if known_roots is None else known_roots:
        if page.path and page.path.startswith(root.tree):
            return Address(root.site, root.prefix + page.url_path[len(root.url_path) :], page.path)
    return Address(None, None, page.path or "")


@dataclass(frozen=True)
class Scope:
    """Which pages are asked about: some by primary key, whole branches by their place in the tree, or all.

    ``roots`` saves the queries for them, where several questions are asked of one state of the database.
    """

    pages: Keys[int] | None = None
    branches: Keys[str] | None = None
    roots: list[Root] | None = None


def visible_pages(scope: Scope) -> dict[str, Address]:
    """Return the address of each page in ``scope`` that anybody may see, by its key."""
    statement, parameters = visible_pages_statement(scope)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, site, path, tree FROM ({statement}) v", parameters)
        return {key: Address(site, path, tree) for key, site, path, tree in cursor.fetchall()}


def visible_pages_statement(scope: Scope) -> tuple[str, list[Any]]:
    """Return the SQL that selects ``key, site, path, tree`` of every page in ``scope`` that anybody may see.

    Live, under the root of a site, in no restricted branch, and of a type that declares public fields.
    """
    known_roots = roots() if scope.roots is None else scope.roots
    columns: list[list[Any]] = [[], [], [], []]
    for root in known_roots:
        for column, value in zip(columns, (root.site, root.tree, root.url_path, root.prefix), strict=True):
            column.append(value)
    content_types = page_types()
    parameters: list[Any] = [list(content_types), list(content_types.values()), *columns]
    condition, condition_parameters = in_scope(scope)
    statement = f"""
        SELECT t.name || ':' || p.id AS key, r.site, r.prefix || substr(p.url_path, length(r.url_path) + 1) AS path,
            p.path AS tree
        FROM wagtailcore_page p
        JOIN unnest(%s::int[], %s::text[]) t(id, name) ON t.id = p.content_type_id
        CROSS JOIN LATERAL (
            SELECT * FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) r(site, tree, url_path, prefix)
            WHERE starts_with(p.path, r.tree) ORDER BY length(r.tree) DESC LIMIT 1
        ) r
        WHERE p.live AND {condition} AND NOT EXISTS (
            SELECT FROM wagtailcore_pageviewrestriction v JOIN wagtailcore_page b ON b.id = v.page_id
            WHERE starts_with(p.path, b.path)
        )
    """
    return statement, [*parameters, *condition_parameters]


def in_scope(scope: Scope) -> tuple[str, list[Any]]:
    """Return the SQL condition on ``wagtailcore_page p`` that is ``scope``."""
    conditions: list[str] = []
    parameters: list[Any] = []
    if scope.pages is not None:
        conditions.append("p.id = ANY(%s)")
        parameters.append(list(scope.pages))
    if scope.branches is not None:
        conditions.append("(" + " OR ".join(["p.path LIKE %s"] * len(scope.branches) or ["false"]) + ")")
        parameters += [f"{branch}%" for branch in scope.branches]
    return " AND ".join(conditions) or "true", parameters


def visible_others(model: type[models.Model], keys: Keys[Any] | None = None) -> models.QuerySet[models.Model]:
    """Return the rows of an entry model other than pages that anybody may see; ``keys`` narrows to primary keys."""
    rows = model._base_manager.all()
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    if issubclass(model, DraftStateMixin):
        rows = rows.filter(live=True)
    if issubclass(model, CollectionMember):
        rows = rows.exclude(collection__in=restricted_collections())
    return rows


def restricted_collections() -> models.QuerySet[Collection]:
    """Return the collections that are restricted, or stand below one that is."""
    condition = models.Q(pk__in=[])
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        condition |= models.Q(path__startswith=path)
    return Collection.objects.filter(condition)


def page_types() -> dict[int, str]:
    """Return the type names of the page models that are entries, by content type."""
    models_of_pages = [model for model in entry_models().values() if issubclass(model, Page)]
    content_types = ContentType.objects.get_for_models(*models_of_pages)
    return {content_type.pk: type_name(model) for model, content_type in content_types.items()}


def keys_of_pages(primary_keys: Keys[int]) -> list[str]:
    """Return the keys that pages may have, whatever their types: for those whose rows are gone."""
    return [f"{name}:{primary_key}" for name in page_types().values() for primary_key in primary_keys]


@cache
def _language_prefix(language: str) -> str:
    """Return the public path of a site's root page in one language: ``/pt/``."""
    try:
        with translation.override(language):
            return reverse("wagtail_serve", args=("",))
    except NoReverseMatch:
        return f"/{language}/"
