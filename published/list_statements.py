"""The SQL of lists: filters, orders, keyset windows, totals, facets. Called by ``published.reading``.

Every list is ``source CROSS JOIN LATERAL (one index scan per row of the source)``. The source is the pairs of type and
language asked for, the terms filtered by, or the parents whose children are asked for. What carries a term is read from
the table of terms alone: with 100,000 entries, looking each of them up there costs hundreds of milliseconds.
"""

from collections.abc import Sequence
from typing import Any

from published.listing import Column, Listing, Order, Position, TermFilter, When, Window

Parameters = dict[str, Any]

# Every statement gives the same columns, so that any of them can be joined into one: an entry, its position in the list
# as text, the key of the parent whose list it is, a number. What a statement has nothing for is null.
COLUMNS = "e.key, e.type, e.locale, e.site, e.path, e.translation_key::text, e.tree, e.listed, e.card"
BODY = "CASE WHEN e.type = ANY(%(with_body)s) THEN e.body END"
NOTHING_MORE = "NULL::text, NULL::text, NULL::bigint"
NO_PLACE = "NULL::int, NULL::text, NULL::text, NULL::text, NULL::bool, NULL::json, NULL::json"
NO_ENTRY = f"NULL::text, NULL::text, {NO_PLACE}"  # but for its first column

_IN_SCOPE = "m.type = s.type AND m.locale = s.locale"


def page_statement(listing: Listing, window: Window, *, parents: Sequence[str] | None) -> tuple[str, Parameters]:
    """Gives entries with their position and, with ``parents``, the parent; needs the value ``with_body``."""
    if parents is None and listing.terms:
        return _page_of_carriers(listing, window)
    column, order = listing.order.column, _order(listing, window)
    source, conditions, parameters = _entries(listing, parents)
    conditions += _window(listing, window, parameters)
    limit = _limit(window)
    statement = (
        f"SELECT {COLUMNS}, {BODY}, e.{column.name}::text, {_parent(parents)}, NULL::bigint FROM {source}"
        f" CROSS JOIN LATERAL (SELECT e.* FROM published_entry e WHERE {' AND '.join(conditions)}"
        f" ORDER BY {order} {limit}) e ORDER BY {order} {'' if parents is not None else limit}"
    )
    return statement, parameters


def count_statement(listing: Listing, *, parents: Sequence[str] | None) -> tuple[str, Parameters]:
    """Gives the parent and the number."""
    head = f"SELECT NULL::text, {NO_ENTRY}, NULL::text, {_parent(parents)}, count(*) FROM"
    if parents is None and listing.terms:
        parameters: Parameters = {}
        return f"{head} ({_carriers(listing, parameters)}) k", parameters
    source, conditions, parameters = _entries(listing, parents)
    statement = f"{head} {source} JOIN published_entry e ON {' AND '.join(conditions)}"
    return statement + (" GROUP BY p.key" if parents is not None else ""), parameters


def facets_statement(
    listing: Listing, *, parents: Sequence[str] | None, kind: str | None, but: Sequence[str]
) -> tuple[str, Parameters]:
    """Gives in the first three columns the term and the label and slug of the entry it names, then parent and number.

    Of the terms of one ``kind``, or of all kinds ``but`` some.
    """
    parameters: Parameters = {}
    if parents is None and listing.terms:
        carried = f"({_carriers(listing, parameters)}) k JOIN published_term m ON m.key = k.key"
    elif parents is None and listing.when is None:
        scopes = _scopes(listing, parameters)
        carried = " AND ".join([f"{scopes} JOIN published_term m ON {_IN_SCOPE}", *_dates(listing, "m", parameters)])
    else:
        source, conditions, parameters = _entries(listing, parents)
        carried = (
            f"{source} JOIN published_entry e ON {' AND '.join(conditions)} JOIN published_term m ON m.key = e.key"
        )
    if kind is not None:
        carried += " AND starts_with(m.term, %(facet_kind)s)"
        parameters["facet_kind"] = f"{kind}:"
    for number, other in enumerate(but):
        carried += f" AND NOT starts_with(m.term, %(facet_but_{number})s)"
        parameters[f"facet_but_{number}"] = f"{other}:"
    statement = (
        f"SELECT c.term, coalesce(v.card->>'name', v.card->>'title'), v.card->>'slug', {NO_PLACE}, NULL::text,"
        " c.parent, c.number"
        f" FROM (SELECT {_parent(parents)} AS parent, m.term, count(*) AS number FROM {carried} GROUP BY 1, 2) c"
        " LEFT JOIN published_entry v ON v.key = substr(c.term, strpos(c.term, ':') + 1)"
        " ORDER BY c.number DESC, c.term"
    )
    return statement, parameters


