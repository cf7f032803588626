"""RSS 2.0 and Atom of a list, from the answer of ``Feed``; called by ``home.website.machines.views``.

What counts is when something came to the public, not the date that an editor gave it: programs that follow a feed ask
for what is newer than what they saw, and would never see what is published today with the date of yesterday.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from home.website import addresses
from home.website.machines.text import moment, one_line, plain

MOST = 50
LISTS = (
    "NewsIndexPage",
    "ServiceIndexPage",
    "GuideIndexPage",
    "EventIndexPage",
    "ProjectIndexPage",
    "LabIndexPage",
    "CourseIndexPage",
)

Answer = dict[str, Any]


FORMATS: dict[str, tuple[type[SyndicationFeed], str]] = {
    addresses.RSS: (Rss201rev2Feed, "application/rss+xml; charset=utf-8"),
    addresses.ATOM: (Atom1Feed, "application/atom+xml; charset=utf-8"),
}


def feed_of(answer: Answer, name: str, *, address: str) -> tuple[bytes, datetime | None]:
    """The feed in the format of a file name, and when something in it last changed; ``address`` is its own."""
    index, site = answer["page"], answer["site"]
    newest = sorted(answer["pages"]["nodes"], key=lambda page: moment(page["publishedAt"]), reverse=True)[:MOST]
    kind, _media_type = FORMATS[name]
    updated = max((moment(page["updatedAt"] or page["publishedAt"]) for page in newest), default=None)
    feed = kind(
        title=one_line(f"{index['title']} \N{EN DASH} {site['name'] or 'LabX'}"),
        link=index["url"],
        description=plain(index["summary"]) or one_line(index["title"]),
        subtitle=plain(index["summary"]) or None,
        language=index["locale"],
        feed_url=address,
        feed_guid=stable_id(index),
        author_name=one_line(site["name"]) or "LabX",
    )
    for page in newest:
        _add(feed, page)
    return feed.writeString("utf-8").encode(), updated


def _add(feed: SyndicationFeed, page: Answer) -> None:
    image = (page["image"] or {}).get("openGraph")
    # A rendition does not tell its size in bytes; 0 is how RSS says that it is not known.
    enclosures = [Enclosure(image["url"], "0", "image/jpeg")] if image else []
    author = page.get("author")
    feed.add_item(
        title=one_line(page["title"]),
        link=page["url"],
        description=escape(plain(page["summary"])),  # both formats take it for HTML
        unique_id=stable_id(page),
        unique_id_is_permalink=False,
        pubdate=moment(page["publishedAt"]),
        updateddate=moment(page["updatedAt"] or page["publishedAt"]),
        categories=[one_line(topic["name"]) for topic in page["topics"]],
        enclosures=enclosures,
        author_name=one_line(author["name"]) if author else None,
    )


def stable_id(page: Answer) -> str:
    """A tag URI (RFC 4151) of the page's key: it survives every change of title and address."""
    host = urlsplit(page["url"]).hostname or "labx"
    return f"tag:{host},2026:{page['id'].replace(':', '/')}"
