"""The language prefix of public addresses: that of the content, whichever variant of it the reader or editor speaks."""

from django.conf import settings
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import get_language
from wagtail.coreutils import get_supported_content_language_variant


class ContentLanguagePrefix(LocalePrefixPattern):
    """``/pt/`` for “pt” and for “pt-pt”, the admin's variant: a page has one address, also in the admin's links."""

    @property
    def language_prefix(self) -> str:
        try:
            return f"{get_supported_content_language_variant(get_language())}/"
        except LookupError:
            return f"{get_supported_content_language_variant(settings.LANGUAGE_CODE)}/"