def _parent(parents: Sequence[str] | None) -> str:
    return "NULL::text" if parents is None else "p.key"


def _page_of_carriers(listing: Listing, window: Window) -> tuple[str, Parameters]:
    """A page of a list filtered by terms; these are kept in the order of dates, so that it reads what it shows only."""
    column, order = listing.order.column, _order(listing, window)
    parameters: Parameters = {}
    if column.name != "sort_at":
        conditions = " AND ".join(["e.key = k.key", *_window(listing, window, parameters)])
        source = f"({_carriers(listing, parameters)}) k JOIN published_entry e ON {conditions}"
    else:
        first, *others = listing.terms
        conditions = " AND ".join(
            [
                f"m.term = w.term AND {_IN_SCOPE}",
                *_dates(listing, "m", parameters),
                *_window(listing, window, parameters, "m"),
                *[_carries(terms, "m", number, parameters) for number, terms in enumerate(others, start=1)],
            ]
        )
        entry = f" JOIN published_entry e ON e.key = m.key AND {_when(listing, parameters)}" if listing.when else ""
        scopes = _scopes(listing, parameters)
        source = (
            f"(SELECT k.key FROM unnest({_terms(first, 0, parameters)}) w(term) CROSS JOIN {scopes}"
            f" CROSS JOIN LATERAL (SELECT m.key, m.sort_at FROM published_term m{entry} WHERE {conditions}"
            f" ORDER BY {_order(listing, window, 'm')} {_limit(window)}) k"
            f" GROUP BY k.key, k.sort_at ORDER BY {_order(listing, window, 'k')} {_limit(window)}) k"
            " JOIN published_entry e ON e.key = k.key"
        )
    statement = (
        f"SELECT {COLUMNS}, {BODY}, e.{column.name}::text, {_parent(None)}, NULL::bigint"
        f" FROM {source} ORDER BY {order} {_limit(window)}"
    )
    return statement, parameters


def _carriers(listing: Listing, parameters: Parameters) -> str:
    """The keys of what carries the terms of every filter field, each once."""
    scopes, dates = _scopes(listing, parameters), _dates(listing, "m", parameters)
    selects = [
        " AND ".join(
            [
                f"SELECT m.key FROM {scopes} JOIN published_term m ON {_IN_SCOPE}"
                f" AND m.term = ANY({_terms(terms, number, parameters)})",
                *dates,
            ]
        )
        for number, terms in enumerate(listing.terms)
    ]
    carriers = " INTERSECT ".join(selects) if len(selects) > 1 else f"SELECT DISTINCT key FROM ({selects[0]}) m"
    if listing.when is None:
        return carriers
    return f"SELECT k.key FROM ({carriers}) k JOIN published_entry e ON e.key = k.key AND {_when(listing, parameters)}"


def _entries(listing: Listing, parents: Sequence[str] | None) -> tuple[str, list[str], Parameters]:
    """The source of a list that starts from entries, the conditions on ``e`` and the source, and their values."""
    if parents is None:
        parameters = {}
        source = _scopes(listing, parameters)
        conditions = ["e.listed", "e.type = s.type", "e.locale = s.locale"]
    else:
        source = "(SELECT key, tree FROM published_entry WHERE key = ANY(%(parents)s) AND tree IS NOT NULL) p"
        parameters = {"parents": list(parents), "types": sorted({kind for kind, _ in listing.scopes})}
        conditions = [
            "e.listed",
            "e.tree > p.tree",
            "e.tree <= p.tree || 'ZZZZ'",
            "length(e.tree) = length(p.tree) + 4",  # treebeard: four characters a level
            "e.type = ANY(%(types)s)",
        ]
    if listing.names is not None:
        conditions.append("(e.key = ANY(%(entry_names)s) OR e.card->>'slug' = ANY(%(entry_names)s))")
        parameters["entry_names"] = list(listing.names)
    conditions += [_carries(terms, "e", number, parameters) for number, terms in enumerate(listing.terms)]
    conditions += _dates(listing, "e", parameters)
    if listing.when is not None:
        conditions.append(_when(listing, parameters))
    return source, conditions, parameters


def _scopes(listing: Listing, parameters: Parameters) -> str:
    """The pairs of type and language as rows, so that the planner sees how many there are whatever is bound to them."""
    languages = {locale: f"locale_{number}" for number, (_, locale) in enumerate(listing.scopes)}
    parameters |= {name: locale for locale, name in languages.items()}
    rows = [f"({_literal(kind)}, %({languages[locale]})s::text)" for kind, locale in listing.scopes]
    values = f"VALUES {', '.join(rows)}" if rows else "SELECT ''::text, ''::text LIMIT 0"
    return f"({values}) s(type, locale)"


