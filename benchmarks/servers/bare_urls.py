"""The views of the bare Django: hand-written statements, ``SELECT 1``, and bytes that are there already."""

from django.urls import path

from benchmarks.servers import bare_views

urlpatterns = [
    path("select-1", bare_views.select_one),
    path("select-1-prepared", bare_views.select_one_prepared),
    path("sql/<str:name>", bare_views.hand_written),
    path("bytes/<str:name>", bare_views.same_bytes),
]
