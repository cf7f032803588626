"""wagtail-grapple's schema, served by graphene-django's view as its documentation says."""

from django.urls import include, path
from grapple import urls as grapple_urls

from benchmarks.servers import pages_urls

urlpatterns = [path("", include(grapple_urls)), *pages_urls.urlpatterns]
