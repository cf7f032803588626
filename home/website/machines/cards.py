"""What the head of a page tells search engines and social networks: its address, its words, its picture.

Computed from the context of ``home/base.html``; written by ``home/parts/head.html``.
"""

from dataclasses import dataclass, field
from typing import Any

from django.templatetags.static import static

from home.website import addresses
from home.website.machines.text import one_line

LISTS = (
    "NewsIndexPage",
    "ServiceIndexPage",
    "GuideIndexPage",
    "EventIndexPage",
    "ProjectIndexPage",
    "LabIndexPage",
    "CourseIndexPage",
)
REGIONS = {"pt": "pt_PT", "en": "en_GB"}
DEFAULT_PICTURE = "home/open-graph.png"  # 1200 by 630, for pages without a picture of their own
OPEN = "max-image-preview:large"
CLOSED = "noindex"
RSS, ATOM, CALENDAR = "application/rss+xml", "application/atom+xml", "text/calendar"

Answer = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    url: str
    width: int
    height: int
    alt: str
    media_type: str = "image/jpeg"


@dataclass(frozen=True)
class Alternate:
    """Another form of the page: a language (``hreflang``) or a file for machines (``media_type``)."""

    url: str
    hreflang: str = ""
    media_type: str = ""
    title: str = ""


@dataclass(frozen=True)
class Card:
    """``canonical`` is empty for what is not for everybody or for good: a search, a draft, a private page."""

    title: str
    description: str
    site_name: str
    kind: str
    locale: str
    other_locales: list[str]
    robots: str
    picture: Picture
    canonical: str = ""
    languages: list[Alternate] = field(default_factory=list)
    files: list[Alternate] = field(default_factory=list)
    published: str = ""
    modified: str = ""
    topics: list[str] = field(default_factory=list)

    @property
    def is_listed(self) -> bool:
        """Whether search engines may keep it; of what they may not, they need no data."""
        return bool(self.canonical) and not self.robots.startswith(CLOSED)


def card(context: Any) -> Card:
    """The card of what is shown: a page of the tree (``page``) or another one (``title``, ``canonical``)."""
    page, site, visit = context.get("page") or {}, context["site"], context["visit"]
    canonical = "" if visit.is_private else context.get("canonical") or ""
    robots = context.get("robots") or (OPEN if canonical else CLOSED)
    languages = _languages(context, canonical)
    is_news = page.get("__typename") == "NewsPage"
    return Card(
        title=one_line(page.get("seoTitle") or page.get("title") or context.get("title") or site_name(site)),
        description=one_line(page.get("searchDescription") or page.get("summary") or context.get("description")),
        site_name=site_name(site),
        kind="article" if is_news else "website",
        locale=region(page.get("locale") or visit.locale),
        other_locales=[region(one.hreflang) for one in languages if one.hreflang not in (visit.locale, "x-default")],
        robots=robots,
        picture=picture(page, site),
        canonical=canonical,
        languages=[] if robots.startswith(CLOSED) else languages,
        files=_files(page, site) if canonical else [],
        published=(page.get("publishedOn") or page.get("publishedAt") or "") if is_news else "",
        modified=(page.get("updatedAt") or "") if is_news else "",
        topics=[one_line(topic["name"]) for topic in page.get("topics", ())] if is_news else [],
    )


def site_name(site: Answer) -> str:
    return one_line(site["name"]) or "LabX"


def region(locale: str) -> str:
    """A language with its country, as Open Graph wants it."""
    return REGIONS.get(locale, locale)


def picture(page: Answer, site: Answer) -> Picture:
    """The page's own picture in the format of networks, else that of the site."""
    image = page.get("image") or {}
    if rendition := image.get("openGraph"):
        return Picture(rendition["url"], rendition["width"], rendition["height"], one_line(image["alt"]))
    return Picture(whole(site, static(DEFAULT_PICTURE)), 1200, 630, site_name(site), "image/png")


def whole(site: Answer, path: str) -> str:
    """The public address of a path of the site; an address that is whole already stays."""
    return path if "://" in path else f"{site['url']}{path}"


def _languages(context: Any, canonical: str) -> list[Alternate]:
    """Every language in which the page stands, the page itself among them; none where there is only one.

    Who speaks none of them is sent to the default language, which comes first.
    """
    if not canonical:
        return []
    found = [
        Alternate(canonical if one["is_current"] else whole(context["site"], one["url"]), one["code"])
        for one in context["languages"]
        if one["is_current"] or one["is_translation"]
    ]
    return [*found, Alternate(found[0].url, "x-default")] if len(found) > 1 else []


def _files(page: Answer, site: Answer) -> list[Alternate]:
    """The files for machines that belong to a page: of a list its feeds, of an event its entry for calendars."""
    kind = page.get("__typename")
    if kind == "EventPage":
        return [Alternate(f"{page['url']}{addresses.CALENDAR_ENTRY}", media_type=CALENDAR, title=page["title"])]
    if kind == "HomePage":
        return [file for index in _lists_of(site["navigation"]) for file in _of_list(index)]
    return _of_list(page) if kind in LISTS else []


def _of_list(index: Answer) -> list[Alternate]:
    title, url = index["title"], index["url"]
    files = [
        Alternate(url + addresses.RSS, media_type=RSS, title=f"{title} (RSS)"),
        Alternate(url + addresses.ATOM, media_type=ATOM, title=f"{title} (Atom)"),
    ]
    if index["id"].startswith("EventIndexPage:"):
        files.append(Alternate(url + addresses.CALENDAR, media_type=CALENDAR, title=title))
    return files


def _lists_of(navigation: list[Answer]) -> list[Answer]:
    """The lists that the navigation leads to."""
    found = []
    for option in navigation:
        page = option["page"]
        if page and page["id"].partition(":")[0] in LISTS:
            found.append(page)
        found += _lists_of(option.get("children", []))
    return found
