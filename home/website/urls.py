"""Addresses below the prefix of a language. The pages of the tree come last; Wagtail knows them by its own name."""

from django.urls import URLPattern, re_path
from wagtail import urls as wagtail_urls

from api.previews.tokens import PREFIX as TOKEN_PREFIX
from home.website import search_page, shared_drafts, views, vocabulary_pages, whole_guide
from home.website.machines import views as machines

_of_wagtail: list[URLPattern] = [pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"]

urlpatterns = [
    *_of_wagtail,  # passwords and sign-in of private pages
    re_path(rf"^((?:{search_page.PATHS})/)$", search_page.show),
    re_path(rf"^((?:{vocabulary_pages.PATHS})/)$", vocabulary_pages.overview),
    re_path(rf"^(({vocabulary_pages.PATHS})/([\w\-]+)/)$", vocabulary_pages.term),
    re_path(r"^((?:[\w\-]+/)*)((?:rss|atom)\.xml)$", machines.feed),
    re_path(r"^((?:[\w\-]+/)*)(calendar\.ics)$", machines.calendar),
    re_path(r"^((?:[\w\-]+/)*)(event\.ics)$", machines.event),
    re_path(rf"^((?:[\w\-]+/)+(?:{whole_guide.PATHS})/)$", whole_guide.show),
    re_path(rf"^(?:{shared_drafts.PATHS})/({TOKEN_PREFIX}\w*)/$", shared_drafts.show),
    re_path(wagtail_urls.serve_pattern, views.show, name="wagtail_serve"),
]
