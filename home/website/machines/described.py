"""What a page of each type is to schema.org: a service, a piece of news, an event, a course, instructions, a page."""

from collections.abc import Callable

from home.website.machines.calendars import takes_place_on_site
from home.website.machines.cards import LISTS, Card
from home.website.machines.nodes import Node, audience, hours, minutes, organisation, person, reference
from home.website.machines.text import moment, moment_or_none, one_line, plain
from published.folding import without_accents

# How editors write that a service costs nothing; any other words are told as they stand.
FREE = {"gratis", "gratuito", "gratuita", "sem custos", "sem custo", "free", "free of charge", "no cost", "no charge"}
STATUSES = {
    "SCHEDULED": "EventScheduled",
    "POSTPONED": "EventPostponed",
    "CANCELLED": "EventCancelled",
    "MOVED_ONLINE": "EventMovedOnline",
}
ATTENDANCE = {
    "ON_SITE": "OfflineEventAttendanceMode",
    "ONLINE": "OnlineEventAttendanceMode",
    "BOTH": "MixedEventAttendanceMode",
}
MODES = {"ON_SITE": "onsite", "ONLINE": "online", "BOTH": "blended"}
SCHEMA = "https://schema.org/"
HEADLINE = 110  # characters that search engines take

Describe = Callable[[Node, Node, Card], Node]


def described(page: Node, site: Node, card: Card) -> Node:
    """The thing that the page is about, with what its answer knows of it."""
    return KINDS.get(page["__typename"], _page)(page, site, card)


def _common(page: Node, card: Card) -> Node:
    """What may be said of anything."""
    return {
        "@id": f"{card.canonical}#main",
        "name": one_line(page["title"]),
        "description": card.description,
        "url": card.canonical,
        "image": {
            "@type": "ImageObject",
            "url": card.picture.url,
            "width": card.picture.width,
            "height": card.picture.height,
            "caption": card.picture.alt,
        },
    }


def _written(page: Node, site: Node, card: Card) -> Node:
    """What may be said of anything written."""
    return {
        **_common(page, card),
        "inLanguage": page["locale"],
        "datePublished": page["publishedAt"],
        "dateModified": page["updatedAt"],
        "publisher": reference(site, "organisation"),
        "about": [{"@type": "Thing", "name": one_line(topic["name"])} for topic in page["topics"]],
    }


def _page(page: Node, site: Node, card: Card) -> Node:
    kind = "CollectionPage" if page["__typename"] in LISTS else "WebPage"
    return {"@type": kind, **_written(page, site, card)}


def _article(page: Node, site: Node, card: Card) -> Node:
    return {
        "@type": "Article",
        **_written(page, site, card),
        "headline": one_line(page["title"])[:HEADLINE],
        "mainEntityOfPage": card.canonical,
        "author": reference(site, "organisation"),
    }


def _news(page: Node, site: Node, card: Card) -> Node:
    author = page["author"]
    return {
        **_article(page, site, card),
        "@type": "NewsArticle",
        "datePublished": page["publishedOn"] or page["publishedAt"],
        "author": person(author, page["locale"]) if author else reference(site, "organisation"),
        "mentions": [organisation(one) for one in page["organisations"]],
    }


def _service(page: Node, site: Node, card: Card) -> Node:
    provider = page["provider"]
    return {
        "@type": "GovernmentService",
        **_common(page, card),
        "provider": organisation(provider, "GovernmentOrganization") if provider else reference(site, "organisation"),
        "serviceOperator": reference(site, "organisation"),
        "serviceType": [one_line(topic["name"]) for topic in page["topics"]],
        "areaServed": {"@type": "Country", "name": "Portugal"},
        "audience": [audience(one) for one in page["audiences"]],
        "offers": _offer(one_line(page["cost"])),
        "availableChannel": _channels(page, card),
        "mainEntityOfPage": card.canonical,
    }


def _offer(cost: str) -> Node | None:
    """The price where there is none to pay; otherwise the editor's words, which nobody should guess a number from."""
    if not cost:
        return None
    return {"@type": "Offer", "description": cost} | (
        {"price": "0", "priceCurrency": "EUR"} if without_accents(cost).strip(" .") in FREE else {}
    )


def _channels(page: Node, card: Card) -> list[Node]:
    """How somebody gets the service; only what it is given through and what is known of it."""
    common = {"@type": "ServiceChannel", "availableLanguage": page["locale"]}
    contact = {"@type": "ContactPoint", "telephone": page["contactPhone"], "email": page["contactEmail"]}
    made = {
        "ONLINE": {**common, "serviceUrl": page["startLink"] or card.canonical},
        "PHONE": {**common, "servicePhone": contact},
        "IN_PERSON": {**common, "serviceLocation": {"@type": "Place", "name": one_line(card.site_name)}},
    }
    return [made[channel] for channel in page["channels"]]


