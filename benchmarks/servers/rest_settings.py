"""Wagtail's REST APIs v2 and v3 over our own models and database."""

from benchmarks.servers.comparator_settings import *  # noqa: F403
from benchmarks.servers.comparator_settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = ["benchmarks.servers.rest_fields.RestFields", *_APPS, "wagtail.api.v2", "wagtail.api.v3", "ninja"]
WAGTAILAPI_LIMIT_MAX = 100
