"""A developer's machine: ``make run``. DATABASE_URL is set by the command that starts the embedded PostgreSQL.

While `make run` runs, a plain ``manage.py`` finds its database through the address recorded under var/.
"""

from cms.databases import databases
from cms.postgres import recorded_url
from cms.settings.base import *  # noqa: F403
from cms.settings.base import STORAGES, VAR_DIR, env, pooled

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="development-only-not-a-secret")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DATABASES = databases(
    env, pooled(env.db("DATABASE_URL", default=recorded_url(VAR_DIR / "postgres") or "postgres:///labx"))
)

# Static files straight from the apps: nothing to collect, nothing stale.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STATIC_ROOT = None
SERVE_MEDIA = True

GRAPHQL_INTROSPECTION = env.bool("GRAPHQL_INTROSPECTION", default=True)
GRAPHQL_EXPLORER = env.bool("GRAPHQL_EXPLORER", default=True)
# Counted, so that what counts runs here too, but never felt: not by benchmarks either.
GRAPHQL_ANONYMOUS_BUDGET = env.int("GRAPHQL_ANONYMOUS_BUDGET", default=1_000_000_000)
