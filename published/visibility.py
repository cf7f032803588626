"""What an anonymous visitor may see, and at which address: the one answer, for single things and in bulk.

Called before anything is written into the store. Rows of the database decide, never an instance in memory or a cache.
"""

from collections.abc import Collection as Keys
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
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


# Where two sites share a root, the default one has the address.
_ROOTS = """
    SELECT DISTINCT ON (t.path) s.id AS site, t.path AS tree, t.url_path, l.language_code AS language
    FROM wagtailcore_site s
    JOIN wagtailcore_page r ON r.id = s.root_page_id
    JOIN wagtailcore_page t ON t.translation_key = r.translation_key
    JOIN wagtailcore_locale l ON l.id = t.locale_id
    ORDER BY t.path, s.is_default_site DESC, s.hostname, s.id
"""


def roots() -> list[Root]:
    """Return the root pages of all sites with their translations, the innermost first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT site, tree, url_path, language FROM ({_ROOTS}) r")
        found = [Root(site, tree, url, _language_prefix(language)) for site, tree, url, language in cursor.fetchall()]
    return sorted(found, key=lambda root: (-len(root.tree), root.tree))


def address_of(page: Page) -> Address:
    """Return where a page stands or would stand, whether visitors may see it or not."""
    for root in roots():
        if page.path and page.path.startswith(root.tree):
            return Address(root.site, root.prefix + page.url_path[len(root.url_path) :], page.path)
    return Address(None, None, page.path or "")


@dataclass(frozen=True)
class Scope:
    """Which pages are asked about: some by primary key, whole branches by their place in the tree, or all."""

    pages: Keys[int] | None = None
    branches: Keys[str] | None = None


def visible_pages(scope: Scope) -> dict[str, Address]:
    """Return the address of each page in ``scope`` that anybody may see, by its key."""
    statement, parameters = places_statement(scope)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, site, path, tree FROM ({statement}) v WHERE v.is_visible", parameters)
        return {key: Address(site, path, tree) for key, site, path, tree in cursor.fetchall()}


def places_statement(scope: Scope) -> tuple[str, list[Any]]:
    """Return the SQL that selects ``key, id, numchild, site, path, tree, is_visible`` of every page in ``scope``.

    Anybody may see what is live, under the root of a site and in no restricted branch. Pages of a type that declares
    no public fields are left out.
    """
    content_types, prefixes = page_types(), _language_prefixes()
    condition, condition_parameters = in_scope(scope)
    statement = f"""
        WITH root AS MATERIALIZED (
            SELECT r.site, r.tree, r.url_path, coalesce(l.prefix, '/' || r.language || '/') AS prefix
            FROM ({_ROOTS}) r LEFT JOIN unnest(%s::text[], %s::text[]) l(language, prefix) USING (language)
        ), restricted AS MATERIALIZED (
            SELECT b.path AS tree FROM wagtailcore_pageviewrestriction v JOIN wagtailcore_page b ON b.id = v.page_id
        )
        SELECT t.name || ':' || p.id AS key, p.id, p.numchild, r.site,
            r.prefix || substr(p.url_path, length(r.url_path) + 1) AS path, p.path AS tree,
            p.live AND r.site IS NOT NULL AND NOT EXISTS (
                SELECT FROM restricted x WHERE starts_with(p.path, x.tree)
            ) AS is_visible
        FROM wagtailcore_page p
        JOIN unnest(%s::int[], %s::text[]) t(id, name) ON t.id = p.content_type_id
        LEFT JOIN LATERAL (
            SELECT * FROM root WHERE starts_with(p.path, root.tree) ORDER BY length(root.tree) DESC LIMIT 1
        ) r ON true
        WHERE {condition}
    """
    known = [list(prefixes), list(prefixes.values()), list(content_types), list(content_types.values())]
    return statement, [*known, *condition_parameters]


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


def _language_prefixes() -> dict[str, str]:
    """Return the public path of a site's root page by language, of those in the settings; others have ``/code/``."""
    return {language: _language_prefix(language) for language, _name in settings.LANGUAGES}


@cache
def _language_prefix(language: str) -> str:
    """Return the public path of a site's root page in one language: ``/pt/``."""
    try:
        with translation.override(language):
            return reverse("wagtail_serve", args=("",))
    except NoReverseMatch:
        return f"/{language}/"
