"""What a news item shows beside its body: pages that it recommends, and the newest of the others.

Called by ``home.website.kinds``; computes from the answer of the operation ``NewsDetail``.
"""

from typing import Any

from api.in_process import Answers
from home.website.visit import Visit

OTHERS = 3


def news_context(_visit: Visit, answers: Answers, page: dict[str, Any]) -> dict[str, Any]:
    """The context of ``home/pages/news.html``: related pages stand below the text, wherever in it they were put."""
    related = [block for block in page["body"] if _is_related(block)]
    shown = {page["id"], *(one["id"] for block in related for one in block["pages"])}
    others = [one for one in answers["NewsDetail"]["news"]["nodes"] if one["id"] not in shown]
    return {
        "body": [block for block in page["body"] if not _is_related(block)],
        "related": related,
        "others": others[:OTHERS],
    }


def _is_related(block: dict[str, Any]) -> bool:
    return block["__typename"] == "RelatedPagesBlock" and bool(block["pages"])
