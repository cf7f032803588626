"""schema.org data of a page as JSON-LD: who publishes, where the page stands, what it is about.

Computed from the context of ``home/base.html``; written into its head. What each type of page is stands in
``home.website.machines.described``.
"""

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from home.website import addresses
from home.website.machines.cards import Card, card, site_name, whole
from home.website.machines.described import described
from home.website.machines.nodes import Node, bare, organisation, reference
from home.website.machines.text import one_line

# A script that is data ends at "</script" all the same, and older readers take these two for line breaks.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def script(context: Any) -> SafeString:
    """The element with the page's data. It is not run, so that no policy on scripts concerns it."""
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written(graph(context))))


def written(data: Any) -> str:
    """JSON that can stand in a script element whatever words are in it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def graph(context: Any) -> Node:
    """Everything told of a page, as one graph: the publisher, the thing itself, the way to it."""
    page, site, of_page = context.get("page") or {}, context["site"], card(context)
    nodes = [_publisher(site, is_whole=page.get("__typename") == "HomePage")]
    if page.get("__typename") == "HomePage":
        nodes.append(_website(site, of_page, context["visit"].locale))
    if page:
        nodes.append(described(page, site, of_page))
    if trail := _trail(context, of_page):
        nodes.append(trail)
    return {"@context": "https://schema.org", "@graph": [bare(node) for node in nodes]}


def _publisher(site: Node, *, is_whole: bool) -> Node:
    """LabX; on the home page with everything that is known of it."""
    footer = site["footer"]
    body = footer["responsibleBody"]
    node: Node = {
        "@type": "Organization",
        **reference(site, "organisation"),
        "name": site_name(site),
        "url": f"{site['url']}/",
    }
    if body and one_line(body["name"]) != node["name"]:
        node["parentOrganization"] = organisation(body, "GovernmentOrganization")
    if is_whole:
        node |= {
            "sameAs": [account["url"] for account in site["socialAccounts"]],
            "email": footer["contactEmail"],
            "telephone": footer["contactPhone"],
            "address": one_line(footer["contactAddress"]),
        }
    return node


def _website(site: Node, of_page: Card, locale: str) -> Node:
    search = whole(site, addresses.address("search", locale))
    return {
        "@type": "WebSite",
        **reference(site, f"website-{locale}"),
        "name": site_name(site),
        "description": of_page.description,
        "url": of_page.canonical,
        "inLanguage": locale,
        "publisher": reference(site, "organisation"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def _trail(context: Any, of_page: Card) -> Node | None:
    """The way from the home page, as the breadcrumbs show it; the home page itself has none."""
    above = [(one_line(crumb["title"]), whole(context["site"], crumb["url"])) for crumb in context["breadcrumbs"]]
    if not above:
        return None
    title = one_line((context.get("page") or {}).get("title") or of_page.title)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate([*above, (title, of_page.canonical)], start=1)
        ],
    }
