"""The statement that suggests: pages whose titles hold what somebody has typed so far. Called by ``api``.

Two looks into the index on full text: titles that begin with it, then titles that have the words anywhere. Each looks
at no more than MOST_LOOKED_AT pages, so that the beginning of a word that half of all titles have costs no more.
"""

from collections.abc import Sequence

from published.list_statements import COLUMNS
from published.reading import StoredEntry, StoreReader
from published.readings import Reading, entry_of_row
from search.beginnings import Beginning

MOST_LOOKED_AT = 2_000


class SuggestReading(Reading):
    """The best pages for a beginning, each title once: what begins with it, then the order of ``types``, the newest."""

    def __init__(self, beginning: Beginning, types: Sequence[str], size: int) -> None:
        self.is_empty = beginning.is_empty or not types or size < 1
        super().__init__(
            _STATEMENT,
            {
                "title": beginning.title_query,
                "words": beginning.words_query,
                "locale": beginning.locale,
                "types": list(types),
                "most": MOST_LOOKED_AT,
                "size": size,
            },
            is_ordered=True,
        )

    @property
    def entries(self) -> list[StoredEntry]:
        return [entry_of_row(row) for row in self.rows]


def suggest(reader: StoreReader, reading: SuggestReading) -> list[StoredEntry]:
    """What is suggested, in one statement; none for a beginning that says nothing."""
    reader.read([] if reading.is_empty else [reading])
    return reading.entries


_LOOK = """
    (SELECT e.key, e.sort_title, {rank} AS rank, array_position(%(types)s::text[], e.type) AS kind, e.sort_at
    FROM published_findable e
    WHERE e.search @@ %({query})s::tsquery AND e.locale = %(locale)s AND e.type = ANY(%(types)s)
    LIMIT %(most)s)
"""
_STATEMENT = f"""
    WITH looked AS ({_LOOK.format(rank=0, query="title")} UNION ALL {_LOOK.format(rank=1, query="words")}),
    titles AS (
        SELECT DISTINCT ON (sort_title) key, rank, kind, sort_at FROM looked
        ORDER BY sort_title, rank, kind, sort_at DESC NULLS LAST, key
    ),
    best AS (SELECT * FROM titles ORDER BY rank, kind, sort_at DESC NULLS LAST, key LIMIT %(size)s)
    SELECT {COLUMNS}, NULL::json, NULL::text, NULL::text, NULL::bigint
    FROM best b JOIN published_entry e ON e.key = b.key
    ORDER BY b.rank, b.kind, b.sort_at DESC NULLS LAST, e.key
"""
