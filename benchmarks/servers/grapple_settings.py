"""wagtail-grapple as it comes, over our own models and database. Our endpoint is left out: grapple brings a schema."""

from benchmarks.servers.comparator_settings import *  # noqa: F403
from benchmarks.servers.comparator_settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = ["benchmarks.servers.grapple_fields.GrappleFields", *_APPS]
GRAPPLE = {"APPS": ["content", "home"], "PAGE_SIZE": 100, "MAX_PAGE_SIZE": 100}
GRAPHENE = {"SCHEMA": "grapple.schema.schema"}
