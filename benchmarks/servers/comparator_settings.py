"""What all comparators have in common: the project's models and database, and no middleware at all.

Without middleware each of them does less than a Django project usually does: what is compared is the way of answering.
Connections stay open, renditions are kept in memory as Wagtail's documentation advises, DEBUG is off.
"""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import INSTALLED_APPS as _PROJECT_APPS
from cms.settings.base import WAGTAIL_CONTENT_LANGUAGES, env

SECRET_KEY = "benchmark-only"
DEBUG = False
LANGUAGE_CODE, LANGUAGES = "pt", WAGTAIL_CONTENT_LANGUAGES  # those of the addresses
ALLOWED_HOSTS = ["*"]
MIDDLEWARE = []
DATABASES = {"default": {**env.db("DATABASE_URL"), "CONN_MAX_AGE": None}}
DATABASE_ROUTERS = []
INSTALLED_APPS = [app for app in _PROJECT_APPS if app not in {"api", "cms", "search"}]
_IN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
CACHES = {"default": {**_IN_MEMORY, "LOCATION": "all"}, "renditions": {**_IN_MEMORY, "LOCATION": "renditions"}}
ROOT_URLCONF = env("BENCHMARK_URLS")
