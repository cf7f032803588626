"""The caches in front of the product are told what was published: a small server plays Varnish and writes down what."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import environ
import pytest
import requests
from django.core.management import call_command
from wagtail.contrib.frontend_cache.utils import get_backends
from wagtail.models import Site

from cms.frontend_caches import frontend_caches
from published import purging
from published.checks import check_frontend_caches
from published.frontend_caches import CloudflareCache
from published.publication import publication
from published.purging import AGAIN_AFTER, FIRST_RETRY, Purger
from tests import factories

pytestmark = pytest.mark.django_db


@dataclass
class Varnish:
    address: str
    asked: list[tuple[str, str, str, str | None]] = field(default_factory=list)  # method, host, path, tags
    status: int = 200

    @property
    def paths(self) -> list[str]:
        return [f"{host}{path}" for _, host, path, tags in self._taken() if tags is None]

    @property
    def tags(self) -> list[list[str]]:
        return [tags.split(",") for *_, tags in self._taken() if tags is not None]

    def _taken(self) -> list[tuple[str, str, str, str | None]]:
        assert all(method == "PURGE" for method, *_ in self.asked)
        return self.asked

    def forget(self) -> None:
        self.asked.clear()


@contextmanager
def playing() -> Iterator[Varnish]:
    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self) -> None:
            varnish.asked.append((self.command, self.headers["Host"], self.path, self.headers.get("Cache-Tag")))
            self.send_response(varnish.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    varnish = Varnish(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield varnish
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def varnish(settings):
    with playing() as one:
        settings.WAGTAILFRONTENDCACHE = {
            "http": {"BACKEND": "published.frontend_caches.HTTPCache", "LOCATION": one.address, "HOSTNAMES": ["*"]}
        }
        yield one


@dataclass
class Watch:
    seconds: float = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def purger(varnish, watch, commits):
    """One that is up to date."""
    Site.objects.update(hostname="labx.example", port=443)
    with publication() as block:
        block.notes.has_whole_tree = True
        block.notes.add(Site)
        index = factories.news_index()
        index.slug = "noticias"
        index.save()
    one = Purger(monotonic=watch)
    commits()
    assert one.tick()
    watch.seconds += AGAIN_AFTER
    assert one.tick()
    varnish.forget()
    return one


@pytest.fixture
def commits():
    """Lets the deferred triggers of the test's transaction number what changed, as its end would."""
    from django.db import connection

    def number() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("SELECT set_config('published.number', '', true)")

    return number


def published_news(**fields):
    with publication():
        return factories.news(**fields)


def test_at_its_start_it_has_everything_forgotten(varnish, watch):
    assert Purger(monotonic=watch).tick()

    assert varnish.tags == [["published"]]


def test_while_nothing_is_published_nothing_is_told(purger, varnish, watch):
    watch.seconds += 3_600

    assert not purger.tick()
    assert varnish.asked == []


def test_a_publication_is_told_by_tags_and_by_the_address_of_its_page(purger, varnish, commits):
    news = published_news(slug="primeira")
    commits()

    assert purger.tick()

    assert varnish.paths == ["labx.example/pt/noticias/primeira/"]
    assert varnish.tags == [["published", "NewsPage", f"NewsPage:{news.pk}"]]


def test_it_is_told_once_more_for_what_was_on_its_way(purger, varnish, watch, commits):
    published_news()
    commits()
    purger.tick()
    varnish.forget()

    watch.seconds += AGAIN_AFTER - 1
    assert not purger.tick()
    watch.seconds += 1
    assert purger.tick()
    watch.seconds += AGAIN_AFTER
    assert not purger.tick()

    assert varnish.tags == [["published"]]


def test_what_moves_with_a_branch_is_told_with_its_old_and_its_new_address(purger, varnish, commits):
    news = published_news(slug="primeira")
    commits()
    purger.tick()
    varnish.forget()

    index = news.get_parent().specific
    index.slug = "novidades"
    with publication():
        index.save_revision().publish()
    commits()
    purger.tick()

    assert {path for path in varnish.paths if path.endswith("primeira/")} == {
        "labx.example/pt/noticias/primeira/",
        "labx.example/pt/novidades/primeira/",
    }


def test_what_is_withdrawn_is_told_with_the_address_where_it_was(purger, varnish, commits):
    news = published_news(slug="primeira")
    commits()
    purger.tick()
    varnish.forget()

    with publication():
        news.unpublish()
    commits()
    purger.tick()

    assert varnish.paths == ["labx.example/pt/noticias/primeira/"]
    assert varnish.tags == [["published", "NewsPage", f"NewsPage:{news.pk}"]]


def test_a_cache_that_fails_is_told_again_later_and_breaks_nothing(purger, varnish, watch, commits):
    varnish.status = 503
    news = published_news(slug="primeira")
    commits()

    assert not purger.tick()
    assert not purger.tick()  # not in a hot loop
    varnish.status = 200
    varnish.forget()
    watch.seconds += FIRST_RETRY
    assert purger.tick()

    assert varnish.tags == [["published", "NewsPage", f"NewsPage:{news.pk}"]]


