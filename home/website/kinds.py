"""Which operations and which template show a page of each type. A new page type is a new line in ``KINDS``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from api.in_process import Answers
from home.website import lists
from home.website.course_page import course_context
from home.website.event_page import event_context
from home.website.guide_page import chapter_context, guide_context
from home.website.home_page import home_context
from home.website.news_page import news_context
from home.website.project_page import project_context
from home.website.service_page import service_context
from home.website.visit import Visit

Questions = Mapping[str, Mapping[str, Any]]


def nothing_more(_visit: Visit, _answers: Answers, _page: dict[str, Any]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class PageKind:
    """``questions`` gives the variables of each operation by its name; ``page`` takes the page out of the answers.

    ``context`` gives what the template needs beside the page: it may compute, but reads nothing.
    """

    template: str
    questions: Callable[[Visit], Questions]
    page: Callable[[Answers], dict[str, Any] | None]
    context: Callable[[Visit, Answers, dict[str, Any]], dict[str, Any]] = nothing_more


def detail(
    operation: str, template: str, context: Callable[..., dict[str, Any]] = nothing_more, *, lists: bool = False
) -> PageKind:
    """A page that one operation shows, asked by its path; ``lists``: and by the language of the lists beside it."""
    return PageKind(
        template=f"home/pages/{template}.html",
        questions=lambda visit: {operation: {"path": visit.path} | ({"locale": visit.locale} if lists else {})},
        page=lambda answers: answers[operation]["page"],
        context=context,
    )


def home_questions(visit: Visit) -> Questions:
    return {"Home": {"locale": visit.locale}}


HOME = PageKind(
    template="home/pages/home.html",
    questions=home_questions,
    page=lambda answers: answers["Home"]["site"]["rootPage"],
    context=home_context,
)


def listing(kind: lists.ListKind) -> PageKind:
    """The page of a list, with what stands in it."""
    return PageKind(
        template=kind.template,
        questions=partial(lists.questions, kind),
        page=lambda answers: answers["PageDetail"]["page"],
        context=partial(lists.context, kind),
    )


ANY_PAGE = detail("PageDetail", "page")

KINDS: dict[str, PageKind] = {
    "HomePage": HOME,
    "NewsPage": detail("NewsDetail", "news", news_context, lists=True),
    "ServicePage": detail("ServiceDetail", "service", service_context),
    "EventPage": detail("EventDetail", "event", event_context),
    "GuidePage": detail("GuideDetail", "guide", guide_context),
    "ProjectPage": detail("ProjectDetail", "project", project_context),
    "LabPage": detail("LabDetail", "lab"),
    "CoursePage": detail("CourseDetail", "course", course_context),
    "GuideChapterPage": detail("GuideDetail", "chapter", chapter_context),
    **{name: listing(kind) for name, kind in lists.LISTS.items()},
}


def kind_of(type_name: str) -> PageKind:
    """The kind of a page type; one that nobody described is shown with what every page has."""
    return KINDS.get(type_name, ANY_PAGE)
