"""The stems of words as PostgreSQL makes them, to find in a text what its index has found. Called by ``highlights``.

Snowball's own stemmers in Python; a test compares them with those of the database. Where they should ever differ, a
word is not marked though it was found.
"""

from functools import lru_cache

import snowballstemmer

from search.folding import configuration, fold


@lru_cache(maxsize=20_000)
def stems(word: str, locale: str) -> tuple[str, ...]:
    """The stems of a word as it is written; several where folding takes it apart ("½"), none of what is no word."""
    return tuple(stem_of_folded(folded, locale) for folded in fold(word, locale).split())


def stem_of_folded(word: str, locale: str) -> str:
    """The stem of a folded word. PostgreSQL leaves what holds a figure as it is."""
    name = configuration(locale)
    if name == "simple" or not word.isalpha():
        return word
    # A stemmer remembers the word it is at: a fresh one is safe with several threads.
    return str(snowballstemmer.stemmer(name).stemWord(word))
