"""The application before Django: the same answers by both ways, and what was answered before is never stale."""

import hashlib
import json
import threading
from itertools import pairwise

import pytest
import time_machine
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connections
from django.http.request import HttpHeaders
from django.test import RequestFactory

from api import freshness
from api.callers import Caller
from api.door import Door as Executing
from api.front_door import front_door
from api.kept_answers import TELLING, KeptAnswers
from api.keys.models import ApiKey
from api.persisted import persisted_queries
from api.usage import budgets
from api.usage.records import RECORDS
from published.models import Commit
from published.publication import publication
from tests import factories

pytestmark = pytest.mark.django_db

NEWS = "query News($first: Int!) { news(first: $first, locale: pt) { nodes { id title } totalCount } }"
COMING = "{ events(filter: { when: UPCOMING }, locale: pt) { totalCount } }"
UNKNOWN = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}
LIST = {"query": NEWS, "variables": '{"first": 3}'}


class Door:
    """Asks the application as the server does."""

    def __init__(self, kept=None):
        self.application = front_door(get_wsgi_application(), kept)

    def __call__(self, method="GET", path="/graphql", data=None, **headers):
        headers = {name.replace("_", "-"): text for name, text in headers.items()}
        if method in ("GET", "HEAD", "OPTIONS"):
            request = RequestFactory().generic(method, path, headers=headers, query_params=data)
        else:
            body = data if isinstance(data, bytes) else json.dumps(data).encode()
            content_type = headers.pop("content-type", "application/json")
            request = RequestFactory().generic(method, path, body, content_type=content_type, headers=headers)
        return self.ask(request.environ)

    def ask(self, environ):
        began = []
        body = b"".join(self.application({**environ}, lambda status, headers: began.append((status, headers))))
        [(status, headers)] = began
        return Response(int(status[:3]), dict(headers), body)


class Response:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def data(self):
        return json.loads(self.body)["data"]


@pytest.fixture
def door(settings):
    settings.GRAPHQL_KEPT_BYTES = 1_000_000
    return Door()


def post(document, **variables):
    return {"query": document, "variables": variables}


MATRIX = {
    "a list": ("GET", "/graphql", LIST, {}),
    "a list, compressed": ("GET", "/graphql", {**LIST, "variables": '{"first": 20}'}, {"accept_encoding": "gzip"}),
    "a list, in its own media type": ("GET", "/graphql", LIST, {"accept": "application/graphql-response+json"}),
    "a list, from another site": ("GET", "/graphql", LIST, {"origin": "https://app.example"}),
    "a list, for whoever has anything": ("GET", "/graphql", LIST, {"if_none_match": "*"}),
    "a list, for whoever has another": ("GET", "/graphql", LIST, {"if_none_match": 'W/"0"'}),
    "a list, for somebody signed in": ("GET", "/graphql", LIST, {"cookie": "sessionid=x", "accept_language": "pt"}),
    "what is coming": ("GET", "/graphql", {"query": COMING}, {}),
    "HEAD": ("HEAD", "/graphql", LIST, {}),
    "OPTIONS": ("OPTIONS", "/graphql", None, {"origin": "https://a.example", "access_control_request_method": "POST"}),
    "a stored operation": ("GET", "/graphql/SiteChrome", {"locale": "pt"}, {}),
    "a stored operation that is none": ("GET", "/graphql/Nothing", None, {"accept_language": "pt"}),
    "a stored operation by POST": ("POST", "/graphql/SiteChrome", {}, {}),
    "a question by POST": ("POST", "/graphql", post(NEWS, first=3), {}),
    "a question by POST that reads too much": ("POST", "/graphql", post(NEWS, first=10_000), {}),
    "a document that is not valid": ("POST", "/graphql", post("{ nothing }"), {"accept_language": "pt"}),
    "no document": ("POST", "/graphql", b"{", {}),
    "too large a body": ("POST", "/graphql", b" " * 200_000, {}),
    "another content type": ("POST", "/graphql", b"x", {"content_type": "text/plain"}),
    "another method": ("DELETE", "/graphql", b"", {}),
    "a media type that we do not have": ("GET", "/graphql", LIST, {"accept": "text/html"}),
    "a key that is none": ("GET", "/graphql", LIST, {"authorization": "Bearer x"}),
    "a host that is not ours": ("GET", "/graphql", LIST, {"host": "evil.example"}),
    "a hash that is not known": (
        "POST",
        "/graphql",
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}},
        {},
    ),
    "a preview that is none": ("POST", "/graphql", post('{ preview(token: "x") { id } }'), {}),
    "the schema": ("GET", "/graphql/schema.graphql", None, {"accept_encoding": "gzip"}),
    "the explorer's file": ("GET", "/graphql/explorer/explorer.js", None, {}),
    "what stands nowhere": ("GET", "/graphql/%00/", None, {}),
}


