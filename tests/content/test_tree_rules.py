import pytest

from content import models as content
from home.models import HomePage
from tests import factories

ALL = [
    HomePage,
    content.ServiceIndexPage,
    content.ServicePage,
    content.NewsIndexPage,
    content.NewsPage,
    content.GuideIndexPage,
    content.GuidePage,
    content.GuideChapterPage,
    content.EventIndexPage,
    content.EventPage,
    content.ProjectIndexPage,
    content.ProjectPage,
    content.LabIndexPage,
    content.LabPage,
    content.CourseIndexPage,
    content.CoursePage,
    content.SectionPage,
    content.StandardPage,
]

CHILDREN = {
    HomePage: [
        content.ServiceIndexPage,
        content.NewsIndexPage,
        content.GuideIndexPage,
        content.EventIndexPage,
        content.ProjectIndexPage,
        content.LabIndexPage,
        content.CourseIndexPage,
        content.SectionPage,
        content.StandardPage,
    ],
    content.ServiceIndexPage: [content.ServicePage],
    content.NewsIndexPage: [content.NewsPage],
    content.GuideIndexPage: [content.GuidePage],
    content.GuidePage: [content.GuideChapterPage],
    content.EventIndexPage: [content.EventPage],
    content.ProjectIndexPage: [content.ProjectPage],
    content.LabIndexPage: [content.LabPage],
    content.CourseIndexPage: [content.CoursePage],
    content.SectionPage: [content.SectionPage, content.StandardPage],
    content.StandardPage: [content.StandardPage],
}


@pytest.mark.parametrize("model", ALL)
def test_below_a_page_stand_only_pages_that_make_sense_there(model):
    assert sorted(child.__name__ for child in model.allowed_subpage_models()) == sorted(
        child.__name__ for child in CHILDREN.get(model, [])
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model",
    [
        content.ServiceIndexPage,
        content.NewsIndexPage,
        content.GuideIndexPage,
        content.EventIndexPage,
        content.ProjectIndexPage,
        content.LabIndexPage,
        content.CourseIndexPage,
    ],
)
def test_a_home_page_has_one_list_of_each_kind_and_its_translation_has_another(model):
    assert model.can_create_at(factories.home_page("pt"))
    factories.page(model, parent=factories.home_page("pt"))

    assert not model.can_create_at(factories.home_page("pt"))
    assert model.can_create_at(factories.home_page("en"))