def test_a_cache_that_cannot_be_reached_is_waited_for_longer_each_time(purger, settings, watch, commits):
    settings.WAGTAILFRONTENDCACHE["http"]["LOCATION"] = "http://127.0.0.1:1"
    published_news()
    commits()

    tried = []
    for second in range(20):
        before = purger._not_before
        purger.tick()
        if purger._not_before != before:
            tried.append(second)
        watch.seconds += 1

    assert tried == [0, 2, 6, 14]


@pytest.mark.parametrize("status", [404, 412])
def test_a_cache_that_had_not_kept_it_is_content(purger, varnish, commits, status):
    varnish.status = status
    published_news()
    commits()

    assert purger.tick()


def test_hosts_of_others_are_left_alone(purger, varnish, settings, commits):
    settings.WAGTAILFRONTENDCACHE["http"]["HOSTNAMES"] = ["www.example"]
    published_news()
    commits()

    assert purger.tick()
    assert varnish.asked == []


def test_a_cache_of_wagtails_own_is_told_addresses(purger, varnish, settings, commits):
    settings.WAGTAILFRONTENDCACHE["http"]["BACKEND"] = "wagtail.contrib.frontend_cache.backends.HTTPBackend"
    published_news(slug="primeira")
    commits()

    assert purger.tick()
    assert varnish.paths == ["labx.example/pt/noticias/primeira/"]
    assert varnish.tags == []


def test_cloudflare_is_asked_by_tag_and_by_file(monkeypatch):
    sent = []

    def post(address, *, json, headers, timeout):
        sent.append((address, json, headers["Authorization"]))
        answer = requests.Response()
        answer.status_code = 200
        return answer

    monkeypatch.setattr(requests, "post", post)
    cache = CloudflareCache({"ZONEID": "zone", "BEARER_TOKEN": "token"})
    cache.purge_batch(["https://labx.example/pt/"])
    cache.purge_tags(["published", *(f"NewsPage:{number}" for number in range(100))], host="labx.example")

    address = "https://api.cloudflare.com/client/v4/zones/zone/purge_cache"
    assert [one[0] for one in sent] == [address] * 2
    assert sent[0][1] == {"files": ["https://labx.example/pt/"]}
    assert sent[1][1]["tags"][:2] == ["published", "NewsPage:0"]
    assert len(sent[1][1]["tags"]) == 30
    assert sent[0][2] == "Bearer token"


def test_cloudflare_refusing_is_a_failure(monkeypatch):
    def post(*_args, **_keywords):
        answer = requests.Response()
        answer.status_code = 429
        return answer

    monkeypatch.setattr(requests, "post", post)

    with pytest.raises(requests.HTTPError):
        CloudflareCache({"ZONEID": "zone", "BEARER_TOKEN": "token"}).purge_tags(["published"], host="labx.example")


def test_at_most_so_many_entries_are_named():
    tags = purging.tags_of([f"NewsPage:{number}" for number in range(1_000)])

    assert tags[:3] == ["published", "NewsPage", "NewsPage:0"]
    assert len(tags) == 102


def test_the_worker_tells_where_a_cache_is_named(varnish):
    call_command("work", once=True)

    assert varnish.tags == [["published"]]


def test_without_a_cache_nobody_is_told(settings):
    assert settings.WAGTAILFRONTENDCACHE == {}
    assert not purging.is_configured()


OURS = {"BACKEND": "published.frontend_caches.HTTPCache", "LOCATION": "http://varnish:6081"}
WAGTAILS = {**OURS, "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend"}


@pytest.mark.parametrize(
    ("seconds", "caches", "ids"),
    [
        (0, {}, []),
        (0, {"a": WAGTAILS}, []),
        (60, {"a": OURS}, []),
        (60, {}, ["published.E008"]),
        (60, {"a": WAGTAILS}, ["published.E008"]),
        (60, {"a": OURS, "b": WAGTAILS}, ["published.E008"]),
        (-1, {"a": OURS}, ["published.E009"]),
    ],
)
def test_answers_may_be_kept_unasked_only_by_what_forgets_them(settings, seconds, caches, ids):
    settings.FRONTEND_CACHE_SECONDS = seconds
    settings.WAGTAILFRONTENDCACHE = caches

    assert [problem.id for problem in check_frontend_caches(None)] == ids


def test_the_environment_names_the_caches():
    env = environ.Env()
    env.ENVIRON = {
        "FRONTEND_CACHE_URL": "http://varnish:6081",
        "FRONTEND_CACHE_CLOUDFLARE_ZONE": "zone",
        "FRONTEND_CACHE_CLOUDFLARE_TOKEN": "token",
        "FRONTEND_CACHE_HOSTNAMES": "labx.example,www.labx.example",
    }
    known = frontend_caches(env)

    assert known["http"]["LOCATION"] == "http://varnish:6081"
    assert known["cloudflare"]["ZONEID"] == "zone"
    assert known["http"]["HOSTNAMES"] == known["cloudflare"]["HOSTNAMES"] == ["labx.example", "www.labx.example"]
    assert all(hasattr(cache, "purge_tags") for cache in get_backends(known).values())
