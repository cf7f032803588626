"""Every way out of the building: each door takes a thing and gives, as bytes, all that a stranger gets to see there."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.leaks.things import FILES, PAGES, SETTINGS, SNIPPETS, WITH_FAMILY, Thing

OPERATIONS = Path(settings.BASE_DIR) / "graphql" / "operations"
FRAGMENTS = (OPERATIONS / "NewsDetail.graphql").read_text().partition("fragment Head")
PAGE = f"""
query ($id: ID, $path: String, $locale: Locale) {{
  page(id: $id, path: $path, locale: $locale) {{
    __typename ...Head body {{ ...Blocks }} parent {{ id title path }}
    children(first: 100) {{ totalCount nodes {{ id title summary path }} }}
    ... on NewsPage {{ author {{ id name role organisation {{ id name }} }} organisations {{ id names {{ name }} }} }}
    ... on EventPage {{
      speakers {{ part person {{ id name roleEn }} }} organisers {{ id name website }}
      audiences {{ id name description }} series {{ id name description }}
    }}
    ... on ServicePage {{ provider {{ id name logo {{ id title alt url }} }} audiences {{ id name slug }} }}
    ... on GuidePage {{ tools {{ name document {{ id title url }} }} downloads {{ document {{ id title url }} }} }}
    ... on ProjectPage {{
      context {{ html }} partners {{ role organisation {{ id name website }} }} audiences {{ id name description }}
      sdgTargets {{ id name description }} indicators {{ id name source method values {{ note }} }}
      outputs {{ title document {{ id title url }} }}
    }}
    ... on LabPage {{ mentoring {{ html }} host {{ id name website }} projects {{ id title summary path }} }}
    ... on CoursePage {{
      whatYouLearn {{ html }} provider {{ id name }} editions {{ id title path }} audiences {{ id name description }}
    }}
  }}
}}
{"".join(FRAGMENTS[1:])}"""
PREVIEW = PAGE.replace("query ($id: ID, $path: String, $locale: Locale)", "query ($token: String!)").replace(
    "page(id: $id, path: $path, locale: $locale)", "preview(token: $token)"
)
BESIDE_PREVIEW = """
query ($token: String!, $id: ID!, $parent: ID) {
  preview(token: $token) { title summary parent { title } children { nodes { title } } }
  page(id: $id) { id title summary }
  node(id: $id) { id ... on PageInterface { title } }
  pages(parent: $parent, first: 100, locale: pt) { totalCount nodes { id title } }
}
"""
NODE = """
query ($id: ID!) {
  node(id: $id) {
    id __typename
    ... on PageInterface { title summary path }
    ... on Topic { name slug description }
    ... on Audience { name slug description }
    ... on EventSeries { name slug description }
    ... on Indicator { name slug source method }
    ... on SdgTarget { name slug description }
    ... on Organisation { name website }
    ... on Person { personName: name role }
    ... on Image { title alt credit url }
    ... on Document { title url fileName }
  }
}
"""
SITE = """
query ($hostname: String) {
  site(hostname: $hostname) {
    id hostname notice rootPage { id }
    navigation { label url page { id title url translations { url } } children { label url page { id title url } } }
    footer { text links { label url page { id title url } } responsibleBody { id name website } }
  }
}
"""
ROUTE = """
query ($path: String!) {
  route(path: $path) {
    __typename
    ... on PageInterface { id title summary path url translation { served staleSince original { id title path } } }
    ... on Redirect { status target page { id title summary path url } }
    ... on Gone { status since reason }
  }
}
"""
CHANGES = f"""
query ($after: String) {{
  changes(after: $after, first: 20) {{
    changes {{
      what id type
      node {{
        id __typename
        ... on PageInterface {{ ...Head summary parent {{ id title }} body {{ ...Blocks }} }}
        ... on PageInterface {{ translation {{ asked served staleSince original {{ id title path }} }} }}
        ... on Topic {{ name slug description }}
        ... on Audience {{ name slug description }}
        ... on EventSeries {{ name slug description }}
        ... on Indicator {{ name slug source method }}
        ... on SdgTarget {{ name slug description }}
        ... on Organisation {{ name website logo {{ id }} }}
        ... on Person {{ name role }}
        ... on Image {{ title alt credit fileUrl: url }}
        ... on Document {{ title fileUrl: url fileName }}
        ... on Site {{
          notice navigation {{ label page {{ id }} }} footer {{ text links {{ label url page {{ id }} }} }}
        }}
      }}
    }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}
{"".join(FRAGMENTS[1:])}"""
LISTS = {
    "ServicePage": "services",
    "NewsPage": "news",
    "GuidePage": "guides",
    "EventPage": "events",
    "ProjectPage": "projects",
    "LabPage": "labs",
    "CoursePage": "courses",
}
VOCABULARIES = {
    "Topic": "topics",
    "Audience": "audiences",
    "EventSeries": "eventSeries",
    "Organisation": "organisations",
    "Person": "people",
    "Indicator": "indicators",
    "SdgTarget": "sdgTargets",
}
FILTERS = {
    "Topic": ("pages", "topics"),
    "Audience": ("services", "audiences"),
    "EventSeries": ("events", "series"),
    "Organisation": ("news", "organisations"),
    "Indicator": ("projects", "indicators"),
    "SdgTarget": ("projects", "sdg"),
}
WITHOUT_PAGES = ("Indicator", "SdgTarget")  # vocabularies whose terms have no page on the website


class Stranger:
    """Somebody without a cookie. What does not depend on the thing is asked once."""

    def __init__(self, referrers: dict[str, list[str]], hosts: dict[str, str], tokens: dict[str, str]) -> None:
        self.client = Client()
        self.referrers = referrers  # by state, the keys of the public pages that refer to what is in it
        self.hosts = hosts  # by state, the site whose settings refer to what is in it
        self.tokens = tokens  # of preview links that work: to a draft of each page among the referrers, by its key
        self.heard: dict[str, bytes] = {}

    def ask(self, query: str, **variables: Any) -> bytes:
        body = json.dumps({"query": query, "variables": variables})
        if body in self.heard:
            return self.heard[body]
        answer = self.client.post("/graphql", body, content_type="application/json")
        assert b'"errors"' not in answer.content, answer.content
        return self.heard.setdefault(body, answer.content)

    def get(self, address: str, **parameters: str) -> bytes:
        answer = self.client.get(address, parameters)
        return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]

    def whole_list(self, name: str, fields: str) -> bytes:
        """Every page of a list, with its total and facets."""
        known = self.heard.get(name + fields)
        if known is not None:
            return known
        query = (
            f"query ($after: String) {{ {name} {{ totalCount facets {{ name values {{ value label count }} }}"
            f" nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        )
        heard, after, goes_on = b"", None, True
        while goes_on:
            answer = self.ask(query, after=after)
            heard += answer
            window = next(iter(json.loads(answer)["data"].values()))["pageInfo"]
            after, goes_on = window["endCursor"], window["hasNextPage"]
        return self.heard.setdefault(name + fields, heard)


@dataclass(frozen=True)
class Door:
    """``names_address``: its question holds the slug, which the answer may repeat."""

    name: str
    kinds: tuple[str, ...]
    open_for: Callable[[Stranger, Thing], bytes]
    names_address: bool = False

    def __str__(self) -> str:
        return self.name


def page_by_path(stranger: Stranger, thing: Thing) -> bytes:
    return stranger.ask(PAGE, path=thing.path)


def page_by_id(stranger: Stranger, thing: Thing) -> bytes:
    return stranger.ask(PAGE, id=thing.key)


def node(stranger: Stranger, thing: Thing) -> bytes:
    return stranger.ask(NODE, id=thing.key)


def pages(stranger: Stranger, thing: Thing) -> bytes:
    return stranger.whole_list("pages(first: 100, after: $after, locale: pt)", "id title slug summary path url")


def typed_list(stranger: Stranger, thing: Thing) -> bytes:
    fields = "id title slug summary path image { title alt } topics { name }"
    return stranger.whole_list(f"{LISTS[thing.kind]}(first: 100, after: $after, locale: pt)", fields)


def children_of_its_parent(stranger: Stranger, thing: Thing) -> bytes:
    name = f'pages(parent: "{thing.parent_key}", first: 100, after: $after, locale: pt)'
    return stranger.whole_list(name, "id title slug path") + stranger.ask(PAGE, id=thing.parent_key)


def page_below(stranger: Stranger, thing: Thing) -> bytes:
    assert thing.child_key
    return stranger.ask(PAGE, id=thing.child_key)


def translation(stranger: Stranger, thing: Thing) -> bytes:
    assert thing.translation_key
    return stranger.ask(PAGE, id=thing.translation_key) + stranger.ask(PAGE, id=thing.translation_key, locale="pt")


def vocabulary(stranger: Stranger, thing: Thing) -> bytes:
    locale = "" if thing.kind in ("Organisation", "Person") else ", locale: pt"
    fields = "id name pageCount" + ("" if thing.kind in ("Organisation", "Person") else " slug description")
    return stranger.whole_list(f"{VOCABULARIES[thing.kind]}(first: 100, after: $after{locale})", fields)


def filtered_list(stranger: Stranger, thing: Thing) -> bytes:
    name, field = FILTERS[thing.kind]
    terms = {
        "pages": "topics { id name }",
        "services": "audiences { id name }",
        "events": "series { id name }",
        "news": "organisations { id name }",
        "projects": "indicators { id name } sdgTargets { id name }",
    }[name]
    if name == "pages":
        terms = f"... on NewsPage {{ {terms} }}"
    query = (
        f"query ($terms: [String!]) {{ {name}(filter: {{ {field}: $terms }}, locale: pt, first: 20) {{"
        f" totalCount facets {{ name values {{ value label count }} }} nodes {{ id title {terms} }} }} }}"
    )
    return stranger.ask(query, terms=[thing.key])


def facets(stranger: Stranger, thing: Thing) -> bytes:
    name, _ = FILTERS[thing.kind]
    return stranger.whole_list(f"{name}(first: 100, after: $after, locale: pt)", "id")


def search(stranger: Stranger, thing: Thing) -> bytes:
    """Asked for its own words, and for a word that all pages have; with the vocabularies that the hits carry."""
    fields = "place title { html } snippet { html } page { id title path topics { id name } }"
    every = stranger.whole_list('search(query: "resumo", first: 100, after: $after, locale: pt)', fields)
    return every + stranger.get("/graphql/Search", query=thing.marker, locale="pt", first="100")


def promoted(stranger: Stranger, thing: Thing) -> bytes:
    """The search for which editors let it stand first: in the API, and on the website."""
    fields = "promoted { description page { id title summary path } } nodes { page { id title } }"
    query = f"query ($text: String!) {{ search(query: $text, locale: pt) {{ {fields} }} }}"
    on_website = stranger.get("/pt/pesquisa/", q=thing.promoted_search)
    return stranger.ask(query, text=thing.promoted_search) + on_website


def suggest(stranger: Stranger, thing: Thing) -> bytes:
    """The beginning of its own word, and a word that all titles have."""
    fields = "text highlight { html text } type page { id title summary path url }"
    query = f"query ($text: String!) {{ suggest(prefix: $text, locale: pt, first: 20) {{ {fields} }} }}"
    return stranger.ask(query, text=thing.marker[:-1]) + stranger.ask(query, text="títu")


def relations(stranger: Stranger, thing: Thing) -> bytes:
    """Pages that refer to it: their image, terms, people and files, their blocks, the links in their text."""
    return b"".join(stranger.ask(PAGE, id=key) for key in stranger.referrers[thing.state])


def site(stranger: Stranger, thing: Thing) -> bytes:
    """Navigation, footer and responsible body."""
    return stranger.ask(SITE, hostname=stranger.hosts[thing.state])


def changes(stranger: Stranger, thing: Thing) -> bytes:
    """A whole copy of the content, as an app makes it."""
    if "changes" not in stranger.heard:
        heard, after, goes_on = b"", None, True
        while goes_on:
            answer = stranger.ask(CHANGES, after=after)
            heard += answer
            window = json.loads(answer)["data"]["changes"]["pageInfo"]
            after, goes_on = window["endCursor"], window["hasNextPage"]
        stranger.heard["changes"] = heard
    return stranger.heard["changes"]


def stored_changes(stranger: Stranger, thing: Thing) -> bytes:
    name = f"changes of {thing.kind}"
    if name not in stranger.heard:
        heard, after, goes_on = b"", "", True
        kind = "Site" if thing.kind == SETTINGS else thing.kind
        while goes_on:
            answer = stranger.get("/graphql/Changes", types=kind, locale="pt", **({"after": after} if after else {}))
            heard += answer
            window = json.loads(answer)["data"]["changes"]["pageInfo"]
            after, goes_on = window["endCursor"], window["hasNextPage"]
        stranger.heard[name] = heard
    return stranger.heard[name]


def stored_detail(stranger: Stranger, thing: Thing) -> bytes:
    name = "NewsDetail" if thing.kind not in LISTS else f"{thing.kind.removesuffix('Page')}Detail"
    return stranger.get(f"/graphql/{name}", path=thing.path)


def stored_lists(stranger: Stranger, thing: Thing) -> bytes:
    name, parameters = {
        "ServicePage": ("ServiceList", {"first": "100"}),
        "NewsPage": ("NewsList", {"first": "100"}),
        "GuidePage": ("GuideList", {"first": "100"}),
        "EventPage": ("EventList", {"first": "100", "when": "PAST"}),
        "ProjectPage": ("ProjectList", {"first": "100"}),
        "LabPage": ("LabList", {"first": "100"}),
        "CoursePage": ("CourseList", {"first": "100"}),
    }.get(thing.kind, ("Vocabularies", {}))
    if name not in stranger.heard:
        stranger.heard[name] = stranger.get(f"/graphql/{name}", **parameters)
    return stranger.heard[name]


def website(stranger: Stranger, thing: Thing) -> bytes:
    return stranger.get(thing.path)


def feeds(stranger: Stranger, thing: Thing) -> bytes:
    """The files of the list that a page stands in."""
    path = thing.path.rstrip("/").rpartition("/")[0]
    names = ["rss.xml", "atom.xml", *(["calendar.ics"] if thing.kind == "EventPage" else [])]
    heard = b""
    for address in (f"{path}/{name}" for name in names):
        if address not in stranger.heard:
            stranger.heard[address] = stranger.get(address)
        heard += stranger.heard[address]
    return heard


def calendar_entry(stranger: Stranger, thing: Thing) -> bytes:
    return stranger.get(f"{thing.path}event.ics")


def website_of_referrers(stranger: Stranger, thing: Thing) -> bytes:
    name = f"website of {thing.state}"
    if name not in stranger.heard:
        pages = [json.loads(stranger.ask(PAGE, id=key))["data"]["page"] for key in stranger.referrers[thing.state]]
        stranger.heard[name] = b"".join(stranger.get(page["path"]) for page in pages)
    return stranger.heard[name]


def route(stranger: Stranger, thing: Thing) -> bytes:
    return stranger.ask(ROUTE, path=thing.path)


def redirect(stranger: Stranger, thing: Thing) -> bytes:
    """An old address that leads to it: in the API, and on the website where a visitor is sent."""
    on_website = stranger.client.get(thing.old_path)
    return stranger.ask(ROUTE, path=thing.old_path) + on_website.content + str(on_website.headers).encode()


def preview_of_referrers(stranger: Stranger, thing: Thing) -> bytes:
    """The drafts of public pages that refer to it, by links that work: for apps and on the website."""
    heard = b""
    for token in (stranger.tokens[key] for key in stranger.referrers[thing.state]):
        if token not in stranger.heard:
            stranger.heard[token] = stranger.get(f"/pt/rascunho/{token}/")
        heard += stranger.ask(PREVIEW, token=token) + stranger.heard[token]
    return heard


def preview_of_another(stranger: Stranger, thing: Thing) -> bytes:
    """A link that works, to another page: what stands beside ``preview`` is asked for the thing."""
    token = next(iter(stranger.tokens.values()))
    return stranger.ask(BESIDE_PREVIEW, token=token, id=thing.key, parent=thing.parent_key)


def preview_with_dead_token(stranger: Stranger, thing: Thing) -> bytes:
    """Links to the thing itself that have expired, were revoked or forged: for apps and on the website."""
    asked = [stranger.ask(BESIDE_PREVIEW, token=token, id=thing.key) for token in thing.dead_tokens]
    assert all(b'"preview":null' in answer for answer in asked)
    return b"".join([*asked, *(stranger.get(f"/pt/rascunho/{token}/") for token in thing.dead_tokens)])


def sitemap(stranger: Stranger, thing: Thing) -> bytes:
    if "sitemap" not in stranger.heard:
        names = ("/sitemap.xml", "/sitemap-pt-1.xml", "/sitemap-en-1.xml")
        stranger.heard["sitemap"] = b"".join(stranger.get(name) for name in names)
    return stranger.heard["sitemap"]


def terms(stranger: Stranger, thing: Thing) -> bytes:
    """The pages of all vocabularies: the overviews, every term that they lead to, and the file of their addresses."""
    if "terms" not in stranger.heard:
        heard = stranger.get("/sitemap-pt-terms.xml")
        for name in ("temas", "publicos", "organizacoes", "series"):
            overview = stranger.get(f"/pt/{name}/")
            heard += overview
            for address in sorted(set(re.findall(rf'href="(/pt/{name}/[^"/]+/)"', overview.decode()))):
                heard += stranger.get(address)
        stranger.heard["terms"] = heard
    return stranger.heard["terms"]


def download(stranger: Stranger, thing: Thing) -> bytes:
    return stranger.get(thing.path)


def store(stranger: Stranger, thing: Thing) -> bytes:
    """The raw rows, as somebody with a dump of these tables would read them."""
    if "store" not in stranger.heard:
        rows = b""
        with connection.cursor() as cursor:
            for table in _STORE:
                cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
                rows += "\n".join(row[0] for row in cursor.fetchall()).encode()
        stranger.heard["store"] = rows
    return stranger.heard["store"]


_PAGES = tuple(PAGES)
_STORE = (
    *("published_entry", "published_term", "published_change"),
    *("published_redirection", "published_withdrawal"),
)
DOORS = [
    Door("page-by-path", _PAGES, page_by_path, names_address=True),
    Door("page-by-id", _PAGES, page_by_id),
    Door("node", (*_PAGES, *SNIPPETS, *FILES), node),
    Door("pages", _PAGES, pages),
    Door("list-of-its-type", tuple(LISTS), typed_list),
    Door("children", _PAGES, children_of_its_parent),
    Door("page-below", WITH_FAMILY, page_below),
    Door("translation", WITH_FAMILY, translation),
    Door("vocabulary", SNIPPETS, vocabulary),
    Door("filter", tuple(FILTERS), filtered_list),
    Door("facets", tuple(FILTERS), facets),
    Door("search", (*_PAGES, *FILTERS), search),
    Door("promoted", _PAGES, promoted),
    Door("suggest", _PAGES, suggest),
    Door("relations", (*_PAGES, *SNIPPETS, *FILES), relations),
    Door("site", (*_PAGES, "Organisation", SETTINGS), site),
    Door("changes", (*_PAGES, *SNIPPETS, *FILES, SETTINGS), changes),
    Door("stored-operation-of-changes", (*_PAGES, *SNIPPETS, *FILES), stored_changes),
    Door("stored-operation-of-one", _PAGES, stored_detail, names_address=True),
    Door("stored-operation-of-many", (*LISTS, "Topic", "Audience", "Organisation"), stored_lists),
    Door("website", _PAGES, website, names_address=True),
    Door("feeds", tuple(LISTS), feeds),
    Door("calendar-entry", ("EventPage",), calendar_entry, names_address=True),
    Door("route", _PAGES, route),
    Door("redirect", _PAGES, redirect),
    Door("sitemap", _PAGES, sitemap),
    Door("terms", tuple(kind for kind in FILTERS if kind not in WITHOUT_PAGES), terms),
    Door("website-of-others", (*_PAGES, *FILES), website_of_referrers),
    Door("download", ("Document",), download, names_address=True),
    Door("preview-of-others", (*_PAGES, *FILES), preview_of_referrers),
    Door("preview-of-another", _PAGES, preview_of_another),
    Door("preview-with-dead-token", _PAGES, preview_with_dead_token),
    Door("store", (*_PAGES, *SNIPPETS, *FILES, SETTINGS), store),
]
