"""The smallest valid thing of every type; tests name what matters to them and leave the rest.

Pages are live unless ``live=False``; index pages and homes are made (or found) when a page needs its parent.
"""

import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.models import Collection, Locale, Page, Site

from api.previews.models import PreviewLink
from content import models as content
from home.models import HomePage, SiteSettings
from search.models import PromotedPage, Promotion

PageType = TypeVar("PageType", bound=Page)

_numbers = count(1)
_MANY = ("topics", "audiences", "organisers", "sdg_targets", "indicators")


def locale(code: str = "pt") -> Locale:
    return Locale.objects.get(language_code=code)


def home_page(code: str = "pt") -> HomePage:
    """The home page that the migration made."""
    return HomePage.objects.get(locale__language_code=code)


def default_site() -> Site:
    return Site.objects.get(is_default_site=True)


def site_settings(**fields: Any) -> SiteSettings:
    settings = SiteSettings.for_site(default_site())
    for name, value in fields.items():
        setattr(settings, name, value)
    settings.save()
    return settings


# Pages


def page(model: type[PageType], *, parent: Page, live: bool = True, **fields: Any) -> PageType:
    """Add a page below `parent`, by the way an editor's page goes: a revision, then its publication if `live`."""
    number = next(_numbers)
    many = {name: fields.pop(name) for name in _MANY if name in fields}
    defaults = {"title": f"{model.__name__} {number}", "slug": f"page-{number}", "summary": "Em resumo."}
    instance = model(**{**defaults, **fields}, live=False, locale=parent.locale)
    for name, values in many.items():
        getattr(instance, name).set(values)
    parent.add_child(instance=instance)
    revision = instance.save_revision()
    if live:
        revision.publish()
    instance.refresh_from_db()
    return instance


def _index(model: type[PageType], *, code: str) -> PageType:
    found = model.objects.filter(locale__language_code=code).first()
    return found or page(model, parent=home_page(code))


def service_index(code: str = "pt") -> content.ServiceIndexPage:
    return _index(content.ServiceIndexPage, code=code)


def service(*, parent: Page | None = None, **fields: Any) -> content.ServicePage:
    return page(content.ServicePage, parent=parent or service_index(), **fields)


def news_index(code: str = "pt") -> content.NewsIndexPage:
    return _index(content.NewsIndexPage, code=code)


def news(*, parent: Page | None = None, **fields: Any) -> content.NewsPage:
    return page(content.NewsPage, parent=parent or news_index(), **fields)


def guide_index(code: str = "pt") -> content.GuideIndexPage:
    return _index(content.GuideIndexPage, code=code)


def guide(*, parent: Page | None = None, **fields: Any) -> content.GuidePage:
    return page(content.GuidePage, parent=parent or guide_index(), **fields)


def chapter(*, parent: Page | None = None, **fields: Any) -> content.GuideChapterPage:
    return page(content.GuideChapterPage, parent=parent or guide(), **fields)


def event_index(code: str = "pt") -> content.EventIndexPage:
    return _index(content.EventIndexPage, code=code)


def event(*, parent: Page | None = None, **fields: Any) -> content.EventPage:
    defaults = {"starts_at": datetime(2026, 3, 1, 10, tzinfo=UTC)}
    return page(content.EventPage, parent=parent or event_index(), **{**defaults, **fields})


def project_index(code: str = "pt") -> content.ProjectIndexPage:
    return _index(content.ProjectIndexPage, code=code)


def project(*, parent: Page | None = None, **fields: Any) -> content.ProjectPage:
    return page(content.ProjectPage, parent=parent or project_index(), **fields)


def lab_index(code: str = "pt") -> content.LabIndexPage:
    return _index(content.LabIndexPage, code=code)


def lab(*, parent: Page | None = None, **fields: Any) -> content.LabPage:
    return page(content.LabPage, parent=parent or lab_index(), **fields)


def course_index(code: str = "pt") -> content.CourseIndexPage:
    return _index(content.CourseIndexPage, code=code)


