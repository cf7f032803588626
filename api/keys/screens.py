"""The admin's screens of one key: making it, changing, revoking, a new secret. Put together in ``viewset``."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import StatusSidePanel
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from api.callers import Scope
from api.keys.forms import KeyForm
from api.keys.key_list import STATES, actions_of
from api.keys.models import ApiKey, State
from api.keys.revocation import revoke

NEW_SECRET = "api_keys.new_secret"
CHANGED = "api_keys.change"


def shown_once(request: HttpRequest, key: ApiKey, text: str) -> HttpResponse:
    """The page with a key on it: the only answer that ever has it. No cache, no session and no log keeps it."""
    endpoint = request.build_absolute_uri(reverse("graphql_operation", args=["NewsList"]))
    response = TemplateResponse(
        request,
        "api_keys/shown_once.html",
        {
            "key": key,
            "text": text,
            "curl": f"curl -H 'Authorization: Bearer {text}' '{endpoint}?first=3'",
            "may_read": Scope.READ in key.scopes,
            "page_title": _("Keep this key now"),
            "header_title": _("Keep this key now"),
            "header_icon": "key",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("api_keys:index"), "label": capfirst(ApiKey._meta.verbose_name_plural)},
                {"url": reverse("api_keys:edit", args=[key.pk]), "label": key.name},
                {"url": "", "label": _("Keep this key now")},
            ],
        },
    )
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "same-origin"  # with “no-referrer” browsers hide the origin of forms: no sign-out
    return response


class KeyCreateView(generic.CreateView):
    submit_button_label = gettext_lazy("Make the key")
    submit_button_active_label = gettext_lazy("Making the key…")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A form that was sent before (somebody reloaded the page with the key) makes no second key."""
        same = ApiKey.objects.filter(public_id=request.POST.get("public_id", ""))
        if not same.exists():
            try:
                return super().post(request, *args, **kwargs)
            except IntegrityError:  # a double click: both were on their way
                if not same.exists():
                    raise
        made = same.get()
        messages.warning(
            request,
            _("“%(name)s” was made already and its key shown once. If nobody kept it, give it a new secret.")
            % {"name": made.name},
        )
        return redirect("api_keys:edit", made.pk)

    def save_instance(self) -> ApiKey:
        key: ApiKey = self.form.instance
        key.public_id = self.form.cleaned_data["public_id"]
        key.created_by = self.request.user
        self.text = key.renew()
        return super().save_instance()

    def save_action(self) -> HttpResponse:
        return shown_once(self.request, self.object, self.text)


class KeyStatusPanel(StatusSidePanel):
    """State, use and who made the key, in place of what Wagtail says of pages."""

    def get_status_templates(self, context: dict[str, Any]) -> list[str]:
        return ["api_keys/status.html"]

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        context["state_words"] = STATES[self.object.state]
        context["is_active"] = self.object.state is State.ACTIVE
        return context


class KeyEditView(generic.EditView):
    def save_instance(self) -> ApiKey:
        """As Wagtail does, but only what is in the form is written, so that a key that is revoked meanwhile stays so.

        The history tells what was changed.
        """
        key: ApiKey = self.form.save(commit=False)
        key.save(update_fields=KeyForm.Meta.fields)
        if changed := self.form.changed_data:
            log(key, CHANGED, user=self.request.user, data={"fields": changed})
        return key

    def get_side_panels(self) -> MediaContainer:
        panel = KeyStatusPanel(
            self.object,
            self.request,
            history_url=self.get_history_url(),
            last_updated_info=self.get_last_updated_info(),
        )
        return MediaContainer([panel])

    @cached_property
    def can_delete(self) -> bool:
        return self.object.state is State.REVOKED and super().can_delete

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        own = [Button(label, url=url, icon_name=icon) for label, url, icon in actions_of(self.object)]
        return [*super().header_more_buttons, *own]


class ConfirmedView(generic.DeleteView):
    """Asks before it does something to a key that is not revoked yet."""

    permission_required = "change"
    template_name = "api_keys/confirm.html"
    icon = "key"
    yes: Any = ""
    no: Any = ""
    warning: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission(self.permission_required):
            raise PermissionDenied
        if self.object.state is State.REVOKED:
            messages.warning(request, _("“%(name)s” is revoked already.") % {"name": self.object.name})
            return redirect("api_keys:edit", self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    @property
    def confirmation_message(self) -> str:
        return str(self.warning) % {"name": self.object.name}


class KeyRevokeView(ConfirmedView):
    page_title = gettext_lazy("Revoke")
    yes = gettext_lazy("Yes, revoke it now")
    no = gettext_lazy("No, keep it")
    warning = gettext_lazy(
        "From this moment on every request with the key of “%(name)s” is refused, and the app that uses it stops "
        "working. This cannot be taken back: the app would need a new key."
    )

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            key = ApiKey.objects.select_for_update().get(pk=self.object.pk)
            revoke(key, self.request.user)
        messages.success(self.request, _("The key of “%(name)s” is revoked.") % {"name": key.name})
        return redirect("api_keys:index")


class KeyNewSecretView(ConfirmedView):
    page_title = gettext_lazy("New secret")
    yes = gettext_lazy("Yes, make a new secret")
    no = gettext_lazy("No, keep the one there is")
    warning = gettext_lazy(
        "The key that “%(name)s” has now is refused from this moment on; you are shown the new one, once. "
        "Everything else stays: what the app may do, its websites, its budget. Do this when nobody has the key any "
        "more, or too many do."
    )

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            key = ApiKey.objects.select_for_update().get(pk=self.object.pk)
            if self.request.POST.get("of") != key.secret_made_at.isoformat():
                # Sent twice: the secret that was shown the first time is the one that counts.
                messages.warning(
                    self.request, _("“%(name)s” was given a new secret already.") % {"name": self.object.name}
                )
                return redirect("api_keys:edit", key.pk)
            text = key.renew()
            key.save(update_fields=["digest", "secret_made_at"])
            log(key, NEW_SECRET, user=self.request.user)
        return shown_once(self.request, key, text)


class KeyDeleteView(generic.DeleteView):
    """Only what is revoked can go: until then the list tells that the key exists and when it was last used."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.user_has_permission("delete") and self.object.state is not State.REVOKED:
            messages.warning(request, _("Revoke the key of “%(name)s” first.") % {"name": self.object.name})
            return redirect("api_keys:edit", self.object.pk)
        return super().dispatch(request, *args, **kwargs)
