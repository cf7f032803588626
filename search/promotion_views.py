"""How editors keep promoted results, under “Settings”; registered by name from ``search.apps``."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import Promotion


def _pages(promotion: Promotion) -> str:
    return ", ".join(result.page.get_admin_display_title() for result in promotion.results.all())


class PromotionViewSet(SnippetViewSet):
    model = Promotion
    icon = "pick"
    menu_label = _("Promoted results")
    add_to_settings_menu = True
    menu_order = 850
    list_display = ["__str__", Column("pages", label=_("Pages"), accessor=_pages), "locale"]
    list_filter = ["locale"]
    search_fields = ["questions"]
    copy_view_enabled = False
