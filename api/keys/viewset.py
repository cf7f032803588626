"""The keys in the admin's menu of settings. Registered by ``wagtail_hooks``; only administrators see it."""

from typing import Any

from django.forms import Textarea
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from api.keys import screens
from api.keys.forms import KeyForm, NewKeyForm
from api.keys.key_list import KeyIndexView
from api.keys.models import ApiKey

PANELS = [
    MultiFieldPanel(
        [
            FieldPanel(
                "name",
                help_text=_("Which app the key is for, such as “City guide of Évora”. Give each app a key of its own."),
            ),
            FieldPanel(
                "contact",
                widget=Textarea(attrs={"rows": 3}),
                help_text=_("Whom to write to about the key, and what it was given for. Only administrators see this."),
            ),
        ],
        heading=_("The app"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "scopes",
                help_text=_("Tick only what the app needs. It can be changed later; the key stays the same."),
            ),
            FieldPanel(
                "stored_only",
                help_text=_(
                    "The app may ask only the questions that this site keeps ready, and none of its own. Tick this for "
                    "keys that many people can see, such as those in the pages of a website."
                ),
            ),
            FieldPanel(
                "budget",
                help_text=_(
                    "How much the app may ask for in a minute. Each answer says what it cost: 20 news items with "
                    "pictures are about 160. Leave it empty to give the app as much as everybody has without a key."
                ),
            ),
        ],
        heading=_("Permissions and limits"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "origins",
                help_text=_(
                    "For a key used by scripts in the pages of websites: the address of each, one a line, such as "
                    "https://app.example.org. Leave it empty for an app on a server or a phone: then no website can "
                    "use the key. A lone * means any website."
                ),
            ),
            FieldPanel(
                "expires_at",
                help_text=_("From this moment on the key is refused. Leave it empty for a key without an end."),
            ),
        ],
        heading=_("Where and until when"),
    ),
]


class ApiKeyViewSet(ModelViewSet):
    model = ApiKey
    icon = "key"
    menu_name = "api-keys"
    menu_order = 610
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_export: list[str] = []
    search_fields = ["name", "contact", "public_id"]
    index_view_class = KeyIndexView
    add_view_class = screens.KeyCreateView
    edit_view_class = screens.KeyEditView
    delete_view_class = screens.KeyDeleteView
    edit_template_name = "api_keys/edit.html"
    edit_handler = ObjectList(PANELS, base_form_class=KeyForm)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        panel = ObjectList(PANELS, base_form_class=NewKeyForm).bind_to_model(ApiKey)
        return super().get_add_view_kwargs(panel=panel, form_class=panel.get_form_class(), **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        confirmed = {"model": ApiKey, "index_url_name": self.get_url_name("index")}
        return [
            *super().get_urlpatterns(),
            path("revoke/<int:pk>/", screens.KeyRevokeView.as_view(**confirmed), name="revoke"),
            path("new-secret/<int:pk>/", screens.KeyNewSecretView.as_view(**confirmed), name="new_secret"),
        ]
