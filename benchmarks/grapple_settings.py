"""wagtail-grapple as it comes, over our own models and database: the comparator of ``list_of_news.py``.

Our endpoint is left out: grapple brings a schema of its own.
"""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import INSTALLED_APPS as _PROJECT_APPS
from cms.settings.base import env

SECRET_KEY = "benchmark-only"
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": env.db("DATABASE_URL")}
INSTALLED_APPS = [app for app in _PROJECT_APPS if app not in {"api", "cms", "search"}]
ROOT_URLCONF = "benchmarks.grapple_urls"
GRAPPLE = {"APPS": ["content", "home"], "PAGE_SIZE": 100, "MAX_PAGE_SIZE": 100}
