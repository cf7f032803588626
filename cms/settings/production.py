"""Where the world comes in. Everything secret or particular to the place is named in the environment (.env.example).

What is missing is refused at start, all of it in one message, with a sentence that says what to set.
"""

from django.core.exceptions import ImproperlyConfigured

from cms.databases import databases
from cms.logs import logging_settings
from cms.settings.base import *  # noqa: F403
from cms.settings.base import MEDIA_ROOT, STATIC_ROOT, env, pooled

REQUIRED = {
    "SECRET_KEY": "Set SECRET_KEY to a long random string that only this installation knows.",
    "ALLOWED_HOSTS": "Set ALLOWED_HOSTS to the host names that the site answers to, separated by commas.",
    "DATABASE_URL": "Set DATABASE_URL to the database's address, for example postgres://user:password@host/labx.",
}
missing = [sentence for name, sentence in REQUIRED.items() if not env(name, default="").strip()]
if missing:
    raise ImproperlyConfigured(" ".join(missing))

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
if len(SECRET_KEY) < 32 or SECRET_KEY == "development-only-not-a-secret":
    raise ImproperlyConfigured("Set SECRET_KEY to at least 32 random characters.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DATABASES = databases(env, pooled(env.db("DATABASE_URL")))
BASE_URL = env("BASE_URL", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}")
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])

# The server stands behind a proxy that ends TLS and says so in this header, and in another for whom it asks.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # frames of our own are how the admin shows previews
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

STATIC_ROOT = env("STATIC_ROOT", default=STATIC_ROOT)
MEDIA_ROOT = env("MEDIA_ROOT", default=MEDIA_ROOT)
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=False)  # the proxy does it better
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
LOGGING = logging_settings(form=env("LOG_FORMAT", default="json"), level=env("LOG_LEVEL", default="INFO"))
