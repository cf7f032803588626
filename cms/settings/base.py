"""Settings that hold everywhere; development, production and test add only what differs there."""

from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

from cms.databases import database_routers
from cms.frontend_caches import frontend_caches
from cms.logs import logging_settings
from cms.media import media_address, media_origin, media_storage

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
# All that is made while running: the embedded database, media, compiled translations. `make` names another folder
# where the checkout belongs to somebody else.
VAR_DIR = Path(env("VAR_DIR", default="") or BASE_DIR / "var")
DATABASE_ROUTERS = database_routers(env)


def pooled(database: dict[str, Any]) -> dict[str, Any]:
    """The database's settings with a pool of connections per process: threads come and go, prepared statements stay."""
    pool = {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=8), "timeout": 10}
    return {**database, "OPTIONS": {**database.get("OPTIONS", {}), "pool": pool}}


# Off for a pooler between the product and PostgreSQL that does not know prepared statements (docs/growing.md).
DATABASE_PREPARED_STATEMENTS = env.bool("DATABASE_PREPARED_STATEMENTS", default=True)

# Order matters: our apps first so that their templates win; grapple below wagtail.snippets, or snippets
# silently vanish from the schema. `modelsearch` arrives with wagtail.search and is not listed again.
INSTALLED_APPS = [
    "cms",
    "api",
    "api.keys",
    "api.usage",
    "api.previews",
    "home",
    "search",
    "wagtail.contrib.redirects",  # before the store: a rename makes redirects first, then the store reads them
    "published",
    "content",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "grapple",
    "graphene_django",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "api.middleware.door_middleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "published.middleware.PublicationMiddleware",  # last: it calls the view
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# "pt-pt" is the admin's language (Wagtail ships pt_PT); content lives in the locales "pt" and "en", which are
# also the language prefixes of public addresses.
LANGUAGE_CODE = "pt-pt"
LANGUAGES = [("pt-pt", _("Portuguese (Portugal)")), ("pt", _("Portuguese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = [("pt", _("Portuguese")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("pt-pt", _("Portuguese (Portugal)")), ("en", _("English"))]
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "locale", VAR_DIR / "locale"]  # sources and, compiled, cms/messages.py
FORMAT_MODULE_PATH = "cms.formats"
TIME_ZONE = "Europe/Lisbon"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = VAR_DIR / "static"
MEDIA_URL = media_address(env)
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_S3_BUCKET = env("MEDIA_S3_BUCKET", default="")  # in place of MEDIA_ROOT
SERVE_MEDIA = False
STORAGES = {
    "default": media_storage(env),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = logging_settings(form=env("LOG_FORMAT", default="text"), level=env("LOG_LEVEL", default="INFO"))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What a public page may load. The admin brings its own scripts and is not for the public.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", *media_origin(MEDIA_URL)],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows previews in a frame
CSRF_FAILURE_VIEW = "home.website.errors.form_refused"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = "LabX"
# Those of the country and of whom its people meet. The whole list of the system holds names that browsers refuse.
WAGTAIL_USER_TIME_ZONES = [
    *("Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Azores"),
    *("Europe/London", "Europe/Brussels", "Europe/Paris", "Africa/Luanda", "Africa/Maputo", "America/Sao_Paulo", "UTC"),
]
PREVIEW_RENDERER = "home.website.drafts.show_draft"  # pages live below the website that shows their drafts
PREVIEW_LINK_ADDRESS = "home.website.addresses.shared_draft"  # where the website shows a draft by a link
RESERVED_SLUGS = "home.website.addresses.reserved_slugs"  # and that keeps addresses for itself
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "home/password_required.html"
WAGTAIL_FRONTEND_LOGIN_TEMPLATE = "home/login.html"
WAGTAIL_ENABLE_UPDATE_CHECK = False  # the admin asks no third party: not for updates,
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nor for pictures of the people who work here
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # "Notícia" is at /noticia/: addresses are typed, spoken and sent by mail
WAGTAILADMIN_BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "content.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "content.Document"

# Uploads (content/uploads.py): what is refused is refused at the field. No SVG: it may hold scripts.
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.uploads.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # of all frames together
WAGTAILDOCS_DOCUMENT_FORM_BASE = "content.uploads.DocumentForm"
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"),
    *("csv", "json", "txt", "zip"),
]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # privacy of collections, and the headers against sniffing
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # always as an attachment
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

GRAPPLE = {
    "APPS": ["content", "home"],
    "EXPOSE_GRAPHIQL": False,
    "PAGE_INTERFACE": "grapple.types.interfaces.PageInterface",
}

# The endpoint. Introspection also lets error messages suggest names; the schema itself is public as a text.
GRAPHQL_INTROSPECTION = env.bool("GRAPHQL_INTROSPECTION", default=False)
GRAPHQL_EXPLORER = env.bool("GRAPHQL_EXPLORER", default=False)
# Websites whose scripts may read without a key; "*": every one. What keys may be used from stands in each key.
GRAPHQL_PUBLIC_ORIGINS = env.list("GRAPHQL_PUBLIC_ORIGINS", default=["*"])
# Proxies of ours between readers and the product, each of which adds to X-Forwarded-For whom it was called by.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# What a reader without a key, by address, and a key without a budget of its own may spend in a minute; 0: no limit.
GRAPHQL_ANONYMOUS_BUDGET = env.int("GRAPHQL_ANONYMOUS_BUDGET", default=120_000)
# Seconds between two writings of what was spent and asked; 0: nothing is written, each process counts for itself.
GRAPHQL_USAGE_SECONDS = env.float("GRAPHQL_USAGE_SECONDS", default=2.5)
# Days for which `changes` goes on from a cursor after there was something newer, and removals are kept; 0: for ever.
CHANGES_KEPT_DAYS = env.int("CHANGES_KEPT_DAYS", default=90)
# How long readers may keep answers without asking again, in seconds; never beyond the next scheduled change. What is
# published meanwhile they see as much later; 0: at once.
GRAPHQL_MAX_AGE = env.int("GRAPHQL_MAX_AGE", default=0)
# Bytes of answers that each process keeps to give them again, while nothing was published; 0: none.
GRAPHQL_KEPT_BYTES = env.int("GRAPHQL_KEPT_BYTES", default=32_000_000)
# The cache in front of the product (see docs/production.md): told of every publication. How long it may keep answers.
WAGTAILFRONTENDCACHE = frontend_caches(env)
FRONTEND_CACHE_SECONDS = env.int("FRONTEND_CACHE_SECONDS", default=0)
