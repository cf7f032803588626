"""How Wagtail's REST APIs are asked, and where they give less than was wanted."""

from urllib.parse import urlencode

from benchmarks import load
from benchmarks.questions.works import Asked, Cannot, Questions, Sample

_FIELDS = "_,id,title,html_url,summary,card,published_on,topics(_,name,slug),author(_,name),organisations(_,name,slug)"
_ORDER = {"type": "content.NewsPage", "locale": "pt", "order": "-published_on"}
_NO_CHANGES = Cannot("no record of changes")
_NO_FACETS = "no facets"
_PLAIN = "titles and addresses only: a list gives no other fields"


def version_2(sample: Sample) -> Questions:
    def ask(**parameters: object) -> bytes:
        return load.get(f"/api/v2/pages/?{urlencode(_ORDER | {'fields': _FIELDS} | parameters)}")

    def search(word: str) -> bytes:
        return load.get(f"/api/v2/pages/?{urlencode({'search': word, 'locale': 'pt', 'limit': 20})}")

    fields = urlencode({"fields": f"{_FIELDS},body"})
    return {
        "list_20": Asked((ask(limit=20),)),
        "list_100": Asked((ask(limit=100),)),
        "page": Asked(
            tuple(load.get(f"/api/v2/pages/{key}/?{fields}") for key, _path, _slug in sample.news),
            note="by id; related pages are numbers",
        ),
        "filtered": Asked(tuple(ask(limit=20, topics=key) for key, _slug in sample.topics), note=_NO_FACETS),
        "coming": Cannot("no filter by date"),
        "search_rare": Asked(tuple(search(word) for word in sample.rare_words), note="no facets, no snippets"),
        "search_common": Asked((search(sample.common_word),), note="no facets, no snippets"),
        "home": Cannot("several requests"),
        "route": Asked(
            tuple(
                load.get(f"/api/v2/pages/find/?{urlencode({'html_path': path.removeprefix('/pt')})}")
                for _key, path, _slug in sample.news
            ),
            status=302,
            note="pages only",
        ),
        "changes": _NO_CHANGES,
    }


def version_3(sample: Sample) -> Questions:
    def ask(**parameters: object) -> bytes:
        return load.get(f"/api/v3/pages/?{urlencode(_ORDER | parameters)}")

    def search(word: str) -> bytes:
        return load.get(f"/api/v3/pages/?{urlencode({'search': word, 'locale': 'pt', 'limit': 20})}")

    return {
        "list_20": Asked((ask(limit=20),), note=_PLAIN),
        "list_100": Asked((ask(limit=100),), note=_PLAIN),
        "page": Asked(
            tuple(load.get(f"/api/v3/pages/{key}/") for key, _path, _slug in sample.news),
            note="by id; related pages, topics are numbers",
        ),
        "filtered": Asked(tuple(ask(limit=20, topics=key) for key, _slug in sample.topics), note=_PLAIN),
        "coming": Cannot("no filter by date"),
        "search_rare": Asked(tuple(search(word) for word in sample.rare_words), note=_PLAIN),
        "search_common": Asked((search(sample.common_word),), note=_PLAIN),
        "home": Cannot("several requests"),
        "route": Asked(
            tuple(
                load.get(f"/api/v3/pages/find/?{urlencode({'html_path': path.removeprefix('/pt')})}")
                for _key, path, _slug in sample.news
            ),
            status=302,
            note="pages only",
        ),
        "changes": _NO_CHANGES,
    }
