"""The ways of answering that are compared, in the order of the tables; each is served by one of ``servers.running``."""

from dataclasses import dataclass

from benchmarks.servers.running import BARE, FUNCTION, GRAPPLE, OURS, OURS_KEPT, REST, Kind


@dataclass(frozen=True)
class Way:
    name: str
    title: str
    kind: Kind


WAYS = (
    Way("ours", "ours, computed", OURS),
    Way("ours_304", "ours, 304", OURS_KEPT),
    Way("ours_repeated", "ours, repeated", OURS_KEPT),
    Way("grapple", "wagtail-grapple", GRAPPLE),
    Way("rest_v2", "Wagtail REST v2", REST),
    Way("rest_v3", "Wagtail REST v3", REST),
    Way("sql", "hand-written SQL", BARE),
    Way("select_1", "SELECT 1, bare Django", BARE),
    Way("select_1_prepared", "SELECT 1 prepared, bare Django", BARE),
    Way("bytes_django", "same bytes, bare Django", BARE),
    Way("bytes_wsgi", "same bytes, WSGI function", FUNCTION),
)
