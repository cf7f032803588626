"""System checks of the settings that keys and callers depend on."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.utils import translation

from api.keys.origins import origin_of


def check_settings(**_: Any) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    for origin in settings.GRAPHQL_PUBLIC_ORIGINS:
        try:
            if origin_of(origin) == origin:
                continue
            hint = f"Write {origin_of(origin)}, as browsers send it."
        except ValidationError as error:
            with translation.override("en"):
                hint = " ".join(error.messages)
        problems.append(Error(f"GRAPHQL_PUBLIC_ORIGINS: {origin!r} is no origin.", hint=hint, id="api_keys.E001"))
    if settings.TRUSTED_PROXIES < 0:
        problems.append(Error("TRUSTED_PROXIES is negative.", hint="Set it to 0 or more.", id="api_keys.E002"))
    return problems
