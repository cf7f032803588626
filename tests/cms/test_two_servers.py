"""Two app servers of two processes each behind one address, two workers, one PostgreSQL, one bucket: as one.

The tests of this module share servers and content, in the order in which they stand.
"""

import hashlib
import json
import re
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Collection, Page, PageLogEntry, Revision

from api.keys.models import ApiKey
from api.usage.budgets import _digest
from api.usage.models import Spending
from cms.management.commands.migrate import LOCK
from content.models import Image, NewsPage
from content.presets import ALL_SPECS
from tests import database_snapshot, factories
from tests.cms import waiting_tasks
from tests.cms.one_address import one_address
from tests.cms.s3_server import Bucket, s3_server
from tests.cms.servers import HOST, WORKERS, Server, database_url, free_port, manage, production, wait_until
from tests.content.pictures import picture_bytes
from tests.published.test_purging import Varnish, playing

pytestmark = pytest.mark.django_db

PASSWORD = "palavra-passe-longa"
LISTED = "{ news(first: 3) { totalCount nodes { title } } }"
HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # as production reads them
DATABASE_QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


class Visitor(requests.Session):
    """Somebody at the one address. ``on="A"`` has the proxy choose that server."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.headers.update({"Host": HOST, "Referer": f"https://{HOST}/"})

    def request(self, method: str, path: str, *, on: str = "", **given: Any) -> requests.Response:  # type: ignore[override]
        headers = {**(given.pop("headers", None) or {}), **({"X-Ask": on} if on else {})}
        # Of secure cookies the library sends none over http; browsers see the TLS that the proxy ends.
        headers["Cookie"] = "; ".join(f"{one.name}={one.value}" for one in self.cookies)
        token = self.cookies.get("__Host-csrf")
        if method == "POST" and token:
            headers["X-CSRFToken"] = token
        given |= {"allow_redirects": False, "timeout": 60}
        answer = super().request(method, self.address + path, headers=headers, **given)
        assert not on or answer.headers["X-Answered-By"] == on
        return answer

    def ask(self, query: str, *, on: str = "", **given: Any) -> Any:
        answer = self.get("/graphql", params={"query": query}, on=on, **given)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def titles(self, *, on: str) -> list[str]:
        return [one["title"] for one in self.ask(LISTED, on=on)["news"]["nodes"]]


@dataclass
class Place:
    address: str
    a: Server
    b: Server
    workers: "list[subprocess.Popen[bytes]]"
    environment: dict[str, str]
    bucket: Bucket
    varnish: Varnish
    log: Path

    def visitor(self) -> Visitor:
        return Visitor(self.address)


@pytest.fixture
def _django_db_helper() -> None:
    """In place of pytest-django's: what a test writes is committed, for the servers, and kept for the next test."""


