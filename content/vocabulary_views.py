"""How editors keep the vocabularies: one menu entry with a list for each; registered by name from ``content.apps``."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from content.models.measures import Indicator, SdgTarget
from content.models.organisations import Organisation, Person
from content.models.vocabularies import Audience, EventSeries, Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "area", "slug"]
    list_filter = ["area"]


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "group"
    list_display = ["name", "slug"]


class EventSeriesViewSet(SnippetViewSet):
    model = EventSeries
    icon = "calendar-alt"
    list_display = ["name", "slug"]


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "site"
    list_display = ["name", "acronym", "website"]


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    list_display = ["name", "role", "organisation"]


class IndicatorViewSet(SnippetViewSet):
    model = Indicator
    icon = "order"
    list_display = ["name", "unit", "source"]


class SdgTargetViewSet(SnippetViewSet):
    model = SdgTarget
    icon = "globe"
    list_display = ["number", "name"]
    list_filter = ["goal"]


class VocabularyViewSetGroup(SnippetViewSetGroup):
    items = (
        TopicViewSet,
        AudienceViewSet,
        OrganisationViewSet,
        PersonViewSet,
        EventSeriesViewSet,
        IndicatorViewSet,
        SdgTargetViewSet,
    )
    menu_label = _("Vocabularies")
    menu_icon = "tag"
    menu_order = 450  # after pages, images and documents
