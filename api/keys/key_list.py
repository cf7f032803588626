"""The admin's list of keys: what a key is worth, in words, and what can be done to it. Put together in ``viewset``."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from api.callers import Scope
from api.keys.forms import SCOPES
from api.keys.key_texts import PREFIX
from api.keys.models import ApiKey, State

STATES = {
    State.ACTIVE: pgettext_lazy("key", "Active"),
    State.EXPIRED: pgettext_lazy("key", "Expired"),
    State.REVOKED: pgettext_lazy("key", "Revoked"),
}


class KeyFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=list(STATES.items()),
        method="in_state",
        widget=RadioSelect,
        empty_label=None,
    )
    scope = django_filters.ChoiceFilter(
        label=gettext_lazy("What the app may do"),
        choices=[(scope.value, word) for scope, (word, _words) in SCOPES.items()],
        field_name="scopes",
        method="with_scope",
        widget=RadioSelect,
        empty_label=None,
    )

    class Meta:
        model = ApiKey
        fields: list[str] = []

    def in_state(self, keys: QuerySet[ApiKey], _name: str, state: str) -> QuerySet[ApiKey]:
        return keys & ApiKey.objects.in_state(State(state))

    def with_scope(self, keys: QuerySet[ApiKey], _name: str, scope: str) -> QuerySet[ApiKey]:
        return keys.filter(scopes__contains=[scope])


def scope_words(key: ApiKey) -> str:
    return ", ".join(str(SCOPES[Scope(scope)][0]) for scope in key.scopes)


def budget_words(key: ApiKey) -> str:
    return _("as without a key") if key.budget is None else f"{key.budget:,}".replace(",", "\N{NO-BREAK SPACE}")


class MomentColumn(DateColumn):
    """A moment, or a word where there is none."""

    cell_template_name = "api_keys/moment_cell.html"

    def __init__(self, name: str, *, none: Any, **kwargs: Any) -> None:
        super().__init__(name, sort_key=name, **kwargs)
        self.none = none


class KeyIndexView(generic.IndexView):
    filterset_class = KeyFilterSet
    default_ordering = ("name", "pk")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "name", label=gettext_lazy("Name"), sort_key="name", get_url=self.get_edit_url
            ),
            Column("first_characters", label=gettext_lazy("First characters")),
            Column("scopes", label=gettext_lazy("What the app may do"), accessor=scope_words),
            Column("budget", label=gettext_lazy("Budget per minute"), accessor=budget_words, sort_key="budget"),
            MomentColumn("last_used_at", label=gettext_lazy("Last used"), none=gettext_lazy("never")),
            MomentColumn("expires_at", label=gettext_lazy("Valid until"), none=gettext_lazy("without end")),
            StatusTagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=lambda key: STATES[key.state],
                primary=lambda key: key.state is State.ACTIVE,
            ),
        ]

    def search_queryset(self, queryset: QuerySet[ApiKey]) -> QuerySet[ApiKey]:
        """A key is also found by its first characters as they stand in the list."""
        words = (self.search_query or "").strip()
        if words.startswith(f"{PREFIX}_"):
            return queryset.filter(public_id=words.split("_")[1])
        return super().search_queryset(queryset)

    def get_list_more_buttons(self, instance: ApiKey) -> list[MenuItem]:
        buttons: list[MenuItem] = [
            button for button in super().get_list_more_buttons(instance) if button.url != self.get_delete_url(instance)
        ]
        if self.user_has_permission("change"):
            buttons += [MenuItem(label, url, icon_name=icon) for label, url, icon in actions_of(instance)]
        if instance.state is State.REVOKED and (url := self.get_delete_url(instance)):
            buttons.append(MenuItem(_("Delete"), url, icon_name="bin"))
        return buttons


def actions_of(key: ApiKey) -> list[tuple[str, str, str]]:
    """What can be done to a key beside changing it: label, address, icon."""
    if key.state is State.REVOKED:
        return []
    return [
        (_("New secret"), reverse("api_keys:new_secret", args=[key.pk]), "rotate"),
        (_("Revoke"), reverse("api_keys:revoke", args=[key.pk]), "circle-xmark"),
    ]
