"""The tests: fast hashing, tasks run at once, media in a temporary folder (see tests/conftest.py)."""

from cms.databases import databases
from cms.settings.base import *  # noqa: F403
from cms.settings.base import STORAGES, env

SECRET_KEY = "tests-only-and-long-enough-to-be-accepted"
ALLOWED_HOSTS = ["*"]
DATABASES = databases(env, env.db("DATABASE_URL", default="postgres:///labx"))
if template := env("TEST_TEMPLATE", default=""):  # migrated once by `make test`, copied for every run and process
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = None
SERVE_MEDIA = True

# All tests ask from one address within the same minutes; none writes behind the back of another.
GRAPHQL_ANONYMOUS_BUDGET = 1_000_000_000
GRAPHQL_USAGE_SECONDS = 0
# What a test undoes instead of publishing it has no version of its own; tests of kept answers commit and switch it on.
GRAPHQL_KEPT_BYTES = 0
