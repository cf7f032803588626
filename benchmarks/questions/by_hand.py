"""How the bare Django is asked: hand-written statements, ``SELECT 1``, the same bytes."""

from urllib.parse import urlencode

from benchmarks import load
from benchmarks.questions.works import WORKS, Asked, Cannot, Questions, Sample


def hand_written(sample: Sample) -> Questions:
    media = {"media": "/media/"}

    def ask(name: str, **parameters: object) -> bytes:
        return load.get(f"/sql/{name}?{urlencode(parameters)}")

    return {
        "list_20": Asked((ask("list_20", **media),)),
        "list_100": Asked((ask("list_100", **media),)),
        "filtered": Asked(tuple(ask("filtered", topic=slug, **media) for _key, slug in sample.topics)),
        "coming": Asked((ask("events", **media),), is_steady=False),
        "route": Asked(tuple(ask("route", path=path) for _key, path, _slug in sample.news), note="pages only"),
        "page": Cannot("links and pictures inside rich text are resolved in Python"),
        "home": Cannot("its bodies hold rich text"),
        "search_rare": Cannot("Portuguese is folded and stemmed in Python, what is found is marked there"),
        "search_common": Cannot("Portuguese is folded and stemmed in Python, what is found is marked there"),
        "changes": Cannot("Wagtail's tables keep no order of changes and no removals"),
    }


def same_bytes() -> Questions:
    """The answers of ours from memory: of a bare Django view and of a WSGI function alike."""
    return {work.name: Asked((load.get(f"/bytes/{work.name}"),)) for work in WORKS}


def select_one(path: str) -> Questions:
    return {work.name: Asked((load.get(path),)) for work in WORKS}
