"""Fills the fields that only one page type has; every type but lists and standard pages is here. Pages use it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from content.models import (
    CourseEdition,
    CourseModule,
    CoursePage,
    EventAgendaItem,
    EventPage,
    GuideChapterPage,
    GuideDownload,
    GuidePage,
    GuideTool,
    LabPage,
    NewsPage,
    ProjectOutput,
    ProjectPage,
    ProjectPartner,
    ServicePage,
)
from content.models.events import EventFormat, EventStatus
from home.demo.library import Library, stable_key
from home.demo.plans import Plan
from home.demo.rich_text import to_html
from home.demo.texts import read_file
from home.models import HomePage

LISBON = ZoneInfo("Europe/Lisbon")
WORDS_A_MINUTE = 200
CONTACT = "servicos@labx.example"
_NO_CHANNEL = {"is_online": False, "is_by_phone": False, "is_in_person": False}
JOURNEY = ("context", "purpose", "challenges", "developments", "results", "expected_impact", "lessons")
_CHANNELS = {"online": "is_online", "phone": "is_by_phone", "in-person": "is_in_person"}


def fill_details(page: Any, plan: Plan, language: str, library: Library, *, day: date) -> None:
    """Set the fields of the page's own type from its text; `day` is the one from which events are dated."""
    filler = FILLERS.get(plan.page_class)
    if filler is not None:
        filler(page, plan, language, library, day)


def _fill_home(page: HomePage, plan: Plan, language: str, library: Library, day: date) -> None:
    words = plan.text.words[language]
    page.hero_title = words["hero_title"]
    page.intro = to_html(words["intro"], _finder(language, library))


def _fill_service(page: ServicePage, plan: Plan, language: str, library: Library, day: date) -> None:
    words, shared = plan.text.words[language], plan.text.shared
    rich = partial(to_html, find_page=_finder(language, library))
    page.audiences = [library.audiences[name, language] for name in shared["audiences"]]
    page.audience_note = words["who_for"]
    page.what_you_get = rich(words["what_you_get"])
    page.how_to_ask = rich(words["how_to_ask"])
    page.requirements = rich(words.get("requirements", ""))
    page.cost, page.duration = words.get("cost", ""), words.get("duration", "")
    page.contact_email = CONTACT
    page.provider = library.organisations["labx"]
    for field, offered in (_NO_CHANNEL | {_CHANNELS[name]: True for name in shared["channels"]}).items():
        setattr(page, field, offered)


def _fill_project(page: ProjectPage, plan: Plan, language: str, library: Library, day: date) -> None:
    words, shared = plan.text.words[language], plan.text.shared
    for part in JOURNEY:
        setattr(page, part, to_html(words.get(part, ""), _finder(language, library)))
    page.phase, page.start_year = shared.get("phase", ""), shared.get("start_year")
    page.audiences = [library.audiences[name, language] for name in shared["audiences"]]
    page.sdg_targets = [library.sdg_targets[name, language] for name in shared.get("sdg_targets", [])]
    page.indicators = [library.indicators[name, language] for name in shared.get("indicators", [])]
    page.partners = [
        ProjectPartner(
            organisation=library.organisations[name],
            role=words["roles"][order],
            sort_order=order,
            locale=page.locale,
            translation_key=stable_key("partner", plan.name, name),
        )
        for order, name in enumerate(shared.get("partners", []))
    ]
    documents = [library.documents[name, language] for name in shared.get("outputs", [])]
    outputs = [ProjectOutput(title=document.title, document=document) for document in documents]
    outputs += [ProjectOutput(title=title, description=told) for title, told in words.get("outputs", [])]
    for order, output in enumerate(outputs):
        output.sort_order, output.locale = order, page.locale
        output.translation_key = stable_key("output", plan.name, str(order))
    page.outputs = outputs


def _fill_lab(page: LabPage, plan: Plan, language: str, library: Library, day: date) -> None:
    words, shared = plan.text.words[language], plan.text.shared
    page.host = library.organisations[shared["host"]]
    page.place = words["place"]
    page.mentoring = to_html(words["mentoring"], _finder(language, library))


