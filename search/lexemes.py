"""What PostgreSQL makes of words: the same for two questions that ask the same. Called by promoted results."""

from collections.abc import Sequence

from django.db import connection

from search.folding import configuration, fold

#: The lexemes of folded words in the order of the alphabet: neither order nor endings nor empty words count.
LEXEMES = "array_to_string(tsvector_to_array(to_tsvector({configuration}::regconfig, {words})), ' ')"


def lexemes(texts: Sequence[str], locale: str) -> list[str]:
    """Return the lexemes of each text, joined by blanks; an empty text for one whose words say nothing ("de", "?")."""
    folded = [fold(text, locale) for text in texts]
    selected = LEXEMES.format(configuration="%s", words="t.words")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {selected} FROM unnest(%s::text[]) WITH ORDINALITY t(words, place) ORDER BY t.place",
            [configuration(locale), folded],
        )
        return [str(row[0]) for row in cursor.fetchall()]