@pytest.mark.parametrize("asked", MATRIX.values(), ids=MATRIX)
def test_both_ways_answer_the_same_the_first_and_the_second_time(door, client, settings, asked):
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.GRAPHQL_EXPLORER = True
    factories.news(title="Notícia")
    method, path, data, headers = asked
    by_door = [door(method, path, data, **headers) for _ in range(3)]

    environ = {f"HTTP_{name.upper()}": text for name, text in headers.items() if name != "content_type"}
    if method in ("GET", "HEAD", "OPTIONS"):
        by_django = client.generic(method, path, query_params=data, **environ)
    else:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        content_type = headers.get("content_type", "application/json")
        by_django = client.generic(method, path, body, content_type=content_type, **environ)

    for answer in by_door:
        assert answer.status == by_django.status_code
        assert answer.headers == dict(by_django.items())
        assert answer.body == by_django.content


@pytest.mark.parametrize("secure", [False, True])
def test_security_is_as_django_is_told_to_have_it(settings, client, secure):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.GRAPHQL_KEPT_BYTES = 1_000_000
    door, headers = Door(), {"x_forwarded_proto": "https"} if secure else {}

    answers = [door("GET", "/graphql", LIST, **headers) for _ in range(2)]
    by_django = client.get("/graphql", LIST, HTTP_X_FORWARDED_PROTO="https" if secure else "http")

    assert [answer.status for answer in answers] == [200 if secure else 301] * 2
    for answer in answers:
        assert answer.headers == dict(by_django.items())
    assert answers[0].headers.get("Strict-Transport-Security") == ("max-age=60; includeSubDomains" if secure else None)


