"""Things of every kind with a marker word in all that is public of them; ``tests.leaks.world`` makes many."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import models
from wagtail.models import DraftStateMixin, Page

from content.models import OrganisationName
from published.catalogue import entry_key
from published.visibility import address_of
from tests import factories

PAGES: dict[str, Callable[..., Page]] = {
    "ServicePage": factories.service,
    "NewsPage": factories.news,
    "GuidePage": factories.guide,
    "GuideChapterPage": factories.chapter,
    "EventPage": factories.event,
    "ProjectPage": factories.project,
    "LabPage": factories.lab,
    "CoursePage": factories.course,
    "StandardPage": factories.standard,
    "SectionPage": factories.section,
    "NewsIndexPage": lambda parent=None, **fields: factories.page(
        factories.content.NewsIndexPage, parent=parent or factories.home_page(), **fields
    ),
}
SNIPPETS = ("Topic", "Audience", "EventSeries", "Organisation", "Person", "Indicator", "SdgTarget")
FILES = ("Image", "Document")
SETTINGS = "SiteSettings"

# Only these have a page below them and a translation: the rule is the same for every kind, the world is smaller.
WITH_FAMILY = ("GuidePage", "StandardPage")

_numbers = count(1)


def new_word() -> str:
    """A word that stands nowhere else, and that no stemmer cuts."""
    return f"zq{next(_numbers):04d}qz"


@dataclass
class Thing:
    """Something in a state. ``marker`` is in its words, ``slug`` in its address or the name of its file."""

    kind: str
    state: str
    marker: str
    slug: str
    instance: models.Model
    path: str = ""
    parent_key: str = ""
    child_key: str = ""
    translation_key: str = ""
    dead_tokens: tuple[str, ...] = ()  # of preview links to it that show nothing: expired, revoked, forged

    @property
    def key(self) -> str:
        return entry_key(self.instance)

    @property
    def old_path(self) -> str:
        """An address that a redirect leads to it from."""
        return f"/old/{self.kind}/{self.state}.html"

    @property
    def promoted_search(self) -> str:
        """A search for which editors let all pages in its state stand first; not a word of it is in them."""
        return f"promovida {self.state}"

    def __str__(self) -> str:
        return f"{self.kind}-{self.state}"


def words_of(kind: str, word: str) -> dict[str, Any]:
    """The fields of a kind that hold words, each with ``word``."""
    if kind in PAGES:
        words: dict[str, Any] = {
            "title": f"Título {word}",
            "summary": f"Resumo {word}.",
            "seo_title": f"Outro {word}",
            "search_description": f"Descrição {word}",
        }
        if kind != "NewsIndexPage":
            words["body"] = [("heading", {"text": f"Secção {word}", "level": 2, "anchor": ""})]
        own = {"ProjectPage": "context", "LabPage": "mentoring", "CoursePage": "what_you_learn"}
        return words | ({own[kind]: f"<p>Mais {word}</p>"} if kind in own else {})
    return {
        "Topic": {"name": f"Tema {word}", "description": f"Sobre {word}"},
        "Audience": {"name": f"Público {word}", "description": f"Sobre {word}"},
        "EventSeries": {"name": f"Série {word}", "description": f"Sobre {word}"},
        "Organisation": {"name": f"Entidade {word}", "website": f"https://{word}.example/"},
        "Indicator": {"name": f"Indicador {word}", "source": f"Fonte {word}", "method": f"Contagem {word}"},
        "SdgTarget": {"name": f"Meta {word}", "description": f"Sobre {word}"},
        "Person": {"name": f"Pessoa {word}", "role": f"Cargo {word}", "role_en": f"Role {word}"},
        "Image": {"title": f"Imagem {word}", "alt_pt": f"Mostra {word}", "alt_en": f"Shows {word}", "credit": word},
        "Document": {"title": f"Documento {word}"},
    }[kind]


def make(kind: str, state: str, *, word: str, **fields: Any) -> Thing:
    """Make a thing with ``word`` in its words. Its marker is ``word``; pages and snippets are live unless told."""
    slug = new_word().replace("zq", "s")
    words = words_of(kind, word)
    instance: models.Model
    if kind in PAGES:
        page = PAGES[kind](**words, slug=slug, **fields)
        path = address_of(page).path or page.url_path
        return Thing(kind, state, word, slug, page, path=path, parent_key=entry_key(page.get_parent().specific))
    if kind == "Organisation":
        instance = factories.organisation(words["name"], website=words["website"], **fields)
    elif kind == "Person":
        instance = factories.person(words.pop("name"), **words, **fields)
    elif kind == "SdgTarget":  # goes by its number in addresses, of which there are not enough to tell them apart
        number = next(_numbers)
        instance = factories.sdg_target(f"{number // 19 % 17 + 1}.{number % 19 + 1}", **words, **fields)
    elif kind in SNIPPETS:
        make_snippet = {
            "Topic": factories.topic,
            "Audience": factories.audience,
            "EventSeries": factories.event_series,
            "Indicator": factories.indicator,
        }[kind]
        instance = make_snippet(words.pop("name"), slug=slug, **words, **fields)
    elif kind == "Image":
        instance = factories.image(words.pop("title"), **words, **fields)
    else:
        instance = factories.document(words.pop("title"), **fields)
    if kind in FILES:
        slug = str(instance.file.name).rpartition("/")[2]  # type: ignore[attr-defined]
    path = str(instance.url) if kind == "Document" else ""  # type: ignore[attr-defined]
    return Thing(kind, state, word, slug, instance, path=path)


def add_family(thing: Thing) -> None:
    """A public page below it, and its public translation into English."""
    assert isinstance(thing.instance, Page)
    child = factories.standard(parent=thing.instance, title="Uma página abaixo", slug="abaixo")
    translation = factories.page(
        type(thing.instance),
        parent=factories.home_page("en"),
        title="In English",
        translation_key=thing.instance.translation_key,
    )
    thing.child_key, thing.translation_key = entry_key(child), entry_key(translation)


def write_draft(thing: Thing, word: str) -> None:
    """Save a draft with ``word`` in its words; what is live keeps the words it has."""
    draft = thing.instance
    assert isinstance(draft, DraftStateMixin)
    for name, value in words_of(thing.kind, word).items():
        setattr(draft, name, value)
    if thing.kind == "Organisation":
        draft.names = [OrganisationName(name=f"Entidade {word}")]  # type: ignore[attr-defined]
    draft.save_revision()  # type: ignore[attr-defined]
    thing.instance = type(thing.instance)._default_manager.get(pk=thing.instance.pk)
    thing.marker = word
