"""How our own endpoint is asked: by POST, or by GET where an answer may be known already."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import load
from benchmarks.questions.works import Asked, Questions, Sample

OPERATIONS = Path(__file__).resolve().parents[2] / "graphql" / "operations"

_CARD = "image { alt rendition(preset: CARD) { url width height } }"
_NEWS = f"title url summary publishedOn {_CARD} topics {{ name slug }} author {{ name }} organisations {{ name slug }}"

LIST = f"query List($first: Int!) {{ news(first: $first, locale: pt) {{ nodes {{ {_NEWS} }} }} }}"

FILTERED = f"""query Filtered($topics: [String!]) {{
  news(first: 20, locale: pt, filter: {{ topics: $topics }}) {{
    totalCount nodes {{ {_NEWS} }} facets {{ name values {{ value label count }} }}
  }}
}}"""

PAGE = f"""query Page($path: String!) {{
  page(path: $path) {{
    ... on NewsPage {{
      {_NEWS}
      body {{
        __typename
        ... on HeadingBlock {{ text level }}
        ... on ParagraphsBlock {{ richText {{ html }} }}
        ... on QuoteBlock {{ text who }}
        ... on ImageCaptionBlock {{ caption image {{ alt url width height }} }}
        ... on RelatedPagesBlock {{ title pages {{ title url summary {_CARD} }} }}
      }}
    }}
  }}
}}"""

COMING = f"""query Coming {{
  events(first: 20, locale: pt, order: EARLIEST, filter: {{ when: UPCOMING }}) {{
    nodes {{ title url summary startsAt endsAt status placeName {_CARD} topics {{ name slug }} }}
  }}
}}"""

SEARCH = """query Search($query: String!) {
  search(query: $query, locale: pt, first: 20) {
    totalCount nodes { title { html } snippet { html } page { url } } facets { name values { value label count } }
  }
}"""


def stored(name: str) -> str:
    """Return the text of one of the contract's own operations."""
    return (OPERATIONS / f"{name}.graphql").read_text()


HOME, ROUTE, CHANGES = stored("Home"), stored("Route"), stored("Changes")

Question = tuple[str, dict[str, Any]]  # a document and its variables


def documents(sample: Sample) -> dict[str, list[Question]]:
    """Return for each work what is asked, in turn; ``changes`` is walked by ``benchmarks.questions.walking``."""
    return {
        "list_20": [(LIST, {"first": 20})],
        "list_100": [(LIST, {"first": 100})],
        "page": [(PAGE, {"path": path}) for _key, path, _slug in sample.news],
        "filtered": [(FILTERED, {"topics": [slug]}) for _key, slug in sample.topics],
        "coming": [(COMING, {})],
        "search_rare": [(SEARCH, {"query": word}) for word in sample.rare_words],
        "search_common": [(SEARCH, {"query": sample.common_word})],
        "home": [(HOME, {"locale": "pt"})],
        "route": [(ROUTE, {"path": path}) for _key, path, _slug in sample.news],
    }


def posted(document: str, variables: dict[str, Any]) -> bytes:
    return load.post("/graphql", json.dumps({"query": document, "variables": variables}).encode())


def got(document: str, variables: dict[str, Any], *, headers: dict[str, str] | None = None) -> bytes:
    """The same by GET, with blanks taken out of the document as clients that send it in an address do."""
    lines = (line.partition("#")[0] for line in document.splitlines())
    query = {"query": " ".join(" ".join(lines).split()), "variables": json.dumps(variables, separators=(",", ":"))}
    return load.get(f"/graphql?{urlencode(query)}", headers=headers)


def computed(sample: Sample, changes: list[Question]) -> Questions:
    """Every answer is computed: what the server keeps is switched off."""
    asked = documents(sample) | {"changes": changes}
    return {
        name: Asked(tuple(posted(*one) for one in many), is_steady=name != "coming") for name, many in asked.items()
    }


def repeated(sample: Sample, changes: list[Question]) -> Questions:
    """The same questions again and again, with the keeping of answers on; asked by GET, as one that is cached is."""
    asked = documents(sample) | {"changes": changes}
    return {name: Asked(tuple(got(*one) for one in many), is_steady=name != "coming") for name, many in asked.items()}


def known(port: int, questions: Questions) -> Questions:
    """The questions of ``repeated`` by somebody who has the answer already: with its ETag, to be answered 304."""
    found: Questions = {}
    for name, asked in questions.items():
        assert isinstance(asked, Asked)
        requests = []
        for request in asked.requests:
            tag = load.fetch(port, request).header("ETag")
            requests.append(request.replace(b"\r\n\r\n", f"\r\nIf-None-Match: {tag}\r\n\r\n".encode(), 1))
        found[name] = Asked(tuple(requests), status=304)
    return found


def walk(port: int, *, most: int) -> list[Question]:
    """Return the questions that read the whole site by its changes, 100 at a time; at most `most`."""
    questions: list[Question] = []
    after: str | None = None
    while len(questions) < most:
        question: Question = (CHANGES, {"first": 100, "after": after} if after else {"first": 100})
        answer = json.loads(load.fetch(port, posted(*question)).body or b"")["data"]["changes"]
        questions.append(question)
        after = answer["pageInfo"]["endCursor"]
        if not answer["pageInfo"]["hasNextPage"]:
            break
    return questions
