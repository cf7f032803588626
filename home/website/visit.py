"""One visit of a public page: whose site, which language, which address, and what was asked of the store for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, QueryDict

from api.context import ReadContext
from api.in_process import Answers, OperationRefusedError, answers
from published.reading import public_reader


class NoSiteError(OperationRefusedError, Http404):
    """No site is published yet: there is no frame to show anything in, and nothing to show."""


@dataclass(frozen=True)
class SharedDraft:
    """What is said above a draft that is shown by a link: until when it is, and whether it is published by now."""

    ends: datetime
    is_published: bool


@dataclass
class Visit:
    """Made once per request. ``locale`` is the language of the address; a page's own words may be in another one.

    ``is_private``: the page is shown to one person, nobody may keep it; ``is_preview``: it is an editor's draft.
    ``shared``: by a link, to whoever has it.
    """

    host: str
    path: str
    locale: str
    parameters: QueryDict
    context: ReadContext
    is_private: bool = False
    is_preview: bool = False
    shared: SharedDraft | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Visit":
        host = request.get_host()
        locale = locale_of(request.path_info)
        return cls(
            host=host,
            path=request.path_info,
            locale=locale,
            parameters=request.GET,
            context=ReadContext(host=host, locale=locale, store=public_reader()),
        )

    def ask(self, questions: Mapping[str, Mapping[str, Any]]) -> Answers:
        """The answers of stored operations, by name; all of them are read together.

        Raises NoSiteError, which is told as 404, where no site is published yet.
        """
        try:
            return answers(self.context, questions)
        except OperationRefusedError as error:
            if self.context.site_of_host(None) is None:
                raise NoSiteError(error.name, error.answer) from error
            raise


def content_languages() -> list[str]:
    """The codes of the languages of content, the default first."""
    return [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]


def locale_of(path: str) -> str:
    """The language that an address begins with; the default one where it begins with none."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in content_languages() else content_languages()[0]