@pytest.fixture(scope="module")
def content(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What is published before the servers start, with real commits, gone after the last test."""
    with django_db_blocker.unblock(), override_settings(TASKS=DATABASE_QUEUE, PASSWORD_HASHERS=HASHERS):
        before = database_snapshot.take()
        try:
            User.objects.create_superuser("editora", "editora@example.org", PASSWORD)
            for number in range(3):
                factories.news(title=f"Notícia {number}")
            yield
        finally:
            call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True, reset_sequences=False)
            database_snapshot.put_back(before)
            cache.clear()


@pytest.fixture(scope="module")
def place(content: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place")
    with s3_server(folder) as s3, playing() as varnish:
        bucket = s3.bucket()
        environment = production(
            **s3.environment,
            MEDIA_S3_BUCKET=bucket.name,
            MEDIA_URL=bucket.address,
            FRONTEND_CACHE_URL=varnish.address,
            FRONTEND_CACHE_SECONDS="60",
            GRAPHQL_USAGE_SECONDS="0.3",
            GRAPHQL_ANONYMOUS_BUDGET="1000000000",
        )
        a, b = (
            Server({**environment, "STATIC_ROOT": str(folder / name)}, free_port()) for name in ("static-a", "static-b")
        )
        collecting = [manage(one.environment, "collectstatic", "--noinput", "-v0") for one in (a, b)]
        assert [one.wait() for one in collecting] == [0, 0]
        workers = []
        try:
            for one in (a, b):
                one.start()
            workers += [manage(environment, "work") for _ in range(2)]
            for one in (a, b):
                one.wait()
            with one_address({"A": a.port, "B": b.port}) as address:
                yield Place(address, a, b, workers, environment, bucket, varnish, folder)
        finally:
            for one in (a, b):
                if one.process:
                    one.kill()
            for worker in workers:
                worker.kill()
                worker.wait()


@pytest.fixture
def editor(place: Place) -> Visitor:
    """Somebody who signed in on one server, with a form of the other."""
    one = place.visitor()
    assert one.get("/admin/login/", on="A").status_code == 200
    answer = one.post("/admin/login/", {"username": "editora", "password": PASSWORD, "next": "/admin/"}, on="B")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    return one


def publish(editor: Visitor, page: Page, *, on: str) -> None:
    answer = editor.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", on=on)
    assert answer.status_code == 302, answer.text


def news() -> NewsPage:
    found: NewsPage = NewsPage.objects.order_by("pk")[0]
    return found


def test_who_signed_in_on_one_server_goes_on_on_the_other_and_reads_its_messages(editor: Visitor) -> None:
    for server in "ABAB":
        assert editor.get("/admin/", on=server).status_code == 200

    news().save_revision()
    publish(editor, news(), on="A")
    page = BeautifulSoup(editor.get("/admin/", on="B").text, "html.parser")
    assert len([one for one in page.select(".messages .success") if one.get_text(strip=True)]) == 1

    editor.post("/admin/logout/", on="B")
    assert editor.get("/admin/", on="A").status_code == 302


def test_what_is_published_through_one_server_is_in_the_very_next_answer_of_the_other(
    editor: Visitor, place: Place
) -> None:
    page, reader = news(), place.visitor()
    assert len({*reader.titles(on="A"), *reader.titles(on="B")}) == 3  # both have answers that they might keep
    for number in range(50):
        at, other = ("A", "B") if number % 2 else ("B", "A")
        page.title = f"Edição {number}"
        page.save_revision()
        publish(editor, page, on=at)
        assert page.title in reader.titles(on=other)
        assert page.title in reader.get(page.url, on=other).text


def test_what_a_client_has_from_one_server_the_other_knows(editor: Visitor, place: Place) -> None:
    reader, page = place.visitor(), news()
    for path in ("/graphql/NewsList?locale=pt", page.url):
        first = reader.get(path, on="A")
        kept = {"If-None-Match": first.headers["ETag"]}
        assert reader.get(path, on="B", headers=kept).status_code == 304
        page.save_revision()
        publish(editor, page, on="A")
        changed = reader.get(path, on="B", headers=kept)
        assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)


def test_a_persisted_query_that_a_server_does_not_know_is_sent_again(place: Place) -> None:
    reader = place.visitor()
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(LISTED.encode()).hexdigest()}}

    def ask(on: str) -> list[str]:
        """As Apollo Client asks: by the hash, and with the text where the hash is not known."""
        by_hash = {"extensions": json.dumps(persisted)}
        answer = reader.get("/graphql", params=by_hash, on=on).json()
        if "errors" not in answer:
            return ["known"]
        codes = [one["extensions"]["code"] for one in answer["errors"]]
        assert reader.get("/graphql", params={**by_hash, "query": LISTED}, on=on).json()["data"]["news"]["nodes"]
        return codes

    for server in "AB":
        assert ask(server) == ["PERSISTED_QUERY_NOT_FOUND"]
    # Each process knows its own; after some more all of them do.
    asked = [ask(server) for server in "AB" * 20]
    assert Counter(map(tuple, asked)).keys() <= {("known",), ("PERSISTED_QUERY_NOT_FOUND",)}
    assert asked[-1] == ["known"]


def test_a_budget_is_spent_on_all_servers_together(place: Place) -> None:
    key, secret = ApiKey.make(name="App", scopes=["read"], budget=200)
    reader = place.visitor()
    reader.headers["Authorization"] = f"Bearer {secret}"

    def statuses(on: str) -> set[int]:
        return {reader.get("/graphql", params={"query": LISTED}, on=on).status_code for _ in range(8)}

    wait_until(lambda: 429 in statuses("A"))
    wait_until(lambda: statuses("B") == {429}, seconds=10)
    assert Spending.objects.filter(caller=f"key:{key.pk}").count() in {1, 2}  # minutes


def test_who_asks_is_the_address_that_the_proxy_saw(place: Place) -> None:
    reader = place.visitor()
    for number in range(10):
        reader.ask(LISTED, headers={"X-Forwarded-For": f"203.0.113.{number}", "X_Forwarded_For": "203.0.113.99"})
    mine = f"address:{_digest('address:127.0.0.1')}"
    wait_until(lambda: Spending.objects.filter(caller=mine).exists())
    assert not Spending.objects.filter(caller__startswith="address:").exclude(caller=mine).exists()


def test_a_picture_uploaded_through_one_server_is_seen_through_both(editor: Visitor, place: Place) -> None:
    fields = {"title": "Um", "alt_pt": "Um", "collection": str(Collection.get_first_root_node().pk)}
    file = {"file": ("foto.jpg", picture_bytes(size=(1600, 1200)), "image/jpeg")}
    assert editor.post("/admin/images/add/", fields, files=file, on="A").status_code == 302
    image = Image.objects.get()
    wait_until(lambda: image.renditions.count() >= len(ALL_SPECS))

    token = Path(image.file.name).name.split("-")[0]
    assert f'src="{place.bucket.address}images/{token}' in editor.get(f"/admin/images/{image.pk}/", on="B").text
    page = factories.news(title="Com imagem", image=image)
    for server in "AB":
        reader = place.visitor()
        answer = reader.get(page.url, on=server)
        assert re.search(rf"img-src [^;]*{re.escape(place.bucket.server.address)}(?=[ ;]|$)", csp(answer))
        shown = re.findall(rf'<img[^>]* src="({re.escape(place.bucket.address)}images/[^"]+)"', answer.text)
        assert {requests.get(one, timeout=10).headers["Content-Type"] for one in shown} == {"image/webp"}
        old = reader.get(f"/media/{image.file.name}", on=server)
        assert (old.status_code, old.headers["Location"]) == (301, place.bucket.address + image.file.name)


def csp(answer: requests.Response) -> str:
    return str(answer.headers["Content-Security-Policy"])


def test_static_files_have_one_name_on_both_servers(place: Place) -> None:
    reader = place.visitor()
    named = {on: set(re.findall(r'"(/static/[^"]+)"', reader.get("/pt/", on=on).text)) for on in "AB"}
    assert named["A"] == named["B"]
    assert all(re.search(r"\.[0-9a-f]{12}\.", one) for one in named["A"])
    files = {on: {one: reader.get(one, on=on).content for one in named["A"]} for on in "AB"}
    assert files["A"] == files["B"]
    assert all(files["A"].values())


def test_two_workers_do_everything_once_and_tell_the_cache_twice_at_most(place: Place) -> None:
    pages = [factories.news(live=False) for _ in range(6)]
    for page in pages:
        page.go_live_at = timezone.now() + timedelta(hours=1)
        revision = page.save_revision()
        revision.publish()
        due = timezone.now() + timedelta(seconds=1)
        kept = {**revision.content, "go_live_at": due.isoformat()}
        Revision.objects.filter(pk=revision.pk).update(content=kept, approved_go_live_at=due)
    marker = place.log / "marker"
    for number in range(12):
        waiting_tasks.make_group_and_wait.enqueue(f"Once {number}", str(marker), 0.05)
    place.varnish.forget()

    numbers = [page.pk for page in pages]
    wait_until(lambda: Page.objects.filter(pk__in=numbers, live=True).count() == len(numbers))
    wait_until(lambda: Group.objects.filter(name__startswith="Once").count() == 12)
    wait_until(lambda: all(any(key in told for told in place.varnish.tags) for key in keys(pages)))

    assert marker.read_text() == "started\n" * 12
    said = PageLogEntry.objects.filter(page__in=numbers, action="wagtail.publish.scheduled").values_list("page")
    assert Counter(said) == {(number,): 1 for number in numbers}
    times = Counter(key for told in place.varnish.tags for key in told)
    assert {times[key] for key in keys(pages)} <= {1, 2}


def keys(pages: list[Page]) -> list[str]:
    return [f"NewsPage:{page.pk}" for page in pages]


class Load:
    """Four readers who ask without a pause, two of them by POST, which a proxy does not repeat."""

    def __init__(self, place: Place) -> None:
        self.statuses: list[int] = []
        self.by: Counter[str] = Counter()
        self._over = threading.Event()
        self._readers = ThreadPoolExecutor(4)
        self._under_way = [self._readers.submit(self._ask, place.visitor(), method) for method in ("get", "post") * 2]

    def _ask(self, reader: Visitor, method: str) -> None:
        given = {"params": {"query": LISTED}} if method == "get" else {"json": {"query": LISTED}}
        while not self._over.is_set():
            answer = getattr(reader, method)("/graphql", **given)
            self.statuses.append(answer.status_code)
            self.by[answer.headers.get("X-Answered-By", "nobody")] += 1

    def __enter__(self) -> "Load":
        return self

    def __exit__(self, *failure: object) -> None:
        self._over.set()
        self._readers.shutdown()
        for one in self._under_way:
            one.result()

    def answered(self, by: str) -> int:
        return self.by[by]


def test_a_server_that_is_killed_takes_only_what_is_under_way_with_it(place: Place) -> None:
    with Load(place) as load:
        wait_until(lambda: min(load.answered("A"), load.answered("B")) > 20)
        place.a.kill()
        before = load.answered("B")
        wait_until(lambda: load.answered("B") > before + 40)
        place.a.start()
        before = load.answered("A")
        wait_until(lambda: load.answered("A") > before + 20)
    failed = [status for status in load.statuses if status != 200]
    assert set(failed) <= {502}
    # Two readers ask by POST, and the two processes of the server do not end in the same instant.
    assert len(failed) <= 2 * WORKERS


def test_a_server_is_replaced_while_the_other_one_serves_and_no_request_fails(place: Place) -> None:
    with Load(place) as load:
        wait_until(lambda: min(load.answered("A"), load.answered("B")) > 20)
        assert place.b.stop() == 0
        place.b.start()
        place.b.wait()
        before = load.answered("B")
        wait_until(lambda: load.answered("B") > before + 20)
    assert set(load.statuses) == {200}


def test_of_two_that_migrate_at_once_one_waits_for_the_other(place: Place) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = %s"
    with psycopg.connect(database_url(), autocommit=True) as first:
        first.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        second = manage(place.environment, "migrate", "-v0")
        wait_until(lambda: first.execute(waiting, [LOCK]).fetchone() == (1,))
        assert second.poll() is None
    assert second.wait(30) == 0


def test_a_worker_that_is_left_alone_goes_on(place: Place) -> None:
    place.workers[0].kill()
    place.workers[0].wait()
    waiting_tasks.make_group_and_wait.enqueue("Alone", str(place.log / "alone"), 0)
    wait_until(lambda: Group.objects.filter(name="Alone").exists())