def _literal(type_name: str) -> str:
    assert type_name.isidentifier(), type_name
    return f"'{type_name}'::text"


def _terms(terms: TermFilter, number: int, parameters: Parameters) -> str:
    """The terms of one filter field. Slugs are looked up inside the statement, so that they cost no other."""
    if terms.type is None:
        parameters[f"names_{number}"] = [f"{terms.kind}:{name}" for name in dict.fromkeys(terms.names)]
        return f"%(names_{number})s::text[]"
    parameters[f"names_{number}"] = list(terms.names)
    parameters[f"kind_{number}"] = f"{terms.kind}:"
    parameters[f"vocabulary_{number}"] = terms.type
    return (
        f"ARRAY(SELECT %(kind_{number})s || v.key FROM published_entry v WHERE v.type = %(vocabulary_{number})s"
        f" AND (v.key = ANY(%(names_{number})s) OR v.card->>'slug' = ANY(%(names_{number})s)))"
    )


def _carries(terms: TermFilter, alias: str, number: int, parameters: Parameters) -> str:
    asked = _terms(terms, number, parameters)
    return f"EXISTS (SELECT FROM published_term o WHERE o.key = {alias}.key AND o.term = ANY({asked}))"


def _dates(listing: Listing, alias: str, parameters: Parameters) -> list[str]:
    conditions = []
    if listing.published_after is not None:
        conditions.append(f"{alias}.sort_at >= %(published_after)s")
        parameters["published_after"] = listing.published_after
    if listing.published_before is not None:
        conditions.append(f"{alias}.sort_at < %(published_before)s")
        parameters["published_before"] = listing.published_before
    return conditions


# An entry without an end ends when it starts.
_WHEN = {
    When.UPCOMING: "e.starts_at > %(now)s",
    When.ONGOING: "e.starts_at <= %(now)s AND e.ends_at > %(now)s",
    When.PAST: "coalesce(e.ends_at, e.starts_at) <= %(now)s",
}


def _when(listing: Listing, parameters: Parameters) -> str:
    assert listing.when is not None
    parameters["now"] = listing.now
    return _WHEN[listing.when]


def _limit(window: Window) -> str:
    """One entry more than asked tells whether there are more.

    The number stands in the statement itself: of a parameter the planner would assume a tenth of the whole list, find
    a plan for any value dear and plan for this one at each request, which takes longer than reading.
    """
    return f"LIMIT {window.size + 1}"


def _order(listing: Listing, window: Window, alias: str = "e") -> str:
    """The order in which the statement reads; a window from the end is read backwards, the caller turns it round."""
    column, against_index = listing.order.column, listing.order.is_reversed != window.backwards
    descending = column.descending != against_index
    direction, key = "DESC" if descending else "ASC", "DESC" if against_index else "ASC"
    return f"{alias}.{column.name} {direction}, {alias}.key {key}"


def _window(listing: Listing, window: Window, parameters: Parameters, alias: str = "e") -> list[str]:
    """The conditions of a window and its values."""
    conditions = []
    for name, position, in_index_order in (
        ("after", window.after, not listing.order.is_reversed),
        ("before", window.before, listing.order.is_reversed),
    ):
        if position is not None:
            parameters |= {f"{name}_value": position.value, f"{name}_key": position.key}
            conditions.append(_beyond(listing.order, position, name, alias=alias, in_index_order=in_index_order))
    return conditions


def _beyond(order: Order, position: Position, name: str, *, alias: str, in_index_order: bool) -> str:
    """The condition "stands after this position", in the index's order or against it; nulls as the index has them."""
    column: Column = order.column
    field, value = f"{alias}.{column.name}", f"%({name}_value)s::{column.cast}"
    compare_key = f"{alias}.key {'>' if in_index_order else '<'} %({name}_key)s"
    nulls_come_later = in_index_order != column.descending
    compare = ">" if nulls_come_later else "<"
    if position.value is None:
        if nulls_come_later:  # this position is among the last, the nulls
            return f"({field} IS NULL AND {value} IS NULL AND {compare_key})"
        return f"(({field} IS NOT NULL OR {compare_key}) AND {value} IS NULL)"
    beyond = f"{field} {compare}= {value} AND ({field} {compare} {value} OR {compare_key})"
    return f"({beyond} OR {field} IS NULL)" if nulls_come_later and column.nullable else f"({beyond})"
