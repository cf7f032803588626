"""What Wagtail's admin is told of keys: their screens, and the words of their history."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry

from api.keys.models import ApiKey
from api.keys.revocation import REVOKED
from api.keys.screens import CHANGED, NEW_SECRET
from api.keys.viewset import ApiKeyViewSet


@hooks.register("register_admin_viewset")
def register_keys() -> ApiKeyViewSet:
    return ApiKeyViewSet("api_keys", url_prefix="api-keys")


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action(REVOKED, gettext_lazy("Revoke a key"), gettext_lazy("Revoked"))
    actions.register_action(NEW_SECRET, gettext_lazy("New secret of a key"), gettext_lazy("New secret"))
    actions.register_action(CHANGED)(ChangeFormatter)


class ChangeFormatter(LogFormatter):
    """Says which fields were changed, by their names in the form."""

    label = gettext_lazy("Change a key")

    def format_message(self, log_entry: BaseLogEntry) -> str:
        changed = log_entry.data.get("fields", [])
        names = [str(field.verbose_name) for field in ApiKey._meta.fields if field.name in changed]
        return _("Changed: %(fields)s") % {"fields": ", ".join(names)}
