"""Wagtail's REST APIs, mounted as its documentation says."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.v3.urls import api as version_3

from benchmarks.servers import pages_urls

version_2 = WagtailAPIRouter("wagtailapi")
version_2.register_endpoint("pages", PagesAPIViewSet)

urlpatterns = [path("api/v2/", version_2.urls), path("api/v3/", version_3.urls), *pages_urls.urlpatterns]
