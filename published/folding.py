"""Letters without their accents: the embedded PostgreSQL has neither ICU nor `unaccent`.

Used for the order of titles and, in ``search``, for words.
"""

import unicodedata


def without_accents(text: str) -> str:
    """Return `text` in lower case without diacritics: "Inovação" gives "inovacao"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
