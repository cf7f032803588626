"""Every address of the product, composed from the rooms that answer it."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import views

urlpatterns = [
    path("", views.crossroads),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("api.urls")),
    *([path("media/<path:path>", views.media)] if settings.SERVE_MEDIA else []),
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=True),
]
