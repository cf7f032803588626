"""The statement that finds: hits, their number, facets, promoted results, all of it at once. Called by ``api``.

What the question matches is found in narrow rows, which tell the total and the facets; the newest of it is ranked. A
filter does not take away what it filters out but notes it: that is how each facet counts under all filters but its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from published.list_statements import COLUMNS, LABELS, NO_ENTRY, NO_PLACE
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

#: So many hits are ranked, the newest. For a word that is on every page, reading the words of all takes seconds.
MOST_RANKED = 1_000

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
    conditions = ["f.locale = %(locale)s", "f.type = ANY(%(types)s)", *_dates(search, parameters)]
    carried = "f.terms" if facets else "NULL::text[] AS terms"
    tables = [
        "asked AS MATERIALIZED (SELECT to_tsquery(%(configuration)s::regconfig, %(question)s) AS query)",
        *named,
        f"found AS MATERIALIZED (SELECT f.key, f.type, f.sort_at, {carried}, {missing} AS missing FROM asked a"
        f" JOIN published_findable f ON {' AND '.join([*conditions, 'f.search @@ a.query'])})",
    ]
    body = "e.body" if with_body else "NULL::json"
    parts = [f"SELECT query::text, {NO_ENTRY}, NULL::text, '{_ASKED}', NULL::bigint FROM asked"]
    if window is not None:
        tables += _window(window, parameters)
        parts.append(
            f"SELECT {COLUMNS}, {body}, h.score::text, '{_HIT}', h.place"
            " FROM placed h JOIN published_entry e ON e.key = h.key"
        )
    if count:
        parts.append(f"SELECT NULL::text, {NO_ENTRY}, NULL::text, '{_COUNT}', count(*) FROM found WHERE missing = 0")
    if facets:
        tables.append(_facets(search, bits, parameters))
        parts.append(
            f"SELECT c.term, coalesce(v.card->>'name', v.card->>'title'), v.card->>'slug', {NO_PLACE}, NULL::text,"
            f" '{_FACET}', c.number FROM counted c"
            f" {LABELS}"
        )
    if promoted and search.question.plain_words:
        parameters["plain_words"] = search.question.plain_words
        tables.append(_PROMOTIONS)
        parts.append(
            f"SELECT {COLUMNS}, {body}, p.description, '{_PROMOTED}', p.place FROM promotions p"
            " JOIN published_entry e ON e.key = p.key JOIN published_findable f ON f.key = p.key"
            f" WHERE {' AND '.join(conditions)} AND {missing} = 0"
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
        failed.append(f"CASE WHEN f.type = ANY(%(chosen)s) THEN 0 ELSE {bits[TYPE_KIND]} END")
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
        failed.append(f"CASE WHEN f.terms && ARRAY(SELECT term FROM named_{number}) THEN 0 ELSE {bits[terms.kind]} END")
    return named, " + ".join(failed)


def _dates(search: Search, parameters: dict[str, Any]) -> Iterator[str]:
    if search.published_after is not None:
        parameters["published_after"] = search.published_after
        yield "f.sort_at >= %(published_after)s"
    if search.published_before is not None:
        parameters["published_before"] = search.published_before
        yield "f.sort_at < %(published_before)s"


def _window(window: Window, parameters: dict[str, Any]) -> list[str]:
    """The best first, equal scores by key; ``place`` counts from the best whatever part is read.

    What is not ranked has the score 0. Only a window that a cursor or its end opens can reach so far.
    """
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
    scored = (
        "SELECT f.key, ts_rank(%(weights)s::float4[], f.search, a.query, %(normalisation)s) AS score"
        " FROM asked a CROSS JOIN newest n JOIN published_findable f ON f.key = n.key"
    )
    before = "0"
    if len(conditions) > 1 or window.backwards:
        rest = "SELECT key, 0::float4 FROM found WHERE missing = 0 AND key NOT IN (SELECT key FROM newest)"
        scored = f"{scored} UNION ALL {rest}"
        before = (
            "(SELECT count(*) FROM scored s JOIN (SELECT key, score FROM hits ORDER BY score DESC, key LIMIT 1) best"
            " ON s.score > best.score OR (s.score = best.score AND s.key < best.key))"
        )
    order = "score, key DESC" if window.backwards else "score DESC, key"
    newest = f"SELECT key FROM found WHERE missing = 0 ORDER BY sort_at DESC NULLS LAST, key LIMIT {MOST_RANKED}"
    return [
        f"newest AS MATERIALIZED ({newest})",
        f"scored AS MATERIALIZED ({scored})",
        f"hits AS MATERIALIZED (SELECT key, score FROM scored WHERE {' AND '.join(conditions)}"
        f" ORDER BY {order} LIMIT %(limit)s)",
        f"placed AS (SELECT key, score, {before} + row_number() OVER (ORDER BY score DESC, key) AS place FROM hits)",
    ]


def _facets(search: Search, bits: dict[str, int], parameters: dict[str, Any]) -> str:
    """How many hits carry each term under all filters but the term's own. What is chosen is there even if none does."""
    parameters["kinds"] = [kind for kind in search.facet_kinds if kind != TYPE_KIND]
    own_bit = "".join(f" WHEN '{kind}' THEN {bit}" for kind, bit in bits.items() if kind != TYPE_KIND)
    # No own filter: all must hold.
    fails = f"f.missing & ~(CASE split_part(f.term, ':', 1){own_bit} ELSE 0 END)" if own_bit else "f.missing"
    counts = [
        # Counted first: there are few terms, and taking one apart takes longer than counting it.
        "SELECT f.term, f.number AS one FROM (SELECT t.term, f.missing, count(*) AS number FROM found f"
        " CROSS JOIN LATERAL unnest(f.terms) t(term) GROUP BY t.term, f.missing) f"
        f" WHERE split_part(f.term, ':', 1) = ANY(%(kinds)s) AND {fails} = 0",
        *(f"SELECT term, 0 FROM named_{number}" for number in range(len(search.terms))),
    ]
    if TYPE_KIND in search.facet_kinds:
        others_hold = f"missing & ~{bits.get(TYPE_KIND, 0)} = 0"
        counts.append(f"SELECT '{TYPE_KIND}:' || type, count(*) FROM found WHERE {others_hold} GROUP BY type")
        if search.chosen is not None:
            counts.append(f"SELECT '{TYPE_KIND}:' || chosen, 0 FROM unnest(%(chosen)s::text[]) chosen")
    return f"counted AS (SELECT term, sum(one)::bigint AS number FROM ({' UNION ALL '.join(counts)}) c GROUP BY term)"
