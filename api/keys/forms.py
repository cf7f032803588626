"""The form of a key in the admin: scopes as boxes to tick, websites one a line, everything said in plain words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from api.callers import Scope
from api.keys.key_texts import PUBLIC_PATTERN, new_public_id
from api.keys.models import ApiKey
from api.keys.origins import ANY, origin_of

MOST_ORIGINS = 50

# A word for lists, and what it means for the form.
SCOPES = {
    Scope.READ: (_("Reading"), _("Reading: everything that the site shows to everybody")),
    Scope.INTROSPECT: (_("Introspection"), _("Introspection: ask which types and fields there are; for developers")),
    Scope.PREVIEW: (_("Preview"), _("Preview: drafts, for who also has a preview link")),
    Scope.CHANNELS: (_("Channels"), _("Channels: the posts that are ready for social networks")),
    Scope.SUBMIT: (_("Submission"), _("Submission: send in what visitors wrote into forms")),
}


class OriginsField(forms.CharField):
    """Websites, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        origins, errors = [], []
        for line in (super().to_python(value) or "").split():
            try:
                origins.append(origin_of(line))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        if ANY in origins and len(origins) > 1:
            raise ValidationError(_("Write either * for any website or a list of websites, not both."))
        if len(origins) > MOST_ORIGINS:
            raise ValidationError(_("At most %(most)s websites."), params={"most": MOST_ORIGINS})
        return list(dict.fromkeys(origins))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != (data or "").split()


class KeyForm(WagtailAdminModelForm):
    """What of a key can be changed at any time. The key itself stays as it is."""

    scopes = forms.MultipleChoiceField(
        choices=[(scope.value, words) for scope, (_word, words) in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        label=_("What the app may do"),
        error_messages={"required": _("Tick at least one: most apps need “Reading” only.")},
    )
    origins = OriginsField(required=False, label=_("Websites that may use the key"))

    class Meta:
        model = ApiKey
        fields = ["name", "contact", "scopes", "origins", "budget", "stored_only", "expires_at"]

    def clean_expires_at(self) -> Any:
        """A key cannot be made to end in the past: to end one now there is revoking."""
        moment = self.cleaned_data["expires_at"]
        if moment is not None and "expires_at" in self.changed_data and moment <= timezone.now():
            raise ValidationError(_("This moment is past. To end a key now, revoke it."))
        return moment


class NewKeyForm(KeyForm):
    """Also holds how the key will be called, so that sending the form twice makes one key."""

    public_id = forms.CharField(widget=forms.HiddenInput, initial=new_public_id)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["scopes"] = self.initial.get("scopes") or [Scope.READ.value]  # what most apps need, and no more

    def clean_public_id(self) -> str:
        public_id: str = self.cleaned_data["public_id"]
        if not PUBLIC_PATTERN.fullmatch(public_id):
            raise ValidationError(_("This form is damaged: open it again."))
        return public_id