def course(*, parent: Page | None = None, **fields: Any) -> content.CoursePage:
    return page(content.CoursePage, parent=parent or course_index(), **fields)


def section(*, parent: Page | None = None, **fields: Any) -> content.SectionPage:
    return page(content.SectionPage, parent=parent or home_page(), **fields)


def standard(*, parent: Page | None = None, **fields: Any) -> content.StandardPage:
    return page(content.StandardPage, parent=parent or home_page(), **fields)


# Vocabularies


def topic(name: str = "Inovação", *, code: str = "pt", **fields: Any) -> content.Topic:
    return content.Topic.objects.create(name=name, locale=locale(code), **fields)


def audience(name: str = "Jovens", *, code: str = "pt", **fields: Any) -> content.Audience:
    return content.Audience.objects.create(name=name, locale=locale(code), **fields)


def event_series(name: str = "Encontros", *, code: str = "pt", **fields: Any) -> content.EventSeries:
    return content.EventSeries.objects.create(name=name, locale=locale(code), **fields)


def indicator(
    name: str = "Participantes", *, code: str = "pt", values: dict[int, Any] | None = None, **fields: Any
) -> content.Indicator:
    """An indicator with its values by year."""
    made = content.Indicator(name=name, locale=locale(code), **{"source": "Relatório de exemplo", **fields})
    made.dated_values = [
        content.IndicatorValue(value=Decimal(value), year=year, locale=made.locale, sort_order=order)
        for order, (year, value) in enumerate((values or {2020: 12}).items())
    ]
    made.save()
    return made


def sdg_target(number: str = "16.7", *, code: str = "pt", **fields: Any) -> content.SdgTarget:
    defaults = {"name": f"Meta {number}"}
    return content.SdgTarget.objects.create(number=number, locale=locale(code), **{**defaults, **fields})


def organisation(name: str = "Exemplo, I. P.", **fields: Any) -> content.Organisation:
    made = content.Organisation(**fields)
    made.names = [content.OrganisationName(name=name)]
    made.save()
    return made


def person(name: str = "Pessoa Exemplo", **fields: Any) -> content.Person:
    return content.Person.objects.create(name=name, **fields)


def promotion(*pages: Page, searches: str, code: str = "pt", description: str = "") -> Promotion:
    made = Promotion(questions=searches, locale=locale(code))
    made.results = [PromotedPage(page=one, description=description) for one in pages]
    made.save()
    return made


# Library


def collection(name: str = "Coleção", *, parent: Collection | None = None) -> Collection:
    return (parent or Collection.get_first_root_node()).add_child(name=name)


def image(title: str = "Imagem", *, size: tuple[int, int] = (64, 48), **fields: Any) -> content.Image:
    buffer = io.BytesIO()
    PillowImage.new("RGB", size, "teal").save(buffer, "PNG")
    defaults = {"alt_pt": "Um retângulo", "alt_en": "A rectangle"}
    file = ImageFile(io.BytesIO(buffer.getvalue()), name=f"image-{next(_numbers)}.png")
    return content.Image.objects.create(title=title, file=file, **{**defaults, **fields})


def document(title: str = "Documento", **fields: Any) -> content.Document:
    file = ContentFile(b"words", name=f"document-{next(_numbers)}.txt")
    return content.Document.objects.create(title=title, file=file, **fields)


# People who work here


def user(*groups: str, **fields: Any) -> User:
    """Somebody in the named groups: ``user("Editors")``."""
    made = User.objects.create_user(username=f"user-{next(_numbers)}", password="a good secret", **fields)
    made.groups.set(Group.objects.filter(name__in=groups))
    return made


def administrator() -> User:
    return user(is_superuser=True)


def preview_link(key: str, **fields: Any) -> PreviewLink:
    """A link to the draft of the page with a key ("NewsPage:12"), for seven days."""
    defaults = {"page_id": int(key.partition(":")[2]), "expires_at": timezone.now() + timedelta(days=7)}
    return PreviewLink.objects.create(**{**defaults, **fields})
