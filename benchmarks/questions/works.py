"""The work that every way of answering is asked to do, and how it says what it cannot."""

from dataclasses import dataclass
from typing import Any

from benchmarks.load import Answer


@dataclass(frozen=True)
class Work:
    """One thing that an app wants to know."""

    name: str
    title: str


WORKS = (
    Work("list_20", "list of 20 news"),
    Work("list_100", "list of 100 news"),
    Work("page", "page by path: 3 kB body, image, topics, three related pages with images"),
    Work("filtered", "20 news of a topic, with total and facets"),
    Work("coming", "20 coming events"),
    Work("search_rare", "search for a rare word, with facets"),
    Work("search_common", "search for the commonest word, with facets"),
    Work("home", "home page operation"),
    Work("route", "what stands at a path"),
    Work("changes", "the whole site by changes, 100 at a time"),
)


@dataclass(frozen=True)
class Asked:
    """How a way is asked for a work: requests to send in turn, all of them the same work.

    ``note`` says in a few words where the answer holds less than ours. ``body`` of an answer may differ from time to
    time where ``is_steady`` is false.
    """

    requests: tuple[bytes, ...]
    note: str = ""
    status: int = 200
    is_steady: bool = True


@dataclass(frozen=True)
class Cannot:
    """A way cannot do a work, and why."""

    why: str


Questions = dict[str, Asked | Cannot]  # by the name of the work


@dataclass(frozen=True)
class Sample:
    """What is asked for: taken from the database once, the same for all ways."""

    news: tuple[tuple[int, str, str], ...]  # primary key, path, slug
    topics: tuple[tuple[int, str], ...]  # primary key, slug
    rare_words: tuple[str, ...]
    common_word: str
    parents: dict[str, int]  # primary keys of the Portuguese lists by type, and of the home page


class DifferentAnswersError(Exception):
    """A way gives other data than ours."""


def content(answer: Answer) -> Any:
    """Return the JSON of an answer."""
    import json

    return json.loads(answer.body or b"null")
