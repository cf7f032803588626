"""A developer's machine: ``make run``. DATABASE_URL is set by the command that starts the embedded PostgreSQL."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import env

DEBUG = True
SECRET_KEY = env("SECRET_KEY", default="development-only-not-a-secret")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///labx")}
GRAPHQL_INTROSPECTION = env.bool("GRAPHQL_INTROSPECTION", default=True)
GRAPHQL_EXPLORER = env.bool("GRAPHQL_EXPLORER", default=True)