def _fill_course(page: CoursePage, plan: Plan, language: str, library: Library, day: date) -> None:
    words, shared = plan.text.words[language], plan.text.shared
    rich = partial(to_html, find_page=_finder(language, library))
    page.hours, page.price = shared["hours"], words["price"]
    page.what_you_learn, page.how_to_enrol = rich(words["what_you_learn"]), rich(words["how_to_enrol"])
    page.audiences = [library.audiences[name, language] for name in shared["audiences"]]
    page.contact_email, page.provider = CONTACT, library.organisations["labx"]
    page.modules = [
        CourseModule(
            title=title,
            description=told,
            sort_order=order,
            locale=page.locale,
            translation_key=stable_key("module", plan.name, str(order)),
        )
        for order, (title, told) in enumerate(words["modules"])
    ]
    page.edition_choices = [
        CourseEdition(
            event_id=library.pages[name, language],
            sort_order=order,
            locale=page.locale,
            translation_key=stable_key("edition", plan.name, name),
        )
        for order, name in enumerate(shared["editions"])
    ]


def _fill_news(page: NewsPage, plan: Plan, language: str, library: Library, day: date) -> None:
    page.published_on = datetime.combine(plan.text.shared["date"], time(10), tzinfo=LISBON)
    page.organisations = [library.organisations[name] for name in plan.text.shared["organisations"]]


def _fill_guide(page: GuidePage, plan: Plan, language: str, library: Library, day: date) -> None:
    words, shared = plan.text.words[language], plan.text.shared
    page.audiences = [library.audiences[name, language] for name in shared["audiences"]]
    page.organisations = [library.organisations[name] for name in shared["organisations"]]
    page.licence, page.version = shared["licence"], words["version"]
    page.reading_time = _minutes(words)
    documents = read_file("documents")
    page.downloads = [
        GuideDownload(
            document=library.documents[plan.name, language],
            locale=page.locale,
            translation_key=stable_key("download", plan.name),
        )
    ]
    page.tools = [
        GuideTool(
            name=documents[name][language]["title"],
            description=documents[name][language]["description"],
            document=library.documents[name, language],
            sort_order=order,
            locale=page.locale,
            translation_key=stable_key("tool", plan.name, name),
        )
        for order, name in enumerate(shared.get("documents", []))
    ]


def _fill_chapter(page: GuideChapterPage, plan: Plan, language: str, library: Library, day: date) -> None:
    page.reading_time = _minutes(plan.text.words[language])


def _fill_event(page: EventPage, plan: Plan, language: str, library: Library, day: date) -> None:
    words, shared = plan.text.words[language], plan.text.shared
    length = shared.get("days", 1)
    first_day = _working_day_from(day + timedelta(days=shared["day"]), length=length)
    last_day = first_day + timedelta(days=length - 1)
    page.starts_at = datetime.combine(first_day, time.fromisoformat(shared["start"]), tzinfo=LISBON)
    page.ends_at = datetime.combine(last_day, time.fromisoformat(shared["end"]), tzinfo=LISBON)
    page.status, page.format = EventStatus(shared["status"]), EventFormat(shared["format"])
    page.capacity = shared.get("capacity")
    page.place_name = read_file("places")[shared["place"]][language] if "place" in shared else ""
    page.audiences = [library.audiences[name, language] for name in shared["audiences"]]
    page.organisers = [library.organisations["labx"]]
    page.series = library.series[shared["series"], language] if "series" in shared else None
    page.agenda_items = [
        EventAgendaItem(
            starts_at=time.fromisoformat(begin) if ":" in begin else None,
            title=title if ":" in begin else f"{begin}: {title}",
            sort_order=order,
            locale=page.locale,
            translation_key=stable_key("agenda", plan.name, str(order)),
        )
        for order, (begin, title) in enumerate(words.get("agenda", []))
    ]


FILLERS: dict[type, Callable[[Any, Plan, str, Library, date], None]] = {
    HomePage: _fill_home,
    ServicePage: _fill_service,
    ProjectPage: _fill_project,
    LabPage: _fill_lab,
    CoursePage: _fill_course,
    NewsPage: _fill_news,
    GuidePage: _fill_guide,
    GuideChapterPage: _fill_chapter,
    EventPage: _fill_event,
}


def _finder(language: str, library: Library) -> Callable[[str], int]:
    return lambda name: library.pages[name, language]


def _minutes(words: Any) -> int:
    """Return the reading time of all strings in `words`, at least one minute."""
    return max(1, round(_count_words(words) / WORDS_A_MINUTE))


def _count_words(value: Any) -> int:
    if isinstance(value, dict):
        return sum(_count_words(one) for one in value.values())
    if isinstance(value, list):
        return sum(_count_words(one) for one in value)
    return len(str(value).split())


def _working_day_from(day: date, *, length: int) -> date:
    """Return the first day, from `day` on, for an event of so many days: no event of a day is at a weekend, and
    longer ones begin on a Monday."""
    is_early_enough = day.weekday() == 0 if length > 1 else day.weekday() < 5
    return day if is_early_enough else day + timedelta(days=7 - day.weekday())
