"""Where the entries of a list are found: by type and language, by the terms filtered by, below a parent.

A source is rows (scopes, terms, parents) and, for each of them, one scan of an index whose order is that of the list.
Called by ``published.list_statements``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from published.listing import Listing, TermFilter, When

Parameters = dict[str, Any]

PARENT = "parent"  # of what is read below a parent, the column of its key


@dataclass(frozen=True)
class Source:
    """For each row of ``each`` (below parents: of each parent ``p``) the rows of ``table m`` where ``at`` holds.

    ``holds`` asks of ``k.key`` whether it stands in the source. ``is_ordered``: an index gives a page of it in order.
    """

    each: str
    table: str
    at: str
    holds: str = ""
    parents: str = ""
    is_ordered: bool = True

    def rows(self, wanted: str, conditions: Sequence[str]) -> str:
        """All rows of the source at once."""
        each = f"{self.parents} p CROSS JOIN {self.each}" if self.parents else self.each
        return f"SELECT {wanted} FROM {each} JOIN {self.table} m ON {' AND '.join([self.at, *conditions])}"


def by_scope(listing: Listing, parameters: Parameters) -> Source:
    """Entries by type and language."""
    return Source(
        scopes(listing, parameters), "published_entry", "m.type = s.type AND m.locale = s.locale AND m.listed"
    )


def below(listing: Listing, parents: Sequence[str], parameters: Parameters) -> Source:
    """The children of parents by type, whatever their language: that of a place in the tree is its parent's."""
    parameters["parents"] = list(parents)
    types = dict.fromkeys(kind for kind, _ in listing.scopes)
    rows = f"VALUES {', '.join(f'({_literal(kind)})' for kind in types)}" if types else "SELECT ''::text LIMIT 0"
    above = (
        f"(SELECT key AS {PARENT}, tree FROM published_entry WHERE key = ANY(%(parents)s::text[]) AND tree IS NOT NULL)"
    )
    at = '"left"(m.tree, -4) = p.tree'  # treebeard: four characters a level. Written as the index has it
    return Source(
        f"({rows}) s(type)",
        "published_entry",
        f"{at} AND m.type = s.type AND m.listed",
        f"(SELECT true FROM {above} p, published_entry m WHERE m.key = k.key AND {at} AND m.listed LIMIT 1)",
        above,
    )


def by_terms(listing: Listing, number: int, parameters: Parameters, *, in_scope: bool = True) -> Source:
    """What carries any of the terms of a filter field; without ``in_scope`` of any type and language."""
    asked = f"(SELECT terms FROM asked_{number})::text[]"
    each, at = f"unnest({asked}) w(term)", "m.term = w.term"
    if in_scope:
        each = f"{each} CROSS JOIN {scopes(listing, parameters)}"
        at += " AND m.type = s.type AND m.locale = s.locale"
    # Not EXISTS: the planner would read all that carries the terms for a few keys.
    holds = f"(SELECT true FROM published_term o WHERE o.key = k.key AND o.term = ANY({asked}) LIMIT 1)"
    return Source(each, "published_term", at, holds, is_ordered=in_scope)


def asked_terms(listing: Listing, parameters: Parameters) -> list[str]:
    """The tables that ``by_terms`` reads: the terms of each filter field, looked up once in the statement."""
    return [
        f"asked_{number} AS MATERIALIZED (SELECT {_terms(terms, number, parameters)} AS terms)"
        for number, terms in enumerate(listing.terms)
    ]


def scopes(listing: Listing, parameters: Parameters) -> str:
    """The pairs of type and language as rows, so that the planner sees how many there are whatever is bound to them."""
    languages = {locale: f"locale_{number}" for number, (_, locale) in enumerate(listing.scopes)}
    parameters |= {name: locale for locale, name in languages.items()}
    rows = [f"({_literal(kind)}, %({languages[locale]})s::text)" for kind, locale in dict.fromkeys(listing.scopes)]
    values = f"VALUES {', '.join(rows)}" if rows else "SELECT ''::text, ''::text LIMIT 0"
    return f"({values}) s(type, locale)"


def conditions(listing: Listing, parameters: Parameters) -> list[str]:
    """The conditions of a list on what stands in every source: dates, where it stands in time."""
    found = []
    if listing.published_after is not None:
        found.append("m.sort_at >= %(published_after)s")
        parameters["published_after"] = listing.published_after
    if listing.published_before is not None:
        found.append("m.sort_at < %(published_before)s")
        parameters["published_before"] = listing.published_before
    if listing.when is not None:
        found.append(_WHEN[listing.when])
        parameters["now"] = listing.now
    return found


# An entry without an end ends when it starts. What is over has started: said for the index, which begins there.
_WHEN = {
    When.UPCOMING: "m.starts_at > %(now)s",
    When.ONGOING: "m.starts_at <= %(now)s AND m.ends_at > %(now)s",
    When.PAST: "m.starts_at <= %(now)s AND coalesce(m.ends_at, m.starts_at) <= %(now)s",
}


def named(listing: Listing, parameters: Parameters) -> list[str]:
    """The condition on ``m`` of a list of named entries, which is for vocabularies."""
    if listing.names is None:
        return []
    parameters["entry_names"] = list(listing.names)
    is_named = "v.key = ANY(%(entry_names)s::text[]) OR v.card->>'slug' = ANY(%(entry_names)s::text[])"
    return [f"EXISTS (SELECT FROM published_entry v WHERE v.key = m.key AND ({is_named}))"]


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


def _literal(type_name: str) -> str:
    assert type_name.isidentifier(), type_name
    return f"'{type_name}'::text"
