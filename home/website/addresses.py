"""The addresses of the website that are no pages of the tree, in each language: who links to one asks here."""

# By name: the words after the prefix of the language. A page of the tree cannot be reached at one of them.
ADDRESSES = {
    "search": {"pt": "pesquisa", "en": "search"},
    "topic": {"pt": "temas", "en": "topics"},
    "audience": {"pt": "publicos", "en": "audiences"},
    "organisation": {"pt": "organizacoes", "en": "organisations"},
    "series": {"pt": "series", "en": "series"},
}
# The whole of a guide on one page, below the guide's own address.
WHOLE_GUIDE = {"pt": "imprimir", "en": "print"}

# Files for machines, below the address of the page that they tell of: of every list, of a list of events, of an event.
RSS, ATOM = "rss.xml", "atom.xml"
CALENDAR, CALENDAR_ENTRY = "calendar.ics", "event.ics"


def address(name: str, locale: str, slug: str = "") -> str:
    """The path of one of ``ADDRESSES``; with ``slug``, of one thing below it."""
    path = f"/{locale}/{ADDRESSES[name][locale]}/"
    return f"{path}{slug}/" if slug else path


def whole_guide(path: str, locale: str) -> str:
    """The path of the whole of the guide at ``path``."""
    return f"{path}{WHOLE_GUIDE[locale]}/"
