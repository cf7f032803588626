"""What editors write: one module per thing, all imported here so that Django finds them."""

from content.models.base import BasePage, ChangeNote
from content.models.courses import CourseEdition, CourseIndexPage, CourseModule, CoursePage
from content.models.documents import Document
from content.models.events import EventAgendaItem, EventIndexPage, EventPage, EventSpeaker
from content.models.guides import GuideChapterPage, GuideDownload, GuideIndexPage, GuidePage, GuideTool
from content.models.images import Image, Rendition
from content.models.labs import LabIndexPage, LabPage, LabProject
from content.models.measures import Indicator, IndicatorValue, SdgTarget
from content.models.news import NewsIndexPage, NewsPage
from content.models.organisations import Organisation, OrganisationName, Person, PersonLink
from content.models.projects import ProjectIndexPage, ProjectOutput, ProjectPage, ProjectPartner
from content.models.services import ServiceIndexPage, ServicePage
from content.models.standard import SectionPage, StandardPage
from content.models.vocabularies import Audience, EventSeries, Topic

__all__ = [
    "Audience",
    "BasePage",
    "ChangeNote",
    "CourseEdition",
    "CourseIndexPage",
    "CourseModule",
    "CoursePage",
    "Document",
    "EventAgendaItem",
    "EventIndexPage",
    "EventPage",
    "EventSeries",
    "EventSpeaker",
    "GuideChapterPage",
    "GuideDownload",
    "GuideIndexPage",
    "GuidePage",
    "GuideTool",
    "Image",
    "Indicator",
    "IndicatorValue",
    "LabIndexPage",
    "LabPage",
    "LabProject",
    "NewsIndexPage",
    "NewsPage",
    "Organisation",
    "OrganisationName",
    "Person",
    "PersonLink",
    "ProjectIndexPage",
    "ProjectOutput",
    "ProjectPage",
    "ProjectPartner",
    "Rendition",
    "SdgTarget",
    "SectionPage",
    "ServiceIndexPage",
    "ServicePage",
    "StandardPage",
    "Topic",
]
