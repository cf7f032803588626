"""Whether all ways give the same data: the hand-written statements every value of ours, the others the same pages.

Called before anything is measured, and by the tests.
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from benchmarks.load import Answer
from benchmarks.questions.works import DifferentAnswersError

Answers = dict[tuple[str, str], list[Answer]]  # by the names of way and work
LISTS = ("list_20", "list_100", "filtered")
#: What of an item a way gives; v3 gives titles and addresses only.
_FIELDS = {"grapple": "all", "rest_v2": "all", "rest_v3": "plain"}


def check(answers: Answers) -> None:
    """Raise DifferentAnswersError where a way gives something else than ours."""
    for (way, work), given in answers.items():
        if way == "ours" or ("ours", work) not in answers:
            continue
        for number, (answer, ours) in enumerate(zip(given, answers["ours", work], strict=False)):
            if answer.body is None or ours.body is None:
                continue
            mine = json.loads(ours.body)["data"]
            if way == "sql" or way == "ours_repeated":
                found = difference(json.loads(answer.body)["data"], mine)
            elif way in _FIELDS and work in LISTS:
                wanted = [plain(one) if _FIELDS[way] == "plain" else item(one) for one in mine["news"]["nodes"]]
                found = difference(items(way, json.loads(answer.body)), wanted)
            else:
                continue
            if found:
                raise DifferentAnswersError(f"{way}, {work}, question {number + 1}: {found}")


def difference(given: Any, wanted: Any, place: str = "") -> str:
    """Return where two JSON values differ first, "" where they do not. Two texts for the same moment are the same."""
    if isinstance(given, dict) and isinstance(wanted, dict):
        for name in wanted | given:
            if name not in given or name not in wanted:
                return f"{place}.{name} is on one side only"
            if found := difference(given[name], wanted[name], f"{place}.{name}"):
                return found
        return ""
    if isinstance(given, list) and isinstance(wanted, list):
        if len(given) != len(wanted):
            return f"{place}: {len(given)} in place of {len(wanted)}"
        parts = enumerate(zip(given, wanted, strict=True))
        return next((found for at, (one, two) in parts if (found := difference(one, two, f"{place}[{at}]"))), "")
    return (
        ""
        if given == wanted or _moment(given) == _moment(wanted) is not None
        else f"{place}: {given!r}, not {wanted!r}"
    )


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) and len(value) >= 19 else None
    except ValueError:
        return None


def items(way: str, answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the news of a comparator's answer in the shape of ``item`` or, of v3, of ``plain``."""
    if way == "rest_v3":
        return [{"title": one["title"], "path": _path(one["meta"]["html_url"])} for one in answer["items"]]
    if way == "rest_v2":
        return [
            item(
                one
                | {"url": one["meta"]["html_url"], "publishedOn": one["published_on"]}
                | {"image": one["card"] and {"alt": one["card"]["alt"], "rendition": one["card"]}}
            )
            for one in answer["items"]
        ]
    data = answer["data"]
    nodes = data["pages"] if "pages" in data else data["topic"]["news"]["items"]
    return [
        item(one | {"image": one["image"] and {**one["image"], **one["image"]["rendition"], **one["image"]}})
        for one in nodes
    ]


def item(node: dict[str, Any]) -> dict[str, Any]:
    """Return what all ways must agree on of one news item; vocabulary in the order of names."""
    image = node["image"]
    rendition = image and image["rendition"]
    return {
        **plain(node),
        "summary": node["summary"],
        "publishedOn": node["publishedOn"],
        "image": rendition
        and {"path": _path(rendition["url"]), "width": rendition["width"], "height": rendition["height"]},
        "topics": sorted(one["slug"] for one in node["topics"]),
        "author": node["author"] and node["author"]["name"],
        "organisations": sorted(one["slug"] for one in node["organisations"]),
    }


def plain(node: dict[str, Any]) -> dict[str, Any]:
    return {"title": node["title"], "path": _path(node["url"])}


def _path(url: str) -> str:
    return urlsplit(url).path
