"""What must not cost more when a site grows, and what may cost a few times the list of 20: asked of ours alone."""

import json
from dataclasses import dataclass
from typing import Any

from benchmarks import load
from benchmarks.questions.ours import PAGE, ROUTE, SEARCH, Question, posted
from benchmarks.questions.works import Sample
from benchmarks.seeding import DISCONTINUED_TOPIC, UNUSED_TOPIC

DEEP = 500  # the page of a list that is asked for, where there are as many

_CARD = "title url summary image { alt rendition(preset: CARD) { url width height } } topics { name slug }"
_KINDS = "[NewsPage, ServicePage, GuidePage, EventPage]"


@dataclass(frozen=True)
class Growing:
    """A question by its name. ``most`` is how many times the list of 20 it may cost; None: it may not grow."""

    name: str
    questions: tuple[Question, ...]
    most: float | None = None


def growing(sample: Sample, port: int) -> list[Growing]:
    """Return all of them; the deep page's cursor is found by walking there."""
    news = [
        Growing(f"news, {name}", (_listed("news", arguments),))
        for name, arguments in (
            ("newest first", ""),
            ("oldest first", "order: OLDEST"),
            ("by title", "order: TITLE"),
            ("the last 20", "LAST"),
            ("of a topic on the oldest pages only", f'filter: {{ topics: ["{DISCONTINUED_TOPIC}"] }}'),
            ("of a topic on no page", f'filter: {{ topics: ["{UNUSED_TOPIC}"] }}'),
            ("of two topics", 'filter: { topics: ["tema-2", "tema-3"] }'),
            ("of two topics, by title", 'order: TITLE, filter: { topics: ["tema-20", "tema-21"] }'),
        )
    ]
    pages = [
        Growing(f"pages, {name}", (_listed("pages", arguments),))
        for name, arguments in (
            ("all types", ""),
            ("several types", f"types: {_KINDS}"),
            ("several types, by title", f"order: TITLE, types: {_KINDS}"),
            (
                "several types of a discontinued topic",
                f'types: {_KINDS}, filter: {{ topics: ["{DISCONTINUED_TOPIC}"] }}',
            ),
        )
    ]
    paths = [path for _key, path, _slug in sample.news]
    return [
        *news,
        Growing(f"news, page {DEEP}", (_deep(port),)),
        *pages,
        Growing("coming events", (_listed("events", "order: EARLIEST, filter: { when: UPCOMING }"),)),
        Growing("past events", (_listed("events", "order: LATEST, filter: { when: PAST }"),)),
        Growing("page by path", tuple((PAGE, {"path": path}) for path in paths)),
        Growing("route of a path", tuple((ROUTE, {"path": path}) for path in paths)),
        Growing("filtered list with total", tuple(_total(slug) for _key, slug in sample.topics), most=10),
        Growing("filtered list with total, commonest topic", (_total("tema-1"),), most=10),
        Growing("unfiltered facets", (_facets(),), most=60),
        Growing("search, rare word", tuple((SEARCH, {"query": word}) for word in sample.rare_words), most=20),
        Growing("search, commonest word", ((SEARCH, {"query": sample.common_word}),), most=100),
    ]


def _listed(root: str, arguments: str) -> Question:
    number = "last: 20" if arguments == "LAST" else f"first: 20, {arguments}"
    return f"{{ {root}({number}, locale: pt) {{ nodes {{ {_CARD} }} }} }}", {}


def _total(topic: str) -> Question:
    arguments = "first: 20, locale: pt, filter: { topics: $topics }"
    query = f"query($topics: [String!]) {{ news({arguments}) {{ totalCount nodes {{ {_CARD} }} }} }}"
    return query, {"topics": [topic]}


def _facets() -> Question:
    return (
        f"{{ news(first: 20, locale: pt) {{ nodes {{ {_CARD} }} facets {{ name values {{ value label count }} }} }} }}",
        {},
    )


def _deep(port: int) -> Question:
    """Return the question for a page far back: the 500th of 20, or the last full one of a smaller site."""
    selection = "pageInfo { hasNextPage endCursor }"
    query = f"query($first: Int, $after: String) {{ news(first: $first, after: $after, locale: pt) {{ {selection} }} }}"
    after: str | None = None
    for _ in range((DEEP - 1) * 20 // 100):
        variables: dict[str, Any] = {"first": 100, "after": after}
        info = json.loads(load.fetch(port, posted(query, variables)).body or b"")["data"]["news"]["pageInfo"]
        if not info["hasNextPage"]:
            break
        after = info["endCursor"]
    document = f"query($after: String) {{ news(first: 20, after: $after, locale: pt) {{ nodes {{ {_CARD} }} }} }}"
    return document, {"after": after}
