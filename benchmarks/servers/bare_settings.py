"""A bare Django: no middleware, our models and database, the views of ``bare_urls``."""

from benchmarks.servers.comparator_settings import *  # noqa: F403
from benchmarks.servers.comparator_settings import DATABASES as _DATABASES

# Each statement is planned once for a connection, as an expert has it.
_OPTIONS = {**_DATABASES["default"].get("OPTIONS", {}), "options": "-c plan_cache_mode=force_generic_plan"}
DATABASES = {"default": {**_DATABASES["default"], "OPTIONS": _OPTIONS}}
