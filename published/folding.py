"""Letters without their accents: the embedded PostgreSQL has neither ICU nor `unaccent`.

Used for the order of titles and, in ``search``, for words.
"""

import re
import unicodedata

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def without_accents(text: str) -> str:
    """Return `text` in lower case without diacritics: "Inovação" gives "inovacao"."""
    folded = text.casefold()
    return folded if folded.isascii() else _NOT_ASCII.sub(_without_marks, unicodedata.normalize("NFKD", folded))


def _without_marks(match: re.Match[str]) -> str:
    return "".join(character for character in match[0] if not unicodedata.combining(character))
