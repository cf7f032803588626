"""What the home page shows, in which order: the opening, the areas of work, the sections that editors composed, and
what is newest of each kind where editors chose nothing of it themselves.

Called by ``home.website.kinds``; computes from the answer of the operation ``Home``.
"""

from dataclasses import dataclass, field
from typing import Any

from api.in_process import Answers
from home.panels.plan import AREAS
from home.website.visit import Visit

Block = dict[str, Any]
Page = dict[str, Any]
LINKS_OF_THE_OPENING = 2
# How a section shows related pages that are all of one type; others are cards.
FORMS = {"ServicePage": "rows", "GuidePage": "covers"}


@dataclass
class Section:
    """``form`` names the template: "rows", "covers", "cards", "night" (figures), "callout" or "text"."""

    form: str
    id: str
    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    types: frozenset[str] = frozenset()
    index: str = ""  # path of the list that all its pages stand in

    @property
    def block(self) -> Block:
        return self.blocks[0]

    @property
    def is_calls(self) -> bool:
        """Whether it holds calls to action only: they stand side by side."""
        return all(one["__typename"] == "CallToActionBlock" for one in self.blocks)


def home_context(_visit: Visit, answers: Answers, page: Page) -> dict[str, Any]:
    """The context of ``home/pages/home.html``."""
    answer = answers["Home"]
    links, rest = opening(page["body"])
    composed = sections(rest)
    first = next((number for number, one in enumerate(composed, start=1) if one.form == "night"), len(composed))
    chosen = {types for one in composed for types in one.types}
    newest = {name: [] if kind in chosen else answer[name]["nodes"] for name, kind in NEWEST.items()}
    return {
        "opening": links,
        "areas": sorted(
            (topic for topic in answer["topics"]["nodes"] if topic["area"]),
            key=lambda topic: list(AREAS).index(topic["area"].lower()),
        ),
        "sections_before": composed[:first],
        "sections_after": composed[first:],
        **newest,
        "indexes": {name: index_of(nodes) for name, nodes in newest.items()},
    }


NEWEST = {"news": "NewsPage", "events": "EventPage", "guides": "GuidePage"}


def opening(body: list[Block]) -> tuple[list[Block], list[Block]]:
    """The calls to action without words of their own at the very top, which are the links of the opening, and the rest.

    The first is the button of the page, the second a plain link.
    """
    number = 0
    while number < min(LINKS_OF_THE_OPENING, len(body)) and _is_bare_link(body[number]):
        number += 1
    return body[:number], body[number:]


def _is_bare_link(block: Block) -> bool:
    return block["__typename"] == "CallToActionBlock" and not block["title"] and not block["text"]


def sections(body: list[Block]) -> list[Section]:
    """A heading of the first level opens a section, as does a block of pages or figures with a title of its own."""
    found: list[Section] = []
    for number, block in enumerate(body, start=1):
        kind, identity = block["__typename"], f"section-{number}"
        if kind == "HeadingBlock" and block["level"] == 2:
            found.append(Section("text", block["anchor"], block["text"]))
        elif kind == "RelatedPagesBlock" and block["title"]:
            if block["pages"]:
                found.append(_pages(block, identity))
        elif kind == "FiguresBlock" and block["title"]:
            found.append(Section("night", identity, block["title"], [block]))
        elif found and found[-1].form == "text":
            found[-1].blocks.append(block)
        elif kind == "CallToActionBlock":
            found.append(Section("callout", identity, "", [block]))
        else:
            found.append(Section("text", identity, "", [block]))
    return found


def _pages(block: Block, identity: str) -> Section:
    types = frozenset(page["__typename"] for page in block["pages"])
    form = FORMS.get(next(iter(types)), "cards") if len(types) == 1 else "cards"
    return Section(form, identity, block["title"], [block], types, index_of(block["pages"]) if len(types) == 1 else "")


def index_of(pages: list[Page]) -> str:
    """The address of the list in which all the pages stand; "" where they stand in several, or there are none."""
    above = {page["url"].rstrip("/").rpartition("/")[0] + "/" for page in pages if page.get("url")}
    return above.pop() if len(above) == 1 else ""
