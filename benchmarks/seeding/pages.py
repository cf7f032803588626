"""The pages: pairs of one in Portuguese and one in English, each other's translation. Called by the seeding.

All primary keys follow from the number of a pair, so that pages can refer to others that are yet to be written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify
from wagtail.models import Page

from benchmarks.seeding import fields_of_kinds
from benchmarks.seeding.bodies import body
from benchmarks.seeding.plans import CHAPTERS, Place, Plan
from benchmarks.seeding.rows import Rows
from benchmarks.seeding.vocabularies import Vocabularies
from benchmarks.seeding.words import LANGUAGES, PAGES_OF_THE_DISCONTINUED_TOPIC, TOPICS, Speech
from content import models as content
from home.models import HomePage

Places = dict[str, Place]  # of the two pages of a pair, by language

NEWS_SINCE = timedelta(days=3650)  # until now, one after the other
EVENTS_FROM, EVENTS_UNTIL = timedelta(days=-1460), timedelta(days=760)
RELATED = 3

_INDEXES: dict[type[Page], tuple[str, str]] = {
    content.NewsIndexPage: ("Notícias", "News"),
    content.ServiceIndexPage: ("Serviços", "Services"),
    content.GuideIndexPage: ("Guias", "Guides"),
    content.EventIndexPage: ("Eventos", "Events"),
    content.ProjectIndexPage: ("Projetos", "Projects"),
}
_KINDS = (
    *(content.NewsPage, content.ServicePage, content.GuidePage, content.GuideChapterPage),
    *(content.EventPage, content.ProjectPage),
)


@dataclass
class PageWriter:
    """Adds all pages of a plan to ``rows``."""

    rows: Rows
    plan: Plan
    speeches: dict[str, Speech]
    vocabularies: Vocabularies
    images: list[int]
    locales: dict[str, int]
    random: Random
    now: datetime

    def __post_init__(self) -> None:
        found = ContentType.objects.get_for_models(*_INDEXES, *_KINDS)
        self._types = {model: content_type.pk for model, content_type in found.items()}
        self._first = self.rows.last_key(Page) + 1
        self._first_of_pairs = self._first + len(_INDEXES) * len(LANGUAGES)
        self._rare = self.plan.rare_words()
        self._pair = 0  # number of the next one

    def write(self) -> Iterator[int]:
        """Add everything; yield after each pair how many pages that were."""
        plan = self.plan
        children = (plan.news, plan.services, plan.guides, plan.events, plan.projects)
        news, services, guides, events, projects = (
            self._index(model, position, children=number)
            for position, (model, number) in enumerate(zip(_INDEXES, children, strict=True), 1)
        )
        for number in range(plan.news):
            self._add(content.NewsPage, news, number, at=self.now - NEWS_SINCE * (1 - (number + 1) / plan.news))
            yield 2
        for number in range(plan.services):
            self._add(content.ServicePage, services, number, at=self._some_day())
            yield 2
        for number in range(plan.guides):
            guide = self._add(content.GuidePage, guides, number, at=self._some_day(), children=CHAPTERS)
            for chapter in range(CHAPTERS):
                self._add(content.GuideChapterPage, guide, chapter, at=self._some_day())
            yield 2 * (CHAPTERS + 1)
        for number in range(plan.events):
            at = self.now + EVENTS_FROM + (EVENTS_UNTIL - EVENTS_FROM) * ((number + 1) / plan.events)
            self._add(content.EventPage, events, number, at=at)
            yield 2
        for number in range(plan.projects):
            self._add(content.ProjectPage, projects, number, at=self._some_day())
            yield 2

    def _index(self, model: type[Page], position: int, *, children: int) -> Places:
        homes = {
            code: Place(*HomePage.objects.values_list("path", "url_path").get(locale_id=self.locales[code]))
            for code in LANGUAGES
        }
        Page.objects.filter(path__in=[home.path for home in homes.values()]).update(numchild=len(_INDEXES))
        places, translation_key = {}, self._identifier()
        for offset, (code, title) in enumerate(zip(LANGUAGES, _INDEXES[model], strict=True)):
            slug = slugify(title)
            places[code] = homes[code].child(position, slug)
            key = self._first + (position - 1) * len(LANGUAGES) + offset
            base = self._base(model, code, places[code], title=title, slug=slug, at=self.now, children=children)
            self.rows.add_page(
                model, id=key, translation_key=translation_key, summary=f"{title}.", show_in_menus=True, **base
            )
        return places

    def _add(self, model: type[Page], parents: Places, number: int, *, at: datetime, children: int = 0) -> Places:
        """Add a pair below its parents, as their child ``number`` from 0."""
        random, vocabularies = self.random, self.vocabularies
        translation_key = self._identifier()
        topics = vocabularies.draw_topics(random, number=number)
        if model is content.NewsPage and number < PAGES_OF_THE_DISCONTINUED_TOPIC // 2:
            topics.append(TOPICS - 2)
        image = random.choice(self.images) if random.random() < 0.85 else None
        fields = fields_of_kinds.shared(model, random, vocabularies, at=at)
        related = [self._any_pair() for _ in range(RELATED)]
        has_links, has_picture = random.random() < 0.2, random.random() < 0.2
        places = {}
        for offset, code in enumerate(LANGUAGES):
            speech = self.speeches[code]
            title = speech.title(random)
            slug = f"{slugify(title)[:60].strip('-')}-{self._pair}"
            places[code] = parents[code].child(number + 1, slug)
            key = self._first_of_pairs + self._pair * 2 + offset
            self.rows.add_page(
                model,
                id=key,
                translation_key=translation_key,
                summary=speech.summary(random),
                image_id=image,
                body=body(
                    speech,
                    random,
                    related=[self._first_of_pairs + pair * 2 + offset for pair in related],
                    image=image if has_picture else None,
                    rare=self._rare.get(self._pair, ""),
                    has_links=has_links,
                ),
                **self._base(
                    model, code, places[code], title=title, slug=slug, at=min(at, self.now), children=children
                ),
                **fields,
                **fields_of_kinds.worded(model, random, speech),
            )
            self.rows.link(model, "topics", key, [vocabularies.topics[code][place] for place in topics])
            fields_of_kinds.add_parts(
                self.rows, model, key, random, vocabularies, speech, locale=self.locales[code], at=at
            )
        self._pair += 1
        return places

    def _base(
        self, model: type[Page], code: str, place: Place, *, title: str, slug: str, at: datetime, children: int
    ) -> dict[str, Any]:
        return {
            "path": place.path,
            "depth": place.depth,
            "numchild": children,
            "url_path": place.url_path,
            "locale_id": self.locales[code],
            "content_type_id": self._types[model],
            "title": title,
            "draft_title": title,
            "slug": slug,
            "first_published_at": at,
            "last_published_at": at,
        }

    def _some_day(self) -> datetime:
        return self.now - timedelta(days=self.random.randrange(3000), minutes=self.random.randrange(1440))

    def _any_pair(self) -> int:
        return self.random.randrange(self.plan.pairs)

    def _identifier(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)
