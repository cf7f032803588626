"""How wagtail-grapple is asked, by the shortest way that its schema offers, and where it gives less than was wanted."""

import json
from typing import Any

from benchmarks import load
from benchmarks.questions.works import Asked, Cannot, Questions, Sample

_CARD = 'image { rendition(fill: "800x533", format: "webp") { alt url width height } }'
_NEWS = f"title url summary publishedOn {_CARD} topics {{ name slug }} author {{ name }} organisations {{ name slug }}"

LIST = f"""query List($first: PositiveInt!, $parent: ID!) {{
  pages(contentType: "content.NewsPage", parent: $parent, limit: $first, order: "-newspage__published_on") {{
    ... on NewsPage {{ {_NEWS} }}
  }}
}}"""

PAGE = f"""query Page($slug: String!) {{
  page(contentType: "content.NewsPage", slug: $slug) {{
    ... on NewsPage {{
      {_NEWS}
      body {{
        __typename
        ... on HeadingBlock {{ text level }}
        ... on ParagraphsBlock {{ richText: text }}
        ... on QuoteBlock {{ text who }}
        ... on ImageCaptionBlock {{ caption image {{ url width height }} }}
        ... on RelatedPagesBlock {{
          title
          pages {{
            title url
            ... on NewsPage {{ summary {_CARD} }}
            ... on EventPage {{ summary {_CARD} }}
            ... on ServicePage {{ summary {_CARD} }}
            ... on GuidePage {{ summary {_CARD} }}
            ... on GuideChapterPage {{ summary {_CARD} }}
            ... on ProjectPage {{ summary {_CARD} }}
          }}
        }}
      }}
    }}
  }}
}}"""

FILTERED = f"""query Filtered($id: ID!) {{
  topic(id: $id) {{
    news(page: 1, perPage: 20, order: "-published_on") {{ items {{ {_NEWS} }} pagination {{ total }} }}
  }}
}}"""

SEARCH = """query Search($query: String!, $home: ID!) {
  pages(searchQuery: $query, ancestor: $home, limit: 20) { title url }
}"""

HOME = f"""query Home($slug: String!, $news: ID!, $guides: ID!, $events: ID!) {{
  page(contentType: "home.HomePage", slug: $slug) {{
    id title url seoTitle searchDescription ... on HomePage {{ summary heroTitle {_CARD} body {{ __typename }} }}
  }}
  news: pages(contentType: "content.NewsPage", parent: $news, limit: 3, order: "-newspage__published_on") {{
    ... on NewsPage {{ {_NEWS} }}
  }}
  events: pages(contentType: "content.EventPage", parent: $events, limit: 3, order: "-eventpage__starts_at") {{
    ... on EventPage {{ title url summary startsAt endsAt {_CARD} topics {{ name slug }} }}
  }}
  guides: pages(contentType: "content.GuidePage", parent: $guides, limit: 3, order: "-first_published_at") {{
    ... on GuidePage {{ title url summary readingTime {_CARD} topics {{ name slug }} }}
  }}
}}"""

ROUTE = "query Route($path: String!) { page(urlPath: $path) { __typename id url } }"


def ask(document: str, **variables: Any) -> bytes:
    return load.post("/graphql/", json.dumps({"query": document, "variables": variables}).encode())


def questions(sample: Sample) -> Questions:
    parents = sample.parents
    news = parents["newsindexpage"]
    return {
        "list_20": Asked((ask(LIST, first=20, parent=news),)),
        "list_100": Asked((ask(LIST, first=100, parent=news),)),
        "page": Asked(tuple(ask(PAGE, slug=slug) for _key, _path, slug in sample.news), note="by slug"),
        "filtered": Asked(tuple(ask(FILTERED, id=key) for key, _slug in sample.topics), note="no facets"),
        "coming": Cannot("no filter by date"),
        "search_rare": Asked(
            tuple(ask(SEARCH, query=word, home=parents["homepage"]) for word in sample.rare_words),
            note="no total, no facets, no snippets",
        ),
        "search_common": Asked(
            (ask(SEARCH, query=sample.common_word, home=parents["homepage"]),), note="no total, no facets, no snippets"
        ),
        "home": Asked(
            (
                ask(
                    HOME,
                    slug="pt",
                    news=news,
                    guides=parents["guideindexpage"],
                    events=parents["eventindexpage"],
                ),
            ),
            note="events not by date, no list of topics",
        ),
        "route": Asked(tuple(ask(ROUTE, path=path) for _key, path, _slug in sample.news), note="pages only"),
        "changes": Cannot("no record of changes"),
    }
