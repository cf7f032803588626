"""Lists the pages of the demonstration with their type, place and panel; the loader makes them in this order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from content.models import (
    BasePage,
    CourseIndexPage,
    CoursePage,
    EventIndexPage,
    EventPage,
    GuideChapterPage,
    GuideIndexPage,
    GuidePage,
    LabIndexPage,
    LabPage,
    NewsIndexPage,
    NewsPage,
    ProjectIndexPage,
    ProjectPage,
    SectionPage,
    ServiceIndexPage,
    ServicePage,
    StandardPage,
)
from home.demo.texts import LANGUAGES, Text, make_text, read_file, read_folder, read_text
from home.models import HomePage
from home.panels.plan import Panel

INDEX_PAGES: dict[str, type[BasePage]] = {
    "services": ServiceIndexPage,
    "projects": ProjectIndexPage,
    "labs": LabIndexPage,
    "courses": CourseIndexPage,
    "guides": GuideIndexPage,
    "news": NewsIndexPage,
    "events": EventIndexPage,
}
DETAIL_PAGES: dict[str, type[BasePage]] = {
    "services": ServicePage,
    "projects": ProjectPage,
    "labs": LabPage,
    "courses": CoursePage,
    "news": NewsPage,
    "events": EventPage,
}
LANDSCAPE, SQUARE = (1600, 1067), (1600, 1600)


@dataclass(frozen=True)
class Plan:
    """One page in all its languages: what it is, below which page it stands, whose image it carries."""

    text: Text
    page_class: type[BasePage]
    parent: str | None
    image: str

    @property
    def name(self) -> str:
        return self.text.name

    @property
    def is_pictured(self) -> bool:
        """Say whether the page itself has an image. All others show their panel, crisp and light, as the site draws it.

        Every plan's image is in the library all the same, for bodies and editors.
        """
        return self.page_class is NewsPage

    def panel(self) -> tuple[Panel, tuple[int, int]]:
        """Return the panel that the page's image is drawn from and its size in pixels."""
        area = self.text.shared.get("area", _area_of(self.text.shared.get("topics", [])))
        title = self.text.words["pt"]["title"]
        if self.page_class is GuidePage:
            return Panel(title, area, columns=4, rows=4), SQUARE
        if self.is_pictured:  # seen in cards and, cut to a tall piece, beside the title
            return Panel(title, area, columns=8, rows=6), LANDSCAPE
        if self.page_class in DETAIL_PAGES.values():
            return Panel(title, area, columns=6, rows=4), LANDSCAPE
        return Panel(title, area, columns=12, rows=8), LANDSCAPE


def all_plans() -> list[Plan]:
    """Return every page, parents before their children."""
    return [*_general_plans(), *_detail_plans(), *_guide_plans()]


def _area_of(topics: list[str]) -> str:
    areas = {name: table["area"] for name, table in read_file("vocabularies/topics").items() if "area" in table}
    return next((areas[topic] for topic in topics if topic in areas), "")


def _general_plans() -> Iterator[Plan]:
    yield Plan(read_text("home"), HomePage, parent=None, image="home")
    for folder, table in read_file("indexes").items():
        name = f"index/{folder}"
        yield Plan(make_text(name, table), INDEX_PAGES[folder], parent="home", image=name)
    texts = read_folder("standard")
    for text in sorted(texts, key=lambda text: "parent" in text.shared):
        page_class = SectionPage if text.shared.get("kind") == "section" else StandardPage
        yield Plan(text, page_class, parent=text.shared.get("parent", "home"), image=text.name)


def _detail_plans() -> Iterator[Plan]:
    for folder, page_class in DETAIL_PAGES.items():
        for text in read_folder(folder):
            yield Plan(text, page_class, parent=f"index/{folder}", image=text.name)


def _guide_plans() -> Iterator[Plan]:
    for text in read_folder("guides"):
        yield Plan(text, GuidePage, parent="index/guides", image=text.name)
        for number, chapter in enumerate(_chapters(text), start=1):
            words = {language: chapter[language] for language in LANGUAGES}
            shared = {"topics": text.shared["topics"]}
            name = f"{text.name}/{number}"
            yield Plan(Text(name, shared, words), GuideChapterPage, parent=text.name, image=text.name)


def _chapters(text: Text) -> list[dict[str, dict[str, Any]]]:
    """Return the chapters of a guide, each with its words by language."""
    columns = [text.words[language]["chapters"] for language in LANGUAGES]
    return [dict(zip(LANGUAGES, row, strict=True)) for row in zip(*columns, strict=True)]
