"""Every address of the product, composed from the rooms that answer it."""

from django.conf import settings
from django.urls import URLResolver, include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import views
from cms.addresses import ContentLanguagePrefix
from cms.admin_words import admin_words
from home.website import sitemap

handler400 = "home.website.errors.bad_request"
handler403 = "home.website.errors.forbidden"
handler404 = "home.website.errors.not_found"
handler500 = "home.website.errors.server_error"

urlpatterns = [
    path("", views.crossroads),
    path("admin/jsi18n/", admin_words),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("api.urls")),
    path("robots.txt", sitemap.robots),
    path("sitemap.xml", sitemap.index),
    path("sitemap-<slug:locale>-<int:number>.xml", sitemap.part),
    path("sitemap-<slug:locale>-terms.xml", sitemap.terms),
    *([path("media/<path:path>", views.media)] if settings.SERVE_MEDIA or "://" in settings.MEDIA_URL else []),
    URLResolver(ContentLanguagePrefix(), [path("", include("home.website.urls"))]),
]
