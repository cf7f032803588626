"""The root field ``preview``: what a token opens, for whom, and that nothing else comes along or is told."""

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from graphql import parse
from wagtail.models import PageViewRestriction
from wagtail.models.revisions import Revision

from api.keys.models import ApiKey
from api.previews import opening
from api.previews.models import Audience, PreviewLink, State
from api.previews.tokens import PATTERN, reference_of, token_of
from api.root_fields import root_fields
from published.publication import publication
from tests import factories

pytestmark = pytest.mark.django_db

SHOW = "query ($token: String!) { preview(token: $token) { id title summary path __typename } }"
NOTHING = b'{"data":{"preview":null},"extensions":{"cost":101}}'


@pytest.fixture
def news():
    with publication():
        return factories.news(title="Hoje", summary="O que todos leem.")


def write_draft(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision(clean=False)


def link_to(page, **fields):
    return factories.preview_link(f"{type(page).__name__}:{page.pk}", **fields)


def ask(client, token, query=SHOW, **headers):
    body = {"query": query, "variables": {"token": token}}
    return client.post("/graphql", json.dumps(body), content_type="application/json", headers=headers)


def shown(client, token, query=SHOW, **headers):
    answer = ask(client, token, query, **headers).json()
    assert "errors" not in answer, answer
    return answer["data"]["preview"]


# What it shows


def test_a_token_shows_the_latest_draft_while_everybody_reads_what_is_published(client, news):
    link = link_to(news)
    write_draft(news, title="Amanhã")
    assert shown(client, link.token)["title"] == "Amanhã"

    write_draft(news, title="Depois de amanhã")

    assert shown(client, link.token) == {
        "id": f"NewsPage:{news.pk}",
        "title": "Depois de amanhã",
        "summary": "O que todos leem.",
        "path": news.get_url(),
        "__typename": "NewsPage",
    }
    at_path = "query ($token: String!) { page(path: $token) { title } }"
    assert ask(client, news.get_url(), at_path).json()["data"]["page"] == {"title": "Hoje"}


def test_a_draft_that_was_never_published_has_its_address_its_parent_and_no_children(client):
    draft = factories.news(title="Em segredo", live=False)
    query = """query ($token: String!) {
        preview(token: $token) { url parent { id } ancestors { id } children { nodes { id } } } }"""

    page = shown(client, link_to(draft).token, query)

    index = factories.news_index()
    assert page == {
        "url": draft.full_url,
        "parent": {"id": f"NewsIndexPage:{index.pk}"},
        "ancestors": [{"id": f"HomePage:{factories.home_page().pk}"}, {"id": f"NewsIndexPage:{index.pk}"}],
        "children": {"nodes": []},
    }


def test_a_link_to_one_version_keeps_showing_it(client, news):
    revision = write_draft(news, title="A primeira")
    link = link_to(news, is_fixed=True, revision=revision)

    write_draft(news, title="A segunda")

    assert shown(client, link.token)["title"] == "A primeira"


def test_a_link_to_a_version_that_is_not_kept_shows_nothing(client, news):
    revision = write_draft(news, title="A primeira")
    link = link_to(news, is_fixed=True, revision=revision)
    write_draft(news, title="A segunda")

    Revision.objects.get(pk=revision.pk).delete()

    assert ask(client, link.token).content == NOTHING
    link.refresh_from_db()
    assert link.state is State.VERSION_GONE


def test_once_the_draft_is_published_the_link_shows_what_is_published(client, news):
    link = link_to(news)
    revision = write_draft(news, title="Amanhã")

    with publication():
        revision.publish()

    assert shown(client, link.token)["title"] == "Amanhã"
    assert opening.open_link(link.token).is_published


@pytest.mark.parametrize(
    "make",
    [
        factories.service,
        factories.news,
        factories.guide,
        factories.chapter,
        factories.event,
        factories.section,
        factories.standard,
        factories.news_index,
        factories.home_page,
    ],
)
def test_every_type_of_page_is_shown_by_the_stored_operation(client, make):
    page = make()
    write_draft(page, title="Título do rascunho")

    answer = client.get("/graphql/Preview", {"token": link_to(page).token})

    assert answer.status_code == 200
    assert answer.json()["data"]["preview"]["title"] == "Título do rascunho"
    assert answer.json()["data"]["preview"]["__typename"] == type(page).__name__


def test_a_draft_reads_as_the_page_will_once_it_is_published(client):
    with publication():
        page = factories.news(title="Antes", topics=[factories.topic()], image=factories.image(), body=[])
    link = link_to(page)
    revision = write_draft(page, title="Depois", body=[("heading", {"text": "Uma secção", "level": 2, "anchor": ""})])
    fields = """{ __typename id title path url image { alt } topics { name }
        body { __typename ... on HeadingBlock { text } } }"""

    draft = shown(client, link.token, f"query ($token: String!) {{ preview(token: $token) {fields} }}")
    with publication():
        revision.publish()
    published = ask(client, page.get_url(), f"query ($token: String!) {{ page(path: $token) {fields} }}").json()

    assert draft["title"] == "Depois"
    assert draft == published["data"]["page"]


# What does not come along


def test_what_a_draft_refers_to_and_is_not_public_reads_as_null(client):
    private = factories.standard(title="Reservada", slug="reservada")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    other = factories.standard(title="Outro rascunho", live=False)
    body = [
        ("related_pages", {"title": "", "pages": [private, other]}),
        ("call_to_action", {"title": "", "text": "", "action": "Veja", "page": other, "url": ""}),
        ("text", {"text": f'<p><a linktype="page" id="{private.pk}">Leia</a></p>'}),
    ]
    draft = factories.standard(title="Rascunho", live=False, body=body)
    query = """query ($token: String!) { preview(token: $token) { body {
        ... on RelatedPagesBlock { pages { title } } ... on CallToActionBlock { page { title } }
        ... on ParagraphsBlock { richText { html } } } } }"""

    page = shown(client, link_to(draft).token, query)

    assert page == {"body": [{"pages": []}, {"page": None}, {"richText": {"html": "<p><a>Leia</a></p>"}}]}


def test_a_draft_below_a_private_page_is_shown_without_the_private_page(client):
    section = factories.section(title="Reservada")
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    sibling = factories.standard(parent=section, title="Ao lado")
    draft = factories.standard(parent=section, title="Rascunho", live=False)
    query = """query ($token: String!, $section: ID, $sibling: ID) {
        preview(token: $token) { title parent { title } ancestors { title } }
        section: page(id: $section) { title children { nodes { title } } } sibling: page(id: $sibling) { title } }"""
    variables = {
        "token": link_to(draft).token,
        "section": f"SectionPage:{section.pk}",
        "sibling": f"StandardPage:{sibling.pk}",
    }

    answer = client.post("/graphql", {"query": query, "variables": variables}, content_type="application/json").json()

    home = {"title": factories.home_page().title}
    assert answer["data"] == {
        "preview": {"title": "Rascunho", "parent": None, "ancestors": [home]},
        "section": None,
        "sibling": None,
    }


def test_the_rest_of_the_operation_sees_the_draft_where_the_page_is_published_and_nowhere_else(client, news):
    new = factories.news(title="Em segredo", live=False)
    write_draft(news, title="Amanhã")
    query = """query ($token: String!) { preview(token: $token) { title }
        news { totalCount nodes { title } } search(query: "segredo") { totalCount } }"""

    changed = ask(client, link_to(news).token, query).json()["data"]
    never_published = ask(client, link_to(new).token, query).json()["data"]

    assert changed["news"] == {"totalCount": 1, "nodes": [{"title": "Amanhã"}]}
    assert never_published["preview"] == {"title": "Em segredo"}
    assert never_published["news"] == {"totalCount": 1, "nodes": [{"title": "Hoje"}]}
    assert never_published["search"] == {"totalCount": 0}


def test_a_token_shows_its_own_page_and_no_other_draft(client, news):
    other = factories.news(title="Outro", live=False)
    query = 'query ($token: String!) { preview(token: $token) { title } other: page(id: "NewsPage:%s") { title } }'

    answer = ask(client, link_to(news).token, query % other.pk).json()

    assert answer["data"] == {"preview": {"title": "Hoje"}, "other": None}


def test_one_operation_opens_one_link(client, news):
    other = factories.news(title="Outro", live=False)
    tokens = {"a": link_to(news).token, "b": link_to(other).token}
    query = "query ($a: String!, $b: String!) { a: preview(token: $a) { title } b: preview(token: $b) { title } }"

    def answer(**variables):
        return client.post("/graphql", {"query": query, "variables": variables}, content_type="application/json").json()

    refused = answer(**tokens)
    assert refused["data"] == {"a": {"title": "Hoje"}, "b": None}
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["BAD_USER_INPUT"]
    assert answer(a=tokens["a"], b=tokens["a"])["data"] == {"a": {"title": "Hoje"}, "b": {"title": "Hoje"}}


# What a token that opens nothing tells


def tokens_that_open_nothing(news):
    link = link_to(news)
    forged = link.token[:-1] + ("a" if link.token[-1] != "a" else "b")
    expired = link_to(news, expires_at=timezone.now() - timedelta(seconds=1))
    revoked = link_to(news, revoked_at=timezone.now())
    gone = link_to(factories.news())
    for_apps = link_to(news, audience=Audience.APPS)
    gone.page.delete()
    return {
        "forged": forged,
        "signed for nothing": token_of("a" * 16),
        "expired": expired.token,
        "revoked": revoked.token,
        "of a deleted page": gone.token,
        "for apps": for_apps.token,
        "empty": "",
        "not a token": "draft_" + "é" * 48,
        "too long": link.token * 100,
        "in capitals": link.token.upper(),
        "with a line break": link.token + "\n",
        "its reference": link.reference,
    }


def test_every_token_that_opens_nothing_answers_the_same_bytes_and_headers(client, news):
    answers = {why: ask(client, token) for why, token in tokens_that_open_nothing(news).items()}

    assert {why: answer.content for why, answer in answers.items()} == dict.fromkeys(answers, NOTHING)
    assert len({str(answer.headers) for answer in answers.values()}) == 1


def test_every_token_that_opens_nothing_takes_one_and_the_same_statement(client, news):
    statements = {}
    for why, token in tokens_that_open_nothing(news).items():
        with CaptureQueriesContext(connection) as captured:
            assert opening.open_link(token) is None
        statements[why] = [len(captured.captured_queries), captured.captured_queries[0]["sql"].split("WHERE")[0]]

    assert {number for number, _sql in statements.values()} == {1}
    assert len({sql for _number, sql in statements.values()}) == 1


def test_a_token_cannot_be_made_from_what_the_database_holds(news, settings):
    link = link_to(news)
    row = json.dumps(list(PreviewLink.objects.filter(pk=link.pk).values_list()), default=str)

    assert PATTERN.fullmatch(link.token)
    assert link.token not in row
    assert link.token[-32:] not in row
    token = link.token
    assert reference_of(token) == link.reference
    settings.SECRET_KEY = "another secret that is long enough to be one"
    assert reference_of(token) != link.reference


def test_links_outlive_a_new_secret_while_the_old_one_is_a_fallback(client, news, settings):
    link = link_to(news)
    old = link.token

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret that is long enough to be one"

    assert link.token != old
    assert shown(client, old)["title"] == shown(client, link.token)["title"] == "Hoje"
    settings.SECRET_KEY_FALLBACKS = []
    assert ask(client, old).content == NOTHING


# For apps only


def test_a_link_for_apps_opens_for_keys_with_the_scope_and_for_nobody_else(client, news):
    token = link_to(news, audience=Audience.APPS).token
    _, with_scope = ApiKey.make(name="a", scopes=["read", "preview"])
    _, without = ApiKey.make(name="b", scopes=["read"])

    assert shown(client, token, authorization=f"Bearer {with_scope}")["title"] == "Hoje"
    assert ask(client, token, authorization=f"Bearer {without}").content == NOTHING
    assert ask(client, token).content == NOTHING


# A draft that is not finished


def test_an_unfinished_draft_says_what_is_missing_to_who_has_the_token(client):
    event = factories.event(title="Sem data")
    write_draft(event, starts_at=None)
    token = link_to(event).token

    answer = ask(client, token, **{"accept-language": "pt"}).json()

    [error] = answer["errors"]
    assert answer["data"] == {"preview": None}
    assert error["extensions"]["code"] == "DRAFT_UNFINISHED"
    assert [problem["field"].lower() for problem in error["extensions"]["problems"]] == ["início"]
    assert error["message"].startswith("Este rascunho ainda não pode ser mostrado: ")
    assert "nício" in error["message"]


# Nobody keeps it


def ways_to_ask(client, token):
    fields = {"query": SHOW, "variables": json.dumps({"token": token})}
    return {
        "post": ask(client, token),
        "get": client.get("/graphql", fields),
        "operation": client.get("/graphql/Preview", {"token": token}),
        "known already": client.get("/graphql", fields, headers={"if-none-match": "*"}),
        "in a fragment": client.get(
            "/graphql", {"query": f'{{ ...F }} fragment F on Query {{ a: preview(token: "{token}") {{ title }} }}'}
        ),
        "under a condition": client.get(
            "/graphql", {"query": f'{{ ... @include(if: true) {{ preview(token: "{token}") {{ title }} }} }}'}
        ),
    }


def test_nobody_may_keep_an_answer_whichever_way_it_was_asked(client, news):
    for token in (link_to(news).token, "draft_nothing"):
        for way, answer in ways_to_ask(client, token).items():
            assert answer.status_code == 200, way
            assert answer["Cache-Control"] == "private, no-store", way
            assert answer["X-Robots-Tag"] == "noindex", way
            assert answer["Referrer-Policy"] == "no-referrer", way
            assert not answer.has_header("ETag"), way
            assert not answer.has_header("Cache-Tag"), way
            assert not answer.cookies, way


@pytest.mark.parametrize(
    "query",
    [
        '{ search(query: "preview") { totalCount } }',
        "{ preview: news { nodes { title } } }",
        "# preview\n{ news { nodes { title } } }",
        "query preview { news { nodes { title } } }",
    ],
)
def test_the_word_alone_keeps_no_answer_from_caches(client, news, query):
    answer = client.get("/graphql", {"query": query})

    assert answer["ETag"]
    assert "no-store" not in answer["Cache-Control"]


# Who counts


def test_opening_a_link_is_counted_by_get_and_post_but_not_by_head(client, news):
    link = link_to(news)

    ask(client, link.token)
    client.get("/graphql/Preview", {"token": link.token})
    client.head("/graphql/Preview", {"token": link.token})

    link.refresh_from_db()
    assert link.opened == 2
    assert timezone.now() - link.last_opened_at < timedelta(minutes=1)


def test_a_token_that_opens_nothing_is_not_counted(client, news):
    link = link_to(news, revoked_at=timezone.now())

    ask(client, link.token)

    link.refresh_from_db()
    assert (link.opened, link.last_opened_at) == (0, None)


def test_where_nothing_can_be_written_the_draft_is_shown_all_the_same(client, news):
    link = link_to(news)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
        page = shown(client, link.token)
        transaction.set_rollback(True)

    assert page["title"] == "Hoje"


def test_a_guess_costs_as_much_as_a_draft(news, settings):
    settings.GRAPHQL_ANONYMOUS_BUDGET = 250
    client = Client(REMOTE_ADDR="198.51.100.7")

    answers = [ask(client, "draft_guess").status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_root_fields_are_found_through_fragments_that_name_each_other_many_times():
    chain = "".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }} " for n in range(60))
    document = parse(
        "{ ...f0 ... @skip(if: true) { a: news { totalCount } } } " + chain + "fragment f60 on Query { site { id } }"
    )

    assert root_fields(document, document.definitions[0]) == {"site", "news"}
