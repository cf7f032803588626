"""The statement that finds: hits, their number, facets, promoted results, all of it at once. Called by ``api``.

Everything the question matches is ranked in one go, so the total and the facets cost little more. A filter does not
take away what it filters out but notes it: that is how each facet counts under all filters but its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from published.list_statements import COLUMNS, NO_ENTRY, NO_PLACE
from published.listing import TermFilter, Window
from published.reading import FacetValue, StoredEntry, StoreReader
from published.readings import NUMBER, PARENT, POSITION, Reading, entry_of_row
from search.folding import configuration
from search.lexemes import LEXEMES
from search.questions import Question

#: What a word counts for in the text (D, not used), the body (C), the summary (B), the title (A).
WEIGHTS = "{0.1, 0.2, 0.5, 1.0}"
#: 1 divides by the logarithm of the length: of two pages that say it once, the shorter one is more about it.
NORMALISATION = 1

TYPE_KIND = "type"
_LEXEME = re.compile(r"'([^']+)'")


@dataclass(frozen=True)
class Search:
    """What is looked for and where. ``types`` is what may be found, ``chosen`` what the visitor narrowed that to."""

    question: Question
    types: tuple[str, ...]
    chosen: tuple[str, ...] | None = None
    terms: tuple[TermFilter, ...] = ()
    published_after: datetime | None = None
    published_before: datetime | None = None
    facet_kinds: tuple[str, ...] = ()


@dataclass(slots=True)
class StoredHit:
    """An entry that was found; ``entry.position`` is its score as the database writes it, ``place`` counts from 1."""

    entry: StoredEntry
    score: float
    place: int


@dataclass(slots=True)
class StoredPromotion:
    """A page that editors let stand first, with what they say of it; ``place`` counts from 1."""

    entry: StoredEntry
    description: str
    place: int


@dataclass
class Found:
    """The answer: one hit more than the window asks where there is one; ``lexemes`` is what the words became."""

    hits: list[StoredHit] = field(default_factory=list)
    promoted: list[StoredPromotion] = field(default_factory=list)
    count: int = 0
    facets: list[FacetValue] = field(default_factory=list)
    lexemes: frozenset[str] = frozenset()


class SearchReading(Reading):
    """The parts of the answer that are asked for. A question that asks nothing need not be read: ``is_empty``."""

    def __init__(
        self,
        search: Search,
        window: Window | None,
        *,
        count: bool = False,
        facets: bool = False,
        promoted: bool = False,
        with_body: bool = False,
    ) -> None:
        self.is_empty = search.question.is_empty
        super().__init__(
            *_statement(search, window, count=count, facets=facets, promoted=promoted, with_body=with_body)
        )

    @property
    def found(self) -> Found:
        found = Found()
        for row in self.rows:
            part, number = row[PARENT], row[NUMBER]
            if part == _HIT:
                found.hits.append(StoredHit(entry_of_row(row, row[POSITION]), float(row[POSITION]), number))
            elif part == _COUNT:
                found.count = number
            elif part == _PROMOTED:
                found.promoted.append(StoredPromotion(entry_of_row(row), row[POSITION], number))
            elif part == _ASKED:
                found.lexemes = frozenset(_LEXEME.findall(row[0]))
            else:
                kind, _, value = row[0].partition(":")
                found.facets.append(FacetValue(kind, value, row[1], row[2], number))
        found.hits.sort(key=lambda hit: hit.place)
        found.promoted.sort(key=lambda promotion: promotion.place)
        found.facets.sort(key=lambda value: (-value.count, value.kind, value.value))
        return found


def find(reader: StoreReader, reading: SearchReading) -> Found:
    """What is found, in one statement; none for a question that asks nothing."""
    reader.read([] if reading.is_empty else [reading])
    return reading.found


# The part that a row belongs to; it stands where lists have the parent.
_ASKED, _HIT, _COUNT, _FACET, _PROMOTED = "asked", "hit", "count", "facet", "promoted"


def _statement(
    search: Search, window: Window | None, *, count: bool, facets: bool, promoted: bool, with_body: bool
) -> tuple[str, dict[str, Any]]:
    parameters: dict[str, Any] = {
        "configuration": configuration(search.question.locale),
        "question": search.question.tsquery,
        "locale": search.question.locale,
        "types": list(search.types),
        "weights": WEIGHTS,
        "normalisation": NORMALISATION,
    }
    bits = {TYPE_KIND: 1} if search.chosen is not None else {}
    for terms in search.terms:
        bits[terms.kind] = 2 << len(bits)
    named, missing = _filters(search, bits, parameters)
    conditions = ["e.listed", "e.locale = %(locale)s", "e.type = ANY(%(types)s)", *_dates(search, parameters)]
    tables = [
        "asked AS MATERIALIZED (SELECT to_tsquery(%(configuration)s::regconfig, %(question)s) AS query)",
        *named,
        "found AS MATERIALIZED (SELECT e.key, e.type, ts_rank(%(weights)s::float4[], e.search, a.query,"
        f" %(normalisation)s) AS score, {missing} AS missing FROM asked a JOIN published_entry e"
        f" ON {' AND '.join([*conditions, 'e.search @@ a.query'])})",
    ]
    body = "e.body" if with_body else "NULL::json"
    parts = [f"SELECT query::text, {NO_ENTRY}, NULL::text, '{_ASKED}', NULL::bigint FROM asked"]
    if window is not None:
        tables += _window(window, parameters)
        parts.append(
            f"SELECT {COLUMNS}, {body}, h.score::text, '{_HIT}', h.place"
            " FROM hits h JOIN published_entry e ON e.key = h.key"
        )
    if count:
        parts.append(f"SELECT NULL::text, {NO_ENTRY}, NULL::text, '{_COUNT}', count(*) FROM found WHERE missing = 0")
    if facets:
        tables.append(_facets(search, bits, parameters))
        parts.append(
            f"SELECT c.term, coalesce(v.card->>'name', v.card->>'title'), v.card->>'slug', {NO_PLACE}, NULL::text,"
            f" '{_FACET}', c.number FROM counted c"
            " LEFT JOIN published_entry v ON v.key = substr(c.term, strpos(c.term, ':') + 1)"
        )
    if promoted and search.question.plain_words:
        parameters["plain_words"] = search.question.plain_words
        tables.append(_PROMOTIONS)
        parts.append(
            f"SELECT {COLUMNS}, {body}, p.description, '{_PROMOTED}', p.place FROM promotions p"
            f" JOIN published_entry e ON e.key = p.key WHERE {' AND '.join(conditions)} AND {missing} = 0"
        )
    return f"WITH {', '.join(tables)} {' UNION ALL '.join(parts)}", parameters


# A promotion answers where its question and that of the visitor became the same lexemes. There are few of them.
_PROMOTIONS = f"""
    promotions AS (
        SELECT r.value->>'page' AS key, r.value->>'description' AS description,
            row_number() OVER (ORDER BY m.key, r.place) AS place
        FROM published_entry m CROSS JOIN LATERAL json_array_elements(m.card->'results') WITH ORDINALITY r(value, place)
        WHERE m.type = 'Promotion' AND m.locale = %(locale)s AND (m.card->'matches')::jsonb
            ? (SELECT {LEXEMES.format(configuration="%(configuration)s", words="%(plain_words)s")})
    )"""


def _filters(search: Search, bits: dict[str, int], parameters: dict[str, Any]) -> tuple[list[str], str]:
    """The terms that each filter names, by slug or key; and the sum of the bits of the filters an entry fails."""
    named, failed = [], ["0"]
    if search.chosen is not None:
        parameters["chosen"] = list(search.chosen)
        failed.append(f"CASE WHEN e.type = ANY(%(chosen)s) THEN 0 ELSE {bits[TYPE_KIND]} END")
    for number, terms in enumerate(search.terms):
        parameters |= {
            f"kind_{number}": f"{terms.kind}:",
            f"vocabulary_{number}": terms.type,
            f"names_{number}": list(terms.names),
        }
        named.append(
            f"named_{number} AS MATERIALIZED (SELECT %(kind_{number})s || v.key AS term FROM published_entry v"
            f" WHERE v.type = %(vocabulary_{number})s"
            f" AND (v.key = ANY(%(names_{number})s)"
            f" OR (v.card->>'slug' = ANY(%(names_{number})s) AND v.locale IN (%(locale)s, ''))))"
        )
        failed.append(
            f"CASE WHEN EXISTS (SELECT FROM published_term t JOIN named_{number} n ON n.term = t.term"
            f" WHERE t.key = e.key) THEN 0 ELSE {bits[terms.kind]} END"
        )
    return named, " + ".join(failed)


def _dates(search: Search, parameters: dict[str, Any]) -> Iterator[str]:
    if search.published_after is not None:
        parameters["published_after"] = search.published_after
        yield "e.sort_at >= %(published_after)s"
    if search.published_before is not None:
        parameters["published_before"] = search.published_before
        yield "e.sort_at < %(published_before)s"


def _window(window: Window, parameters: dict[str, Any]) -> list[str]:
    """The best first, equal scores by key; ``place`` counts from the best whatever part is read."""
    parameters["limit"] = window.size + 1
    conditions = ["true"]
    for name, position, beyond in (("after", window.after, "<"), ("before", window.before, ">")):
        if position is not None:
            parameters |= {f"{name}_score": position.value, f"{name}_key": position.key}
            by_key = ">" if beyond == "<" else "<"
            conditions.append(
                f"(score {beyond} %({name}_score)s::float4"
                f" OR (score = %({name}_score)s::float4 AND key {by_key} %({name}_key)s))"
            )
    order = "place DESC" if window.backwards else "place"
    return [
        "ranked AS (SELECT key, score, row_number() OVER (ORDER BY score DESC, key) AS place FROM found"
        " WHERE missing = 0)",
        f"hits AS (SELECT key, score, place FROM ranked WHERE {' AND '.join(conditions)}"
        f" ORDER BY {order} LIMIT %(limit)s)",
    ]


def _facets(search: Search, bits: dict[str, int], parameters: dict[str, Any]) -> str:
    """How many hits carry each term under all filters but the term's own. What is chosen is there even if none does."""
    parameters["kinds"] = [kind for kind in search.facet_kinds if kind != TYPE_KIND]
    own_bit = "".join(f" WHEN '{kind}' THEN {bit}" for kind, bit in bits.items() if kind != TYPE_KIND)
    # No own filter: all must hold.
    fails = f"f.missing & ~(CASE split_part(t.term, ':', 1){own_bit} ELSE 0 END)" if own_bit else "f.missing"
    counts = [
        "SELECT t.term, 1 AS one FROM found f JOIN published_term t ON t.key = f.key"
        f" WHERE split_part(t.term, ':', 1) = ANY(%(kinds)s) AND {fails} = 0",
        *(f"SELECT term, 0 FROM named_{number}" for number in range(len(search.terms))),
    ]
    if TYPE_KIND in search.facet_kinds:
        counts.append(f"SELECT '{TYPE_KIND}:' || type, 1 FROM found WHERE missing & ~{bits.get(TYPE_KIND, 0)} = 0")
        if search.chosen is not None:
            counts.append(f"SELECT '{TYPE_KIND}:' || chosen, 0 FROM unnest(%(chosen)s::text[]) chosen")
    return f"counted AS (SELECT term, sum(one) AS number FROM ({' UNION ALL '.join(counts)}) c GROUP BY term)"
