"""The SQL of lists: a page by keyset, total, facets. Called by ``published.readings``.

Every list is ``source CROSS JOIN LATERAL (scans of an index that end after one page)``, whatever the planner knows of
the tables: a plan made before statistics were, or for any value, is the same.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial, wraps
from typing import Any

from published.list_sources import (
    PARENT,
    Parameters,
    Source,
    asked_terms,
    below,
    by_scope,
    by_terms,
    conditions,
    named,
    scopes,
)
from published.list_windows import limit, order, stretches
from published.listing import Listing, Window

Statement = tuple[str, Parameters]

# Every statement gives the same columns, so that any of them can be joined into one: an entry, its position in the list
# as text, the key of the parent whose list it is, a number. What a statement has nothing for is null.
COLUMNS = "e.key, e.type, e.locale, e.site, e.path, e.translation_key::text, e.tree, e.listed, e.card"
BODY = "CASE WHEN e.type = ANY(%(with_body)s) THEN e.body END"
NOTHING_MORE = "NULL::text, NULL::text, NULL::bigint"
NO_PLACE = "NULL::int, NULL::text, NULL::text, NULL::text, NULL::bool, NULL::json, NULL::json"
NO_ENTRY = f"NULL::text, NULL::text, {NO_PLACE}"  # but for its first column
# What the terms ``c`` are called. One by one: of a small store the planner would rather read every entry for it, which
# takes longer than all the rest.
LABELS = (
    "LEFT JOIN LATERAL (SELECT o.card FROM published_entry o"
    " WHERE o.key = substr(c.term, strpos(c.term, ':') + 1) OFFSET 0) v ON true"
)

#: How far the beginnings of two lists are compared with each other before both are read whole.
LOOKED_THROUGH = 300
#: Whose terms are looked up one by one, for facets: up to this number that is less than reading those of all pages.
FEW = 2_000

_ONLY_PARENT = "(%(parents)s::text[])[1]"


def _kept(make: Callable[..., Statement]) -> Callable[..., Statement]:
    """Keep what was made of the same list lately, unless it is below parents; whoever is given it changes nothing."""
    kept = lru_cache(maxsize=500)(partial(make, parents=None))

    @wraps(make)
    def statement(*asked: Any, parents: Sequence[str] | None, **others: Any) -> Statement:
        return kept(*asked, **others) if parents is None else make(*asked, parents=parents, **others)

    return statement


@_kept
def page_statement(listing: Listing, window: Window, *, parents: Sequence[str] | None) -> Statement:
    """Gives entries with their position and, with ``parents``, the parent; needs the value ``with_body``."""
    parameters: Parameters = {}
    sources = _sources(listing, parents, parameters)
    filters = [*conditions(listing, parameters), *named(listing, parameters)]
    parent = "NULL::text"
    if len(sources) > 1:
        keys = _page_of_several(listing, window, sources, filters, parameters)
        parent = _ONLY_PARENT if parents is not None else parent
    else:
        keys = _page_of_one(listing, window, sources[0], filters, parameters, limit=limit(window))
        if parents is not None:
            parent = f"k.{PARENT}"
            keys = f"SELECT k.*, p.{PARENT} FROM {sources[0].parents} p CROSS JOIN LATERAL ({keys}) k"
    statement = (
        f"{_with(asked_terms(listing, parameters))}"
        f"SELECT {COLUMNS}, {BODY}, k.{listing.order.column.name}::text, {parent}, NULL::bigint FROM ({keys}) k"
        f" JOIN published_entry e ON e.key = k.key ORDER BY {order(listing, window, 'k')}"
    )
    return statement, parameters


@_kept
def count_statement(listing: Listing, *, parents: Sequence[str] | None) -> Statement:
    """Gives the parent and the number."""
    parameters: Parameters = {}
    sources = _sources(listing, parents, parameters)
    filters = [*conditions(listing, parameters), *named(listing, parameters)]
    head = f"{_with(asked_terms(listing, parameters))}SELECT NULL::text, {NO_ENTRY}, NULL::text, "
    if len(sources) > 1:
        parent = _ONLY_PARENT if parents is not None else "NULL::text"
        return f"{head}{parent}, count(*) FROM ({_keys_of_all(sources, filters)}) k", parameters
    (source,) = sources
    counted = (
        f"(SELECT coalesce(sum(c.number), 0)::bigint AS number FROM {source.each} CROSS JOIN LATERAL"
        f" (SELECT count(*) AS number FROM {source.table} m WHERE {' AND '.join([source.at, *filters])}) c)"
    )
    if parents is not None:
        return f"{head}p.{PARENT}, c.number FROM {source.parents} p CROSS JOIN LATERAL {counted} c", parameters
    if listing.terms:
        # Mostly one of the terms is carried only, the others being of other languages: then none is counted twice.
        carried = f"EXISTS (SELECT FROM {source.table} m WHERE {source.at})"
        counted = (
            f"CASE WHEN (SELECT count(DISTINCT w.term) FROM {source.each} WHERE {carried}) < 2 THEN {counted}"
            f" ELSE (SELECT count(*) FROM ({_keys_of_all(sources, filters)}) k) END"
        )
    return f"{head}NULL::text, {counted}", parameters


@_kept
def facets_statement(
    listing: Listing, *, parents: Sequence[str] | None, kind: str | None, but: tuple[str, ...]
) -> Statement:
    """Gives in the first three columns the term and the label and slug of the entry it names, then parent and number.

    Of the terms of one ``kind``, or of all kinds ``but`` some.
    """
    parameters: Parameters = {}
    sources = _sources(listing, parents, parameters)
    filters = [*conditions(listing, parameters), *named(listing, parameters)]
    kinds = [] if kind is None else [f"starts_with(m.term, '{_kind(kind)}:')"]
    kinds += [f"NOT starts_with(m.term, '{_kind(other)}:')" for other in but]
    tables = asked_terms(listing, parameters)
    if parents is None and not listing.terms and listing.names is None:
        # The table of terms knows all that it is asked; its index holds them by type and language.
        at = " AND ".join(["m.type = s.type AND m.locale = s.locale", *kinds, *filters])
        counted = (
            "SELECT NULL::text AS parent, f.term, sum(f.number)::bigint AS number"
            f" FROM {scopes(listing, parameters)} CROSS JOIN LATERAL"
            f" (SELECT m.term, count(*) AS number FROM published_term m WHERE {at} GROUP BY m.term) f GROUP BY f.term"
        )
    else:
        found = "key, NULL::text AS parent"
        in_scope = "" if parents is not None else scopes(listing, parameters)
        keys = _keys_of_all(sources, filters)
        if parents is not None and len(sources) == 1:
            found, keys = "key, parent", sources[0].rows(f"m.key, p.{PARENT}", filters)
        elif parents is not None:
            found = f"key, {_ONLY_PARENT} AS parent"
        tables.append(f"found AS MATERIALIZED (SELECT {found} FROM ({keys}) k)")
        counted = (
            f"SELECT t.parent, t.term, count(*) AS number FROM ({_terms_of_found(kinds, in_scope)}) t GROUP BY 1, 2"
        )
    statement = (
        f"{_with(tables)}"
        f"SELECT c.term, coalesce(v.card->>'name', v.card->>'title'), v.card->>'slug', {NO_PLACE}, NULL::text,"
        f" c.parent, c.number FROM ({counted}) c"
        f" {LABELS}"
        " ORDER BY c.number DESC, c.term"
    )
    return statement, parameters


def _sources(listing: Listing, parents: Sequence[str] | None, parameters: Parameters) -> list[Source]:
    """All of which an entry must stand in."""
    by_term = [by_terms(listing, number, parameters, in_scope=parents is None) for number in range(len(listing.terms))]
    if parents is not None:
        return [below(listing, parents, parameters), *by_term]
    return by_term or [by_scope(listing, parameters)]


def _terms_of_found(kinds: Sequence[str], in_scope: str) -> str:
    """The terms of what was found: of few looked up one by one, of many beside those of all pages of the list."""
    few = f"(SELECT count(*) FROM (SELECT FROM found LIMIT {FEW}) f) < {FEW}"
    of_one = " AND ".join(["m.key = k.key", *kinds])
    of_all = of_one
    scope = ""
    if in_scope:
        scope, of_all = f"{in_scope} CROSS JOIN ", f"m.type = s.type AND m.locale = s.locale AND {of_one}"
    return (
        f"SELECT k.parent, t.term FROM found k CROSS JOIN LATERAL (SELECT m.term FROM published_term m WHERE {of_one}"
        f" OFFSET 0) t WHERE {few}"
        f" UNION ALL SELECT k.parent, m.term FROM {scope}found k JOIN published_term m ON {of_all} WHERE NOT {few}"
    )


def _kind(kind: str) -> str:
    assert kind.isidentifier(), kind
    return kind


def _keys_of_all(sources: Sequence[Source], filters: Sequence[str]) -> str:
    """The keys of what stands in all sources, each once."""
    if len(sources) == 1:
        return f"SELECT DISTINCT key FROM ({sources[0].rows('m.key', filters)}) m"
    return " INTERSECT ".join(source.rows("m.key", filters) for source in sources)


def _page_of_one(
    listing: Listing, window: Window, source: Source, filters: Sequence[str], parameters: Parameters, *, limit: str
) -> str:
    """The first keys of a source in the order of the list, with what that goes by."""
    column = listing.order.column.name
    scans = [
        f"(SELECT m.key, m.{column} FROM {source.table} m WHERE {' AND '.join([source.at, *filters, stretch])}"
        f" ORDER BY {order(listing, window, 'm')} {limit})"
        for stretch in stretches(listing, window, parameters, "m")
    ]
    each_once = f" GROUP BY k.key, k.{column}" if listing.terms else ""  # a page may carry several of the terms
    return (
        f"SELECT k.key, k.{column} FROM {source.each} CROSS JOIN LATERAL ({' UNION ALL '.join(scans)}) k{each_once}"
        f" ORDER BY {order(listing, window, 'k')} {limit}"
    )


def _page_of_several(
    listing: Listing, window: Window, sources: Sequence[Source], filters: Sequence[str], parameters: Parameters
) -> str:
    """The first keys that stand in several sources.

    Of each source the beginning is looked through: where the others agree often, or it has no more, that is the page.
    Where each is long and they have little in common, all of them are read and compared whole.
    """
    column, first = listing.order.column.name, f"ORDER BY {order(listing, window, 'k')}"
    beyond = " OR ".join(f"({stretch})" for stretch in stretches(listing, window, parameters, "m"))
    tables: list[str] = []
    hits: list[str] = []
    enough = ["false"]
    for number, source in enumerate(sources):
        agreed = " AND ".join(other.holds for place, other in enumerate(sources) if place != number)
        is_enough = f"(SELECT count(*) FROM some_{number}) < {LOOKED_THROUGH}"
        if source.is_ordered and (column != "tree" or source.parents):
            some = _page_of_one(listing, window, source, filters, parameters, limit=f"LIMIT {LOOKED_THROUGH}")
            if source.parents:
                some = f"SELECT k.* FROM {source.parents} p CROSS JOIN LATERAL ({some}) k"
            among = f"(SELECT k.* FROM some_{number} k {first} OFFSET 0) k WHERE {agreed}"
            most = f" LIMIT {window.size + 1}"
            is_enough += f" OR (SELECT count(*) FROM hits_{number}) > {window.size}"
        else:
            some = f"{source.rows('m.key', filters)} LIMIT {LOOKED_THROUGH}"
            among = f"(SELECT m.key, m.{column} FROM some_{number} k JOIN published_entry m ON m.key = k.key"
            among, most = f"{among} WHERE {beyond}) k WHERE {agreed}", ""
        tables.append(f"some_{number} AS MATERIALIZED ({some})")
        still_wanted = f"NOT ({' OR '.join(enough)})"
        tables.append(f"hits_{number} AS MATERIALIZED (SELECT k.key, k.{column} FROM {among} AND {still_wanted}{most})")
        hits.append(f"SELECT key, {column} FROM hits_{number}")
        enough.append(is_enough)
    tables.append(f"hits AS MATERIALIZED ({' UNION ALL '.join(hits)})")
    tables.append(f"enough AS MATERIALIZED (SELECT {' OR '.join(enough)} AS is_true)")
    everything = (
        f"SELECT m.key, m.{column} FROM ({_keys_of_all(sources, filters)}) k"
        f" JOIN published_entry m ON m.key = k.key WHERE {beyond}"
    )
    return (
        f"{_with(tables)}SELECT k.key, k.{column} FROM ("
        f"SELECT h.key, h.{column} FROM hits h WHERE (SELECT is_true FROM enough)"
        f" UNION ALL SELECT a.key, a.{column} FROM ({everything}) a WHERE NOT (SELECT is_true FROM enough)"
        f") k GROUP BY k.key, k.{column} ORDER BY {order(listing, window, 'k')} {limit(window)}"
    )


def _with(tables: Sequence[str]) -> str:
    return f"WITH {', '.join(tables)} " if tables else ""
