"""The language in which a caller reads our messages. The language of *content* is an argument of each field instead."""

from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

DEFAULT = "en"  # like the messages of the GraphQL engine itself


def caller_language(accept_language: str | None) -> str:
    """The first language of an ``Accept-Language`` header that we have words in; English where there is none."""
    for language, _quality in parse_accept_lang_header(accept_language or ""):
        if language == "*":
            break
        try:
            return translation.get_supported_language_variant(language)
        except LookupError:
            continue
    return DEFAULT