def _event(page: Node, site: Node, card: Card) -> Node:
    ends = moment_or_none(page["endsAt"], page["timeZone"])
    is_moved = page["status"] == "MOVED_ONLINE"
    series = page["series"]
    return {
        "@type": "Event",
        **_common(page, card),
        "inLanguage": page["locale"],
        "startDate": moment(page["startsAt"], page["timeZone"]).isoformat(),
        "endDate": ends.isoformat() if ends else None,
        "eventStatus": f"{SCHEMA}{STATUSES[page['status']]}",
        "eventAttendanceMode": f"{SCHEMA}{ATTENDANCE['ONLINE' if is_moved else page['format']]}",
        "location": _locations(page, card),
        "organizer": [organisation(one) for one in page["organisers"]] or reference(site, "organisation"),
        "performer": [person(one["person"], page["locale"]) for one in page["speakers"] if one["person"]],
        "maximumAttendeeCapacity": page["capacity"],
        "audience": [audience(one) for one in page["audiences"]],
        "superEvent": {"@type": "EventSeries", "name": one_line(series["name"])} if series else None,
        "about": [{"@type": "Thing", "name": one_line(topic["name"])} for topic in page["topics"]],
    }


def _locations(page: Node, card: Card) -> list[Node]:
    """Where people meet. The link of a meeting is never public: the page says how to get it."""
    found: list[Node] = []
    if takes_place_on_site(page) and (page["placeName"] or page["placeAddress"]):
        place: Node = {
            "@type": "Place",
            "name": one_line(page["placeName"]),
            "address": one_line(page["placeAddress"]) or one_line(page["placeName"]),
        }
        if page["latitude"] is not None:
            place["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": float(page["latitude"]),
                "longitude": float(page["longitude"]),
            }
        found.append(place)
    if page["format"] in ("ONLINE", "BOTH") or page["status"] == "MOVED_ONLINE":
        found.append({"@type": "VirtualLocation", "url": card.canonical})
    return found


def _course(page: Node, site: Node, card: Card) -> Node:
    """A course; each edition is one time that it is given."""
    provider = page["provider"]
    return {
        "@type": "Course",
        **_written(page, site, card),
        "provider": organisation(provider) if provider else reference(site, "organisation"),
        "audience": [audience(one) for one in page["audiences"]],
        "timeRequired": hours(page["hours"]),
        "offers": _offer(one_line(page["price"])),
        "syllabusSections": [
            {
                "@type": "Syllabus",
                "name": one_line(module["title"]),
                "description": one_line(module["description"]),
                "timeRequired": hours(module["hours"]),
            }
            for module in page["modules"]
        ],
        "hasCourseInstance": [_course_instance(event, page) for event in page["editions"]],
        "mainEntityOfPage": card.canonical,
    }


def _course_instance(event: Node, course: Node) -> Node:
    ends = moment_or_none(event["endsAt"], event["timeZone"])
    return {
        "@type": "CourseInstance",
        "name": one_line(event["title"]),
        "url": event["url"],
        "startDate": moment(event["startsAt"], event["timeZone"]).isoformat(),
        "endDate": ends.isoformat() if ends else None,
        "eventStatus": f"{SCHEMA}{STATUSES[event['status']]}",
        "courseMode": MODES["ONLINE" if event["status"] == "MOVED_ONLINE" else event["format"]],
        "courseWorkload": hours(course["hours"]),
    }


def _guide(page: Node, site: Node, card: Card) -> Node:
    """Instructions whose steps are the chapters; a guide without chapters is an article."""
    chapters = page["chapters"]["nodes"]
    common = {
        "version": page["version"],
        "timeRequired": minutes(page["readingTime"]),
    }
    if not chapters:
        return {**_article(page, site, card), **common}
    return {
        "@type": "HowTo",
        **_written(page, site, card),
        **common,
        "mainEntityOfPage": card.canonical,
        "tool": [{"@type": "HowToTool", "name": one_line(tool["name"])} for tool in page.get("tools", ())],
        "step": [
            _step(position, chapter["title"], chapter["summary"], chapter["url"])
            for position, chapter in enumerate(chapters, start=1)
        ],
    }


def _chapter(page: Node, site: Node, card: Card) -> Node:
    """A chapter; with steps in it, instructions of its own."""
    parent = page["parent"]
    common = {
        "timeRequired": minutes(page["readingTime"]),
        "isPartOf": {
            "@type": "HowTo",
            "@id": f"{parent['url']}#main",
            "name": one_line(parent["title"]),
            "url": parent["url"],
        }
        if parent
        else None,
    }
    steps = [
        step
        for block in page["body"]
        if block["__typename"] == "StepsBlock"
        for step in block["steps"]
        if step["title"]
    ]
    if not steps:
        return {**_article(page, site, card), **common}
    return {
        "@type": "HowTo",
        **_written(page, site, card),
        **common,
        "mainEntityOfPage": card.canonical,
        "step": [
            _step(position, step["title"], (step["text"] or {}).get("text", ""), card.canonical)
            for position, step in enumerate(steps, start=1)
        ],
    }


def _step(position: int, name: str, text: str, url: str) -> Node:
    return {
        "@type": "HowToStep",
        "position": position,
        "name": one_line(name),
        "text": plain(text) or one_line(name),
        "url": url,
    }


KINDS: dict[str, Describe] = {
    "NewsPage": _news,
    "ServicePage": _service,
    "EventPage": _event,
    "GuidePage": _guide,
    "GuideChapterPage": _chapter,
    "CoursePage": _course,
}
