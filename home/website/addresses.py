"""The addresses of the website that are no pages of the tree, in each language: who links to one asks here."""

from wagtail.models import Page

from content.models import GuidePage
from home.models import HomePage

# Parameters are the same in all languages, and named as the contract names them: those of lists are ``topics audiences
# organisations series format status channel phase sdg when order after before``. Values are slugs, or choices in small
# letters (``format=on-site``).

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

# A draft that an editor shares by a link, below the home page: this word, then the token of the link.
SHARED_DRAFT = {"pt": "rascunho", "en": "draft"}

# Files for machines, below the address of the page that they tell of: of every list, of a list of events, of an event.
RSS, ATOM = "rss.xml", "atom.xml"
CALENDAR, CALENDAR_ENTRY = "calendar.ics", "event.ics"


def address(name: str, locale: str, slug: str = "") -> str:
    """The path of one of ``ADDRESSES``; with ``slug``, of one thing below it."""
    path = f"/{locale}/{ADDRESSES[name][locale]}/"
    return f"{path}{slug}/" if slug else path


def shared_draft(token: str, locale: str) -> str:
    """The path at which a preview link shows its draft; its refusals are in the language of the path."""
    return f"/{locale}/{SHARED_DRAFT[locale]}/{token}/"


def whole_guide(path: str, locale: str) -> str:
    """The path of the whole of the guide at ``path``."""
    return f"{path}{WHOLE_GUIDE[locale]}/"


def reserved_slugs(parent: Page) -> set[str]:
    """The slugs that no page below ``parent`` may have, since its address would be one of these."""
    kind, locale = parent.specific_class, parent.locale.language_code
    if kind is HomePage:
        return {words[locale] for words in ADDRESSES.values() if locale in words}
    return {WHOLE_GUIDE[locale]} if kind is GuidePage and locale in WHOLE_GUIDE else set()