def test_an_answer_that_is_asked_over_one_way_is_not_given_over_another(settings):
    """Kept for who asks by TLS, it is not for who has to be sent there."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.GRAPHQL_KEPT_BYTES = 1_000_000
    door = Door()

    assert [door("GET", "/graphql", LIST, x_forwarded_proto=proto).status for proto in ("https", "http")] == [200, 301]


@pytest.mark.django_db(transaction=True)
def test_what_is_not_of_the_endpoint_is_djangos(door):
    assert door("GET", "/robots.txt").status == 200
    assert door("GET", "/graphqls").status == 404


@pytest.fixture
def executions(monkeypatch):
    """How often something was executed."""
    executed = []
    execute = Executing.execute
    monkeypatch.setattr(Executing, "execute", lambda self, *given: (executed.append(1), execute(self, *given))[1])
    return executed


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("method", "data"), [("GET", LIST), ("POST", post(NEWS, first=3))])
def test_the_next_answer_after_a_publication_has_it(door, executions, method, data):
    page = factories.news(title="Antes")
    before = [door(method, "/graphql", data) for _ in range(3)]
    with publication():
        page.title = "Depois"
        page.save_revision().publish()
    after = [door(method, "/graphql", data) for _ in range(3)]

    assert [answer.data["news"]["nodes"][0]["title"] for answer in before] == ["Antes"] * 3
    assert [answer.data["news"]["nodes"][0]["title"] for answer in after] == ["Depois"] * 3
    assert len(executions) == 2


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_back_is_gone_from_the_next_answer(door):
    page = factories.news(title="Segredo")
    assert b"Segredo" in door("GET", "/graphql", LIST).body
    assert b"Segredo" in door("GET", "/graphql", LIST).body

    with publication():
        page.unpublish()

    assert b"Segredo" not in door("GET", "/graphql", LIST).body


def test_a_restored_backup_is_another_store_although_it_has_the_same_number(door, executions):
    factories.news()
    door("GET", "/graphql", LIST)
    Commit.objects.update(mark="of another history")
    door("GET", "/graphql", LIST)

    assert len(executions) == 2


@pytest.mark.django_db(transaction=True)
def test_a_publication_in_mid_answer_makes_the_kept_one_old(door, monkeypatch, executions):
    page = factories.news(title="Antes")
    execute = Executing.execute

    def publish_meanwhile(self, *given):
        answer = execute(self, *given)
        if page.title == "Antes":
            with publication():
                page.title = "Depois"
                page.save_revision().publish()
        return answer

    monkeypatch.setattr(Executing, "execute", publish_meanwhile)
    answers = [door("GET", "/graphql", LIST).data["news"]["nodes"][0]["title"] for _ in range(3)]

    assert answers == ["Antes", "Depois", "Depois"]


@pytest.mark.django_db(transaction=True)
def test_304_is_given_to_who_has_the_answer_and_no_longer_once_something_is_published(door, executions):
    page = factories.news()
    tag = door("GET", "/graphql", LIST).headers["ETag"]
    known = [door("GET", "/graphql", LIST, if_none_match=tag).status for _ in range(3)]
    with publication():
        page.title = "Depois"
        page.save_revision().publish()
    after = door("GET", "/graphql", LIST, if_none_match=tag)

    assert known == [304] * 3
    assert after.status == 200
    assert len(executions) == 2


def test_answers_to_keys_and_drafts_are_asked_anew_each_time(door, executions):
    _key, text = ApiKey.make(name="App", scopes=["read"])
    for _ in range(2):
        door("GET", "/graphql", LIST, authorization=f"Bearer {text}")
        door("GET", "/graphql", {"query": '{ preview(token: "x") { id } }'})
        door("POST", "/graphql", post('{ preview(token: "x") { id } }'))

    assert len(executions) == 6


def test_answers_with_errors_are_asked_anew_in_the_language_of_each_reader(door):
    page_of_nothing = {"query": "{ page { id } }"}
    words = [
        json.loads(door("GET", "/graphql", page_of_nothing, accept_language=language).body)["errors"][0]["message"]
        for language in ("en", "pt")
    ]

    assert words[0] != words[1]


def test_an_answer_costs_and_counts_as_much_the_second_time(door, settings):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 1_000
    RECORDS.forget()
    budgets.BUDGETS.forget()
    left = [1_000]
    for headers in ({}, {}, {"if_none_match": "*"}, {"if_none_match": "*"}):
        door("GET", "/graphql", LIST, **headers)
        left.append(budgets.BUDGETS.left(Caller(address="127.0.0.1")))
    spent = [before - after for before, after in pairwise(left)]
    (tally,) = RECORDS.counts.operations.values()

    assert spent[0] == spent[1] > 1
    assert spent[2:] == [1, 1]
    assert (tally.count, tally.cost, tally.not_modified, tally.errors) == (4, 2 * spent[0], 2, 0)
    budgets.BUDGETS.forget()
    RECORDS.forget()


def test_who_has_spent_everything_is_refused_what_is_kept_too(door, settings):
    budgets.BUDGETS.forget()
    door("GET", "/graphql", LIST)
    door("GET", "/graphql", LIST)
    settings.GRAPHQL_ANONYMOUS_BUDGET = 20

    statuses = {door("GET", "/graphql", LIST).status for _ in range(3)}
    budgets.BUDGETS.forget()

    assert statuses == {429}


def test_how_long_others_may_keep_an_answer_is_told_anew_each_time(door, settings):
    settings.FRONTEND_CACHE_SECONDS = 3_600
    ages = []
    for moment in ("2026-03-01 22:30", "2026-03-01 23:30"):
        with time_machine.travel(f"{moment}+00:00", tick=False):
            ages.append(door("GET", "/graphql", LIST).headers["Cache-Control"])

    assert ages == [f"public, max-age=0, s-maxage={seconds}, must-revalidate" for seconds in (3_600, 1_800)]


class Looked(dict):
    """An environment that remembers what was looked at."""

    def __init__(self, environ):
        super().__init__(environ)
        self.at = set()

    def __getitem__(self, name):
        self.at.add(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self.at.add(name)
        return super().__contains__(name)

    def get(self, name, default=None):
        self.at.add(name)
        return super().get(name, default)


# What a kept answer is not told apart by: who asks (keys are never kept, addresses only pay), the language of errors,
# the body and what frames it, and the tag, which is compared with that of the answer.
ELSEWHERE = {
    *("HTTP_AUTHORIZATION", "REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_ACCEPT_LANGUAGE", "HTTP_IF_NONE_MATCH"),
    *("CONTENT_LENGTH", "wsgi.input", "wsgi.input_terminated", "SCRIPT_NAME", "SCRIPT_URL", "REDIRECT_URL"),
}


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [("GET", "/graphql", LIST), ("GET", "/graphql/SiteChrome", {"locale": "pt"}), ("POST", "/graphql", post(COMING))],
)
def test_an_answer_depends_on_nothing_of_the_request_that_it_is_not_kept_by(
    door, monkeypatch, settings, method, path, data
):
    settings.USE_X_FORWARDED_HOST = settings.USE_X_FORWARDED_PORT = True
    settings.TRUSTED_PROXIES = 1
    settings.GRAPHQL_PUBLIC_ORIGINS = ["https://app.example"]
    if method == "GET":
        environ = Looked(RequestFactory().get(path, data).environ)
    else:
        environ = Looked(RequestFactory().post(path, data, content_type="application/json").environ)
    look = HttpHeaders.__getitem__
    monkeypatch.setattr(
        HttpHeaders,
        "__getitem__",
        lambda headers, name: (environ.at.add(HttpHeaders.to_wsgi_name(name)), look(headers, name))[1],
    )

    statuses = []
    door.application(environ, lambda status, _headers: statuses.append(status))

    assert statuses == ["200 OK"]
    assert {"HTTP_ACCEPT", "HTTP_ORIGIN"} <= environ.at
    assert environ.at - set(TELLING) <= ELSEWHERE


def test_what_is_kept_is_bounded_in_bytes_and_the_least_recently_asked_goes_first(settings):
    settings.GRAPHQL_KEPT_BYTES = 30_000
    kept = KeptAnswers(most_bytes=30_000)
    door = Door(kept)
    factories.news()
    for number in range(30):
        door("POST", "/graphql", post(f"{{ site {{ id }} }} #{number}"))
        door("POST", "/graphql", post("{ site { id } } #0"))
    sizes = [answer.size for answer in kept._answers.values()]

    assert kept.bytes == sum(sizes) <= 30_000
    assert 5 < len(kept) < 15
    assert any(b"#0" in key[-1] for key in kept._answers)
    assert not any(b'#1"' in key[-1] for key in kept._answers)


def test_nothing_is_kept_where_it_is_switched_off_and_nothing_that_would_take_the_place_of_all_others(
    settings, executions
):
    for most_bytes in (0, 10_000):
        settings.GRAPHQL_KEPT_BYTES = most_bytes
        door = Door()
        for _ in range(2):
            door("GET", "/graphql", LIST)

    assert len(executions) == 4


def test_a_hash_sent_with_its_text_is_remembered_each_time(door, executions):
    text = "{ site { id } }"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": sha256}}
    with_text, alone = {"query": text, "extensions": extensions}, {"extensions": extensions}
    door("POST", "/graphql", with_text)
    persisted_queries.clear()  # as where too many others came
    door("POST", "/graphql", with_text)

    assert [door("POST", "/graphql", alone).status for _ in range(2)] == [200, 200]
    assert "site" in door("POST", "/graphql", alone).data
    assert len(executions) == 3


def test_while_the_database_cannot_be_asked_nothing_kept_is_given(door, monkeypatch):
    door("GET", "/graphql", LIST)

    def lost(**_):
        raise OperationalError("lost")

    monkeypatch.setattr(freshness, "store_state", lost)
    answer = door("GET", "/graphql", LIST)

    assert answer.status == 500
    assert json.loads(answer.body)["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"


@pytest.mark.django_db(transaction=True)
def test_readers_in_several_threads_never_see_less_than_what_was_published_before_they_asked(door):
    page = factories.news(title="0")
    published, wrong = [0], []
    done = threading.Event()

    def read():
        while not done.is_set():
            least = published[0]
            title = door("GET", "/graphql", LIST).data["news"]["nodes"][0]["title"]
            if int(title) < least:
                wrong.append((title, least))
        connections.close_all()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 6):
        with publication():
            page.title = str(number)
            page.save_revision().publish()
        published[0] = number
    done.set()
    for reader in readers:
        reader.join()

    assert wrong == []
    assert door("GET", "/graphql", LIST).data["news"]["nodes"][0]["title"] == "5"
