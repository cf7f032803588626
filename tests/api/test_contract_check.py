"""The schema may change only as it was announced, and what is in use stays: ``manage.py check_contract``."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from graphql import BreakingChangeType, build_schema, introspection_from_schema, print_schema
from grapple.models import GraphQLString

from api.contract import releases
from api.contract.announcements import announced_for, removal_date, without_date
from api.contract.changes import breaking_changes
from api.contract.checking import check
from api.keys.models import ApiKey
from api.schema import build_schema as build_product_schema
from api.schema import schema
from api.sdl import schema_sdl
from api.types.pages import page_models
from api.usage.models import FieldCount
from content.models import NewsPage
from published import catalogue

TODAY = date(2027, 7, 1)
PASSED = '@deprecated(reason: "Use title. Removed after 2027-06-30.")'
LATER = '@deprecated(reason: "Use title. Removed after 2027-07-01.")'
UNDATED = '@deprecated(reason: "Use title.")'


def verdict(old, new, **rest):
    """What the check says of two schemas."""
    return check([build_schema(old)], build_schema(new), today=TODAY, **rest)


def news(fields, around="", query="news(first: Int): News"):
    return f"type Query {{ {query} }} type News {{ id: ID {fields} }} {around}"


def test_what_is_added_breaks_nothing():
    found = verdict(news(""), news("title: String", "enum Kind { A }", "news(first: Int, kind: Kind): News"))

    assert (found.refused, found.allowed, found.breaks) == ([], [], False)
    assert found.to_mind == ["An optional arg kind on Query.news was added."]


def test_what_was_not_announced_may_not_go():
    found = verdict(news("subtitle: String"), news(""))

    (refused,) = found.refused
    assert refused.startswith("News.subtitle was removed. Not announced: no release says of News.subtitle")
    assert "“Removed after YYYY-MM-DD.”" in refused


def test_what_was_announced_may_go_after_the_day_and_not_on_it():
    assert verdict(news(f"subtitle: String {PASSED}"), news("")).allowed == ["News.subtitle was removed."]
    assert verdict(news(f"subtitle: String {LATER}"), news("")).refused == [
        "News.subtitle was removed. Announced for after 2027-07-01: wait until then."
    ]


def test_a_deprecation_without_a_date_announces_nothing():
    found = verdict(news(f"subtitle: String {UNDATED} intro: String"), news(f"intro: String {UNDATED}"))

    assert found.refused[0].startswith("News.subtitle was removed. Not announced")
    assert found.refused[1].startswith("News.intro is deprecated without a date")


def test_narrowing_a_field_needs_the_same_as_removing_it():
    assert (
        verdict(news("title: String!"), news("title: String"))
        .refused[0]
        .startswith("News.title changed type from String! to String. Not announced")
    )
    assert verdict(news(f"title: String! {PASSED}"), news("title: String")).refused == []


@pytest.mark.parametrize(
    ("kind", "old", "new", "name"),
    [
        ("TYPE_REMOVED", "scalar Gone", "", "Gone"),
        ("TYPE_CHANGED_KIND", "type Kind { a: Int }", "enum Kind { A }", "Kind"),
        ("TYPE_REMOVED_FROM_UNION", "type A {a: Int} type B {b: Int} union U = A | B",
         "type A {a: Int} type B {b: Int} union U = A", "B"),
        ("VALUE_REMOVED_FROM_ENUM", "enum Kind { A B }", "enum Kind { A }", "Kind.B"),
        ("REQUIRED_INPUT_FIELD_ADDED", "input In { a: Int }", "input In { a: Int b: Int! }", "In"),
        ("IMPLEMENTED_INTERFACE_REMOVED", "interface I {a: Int} type A implements I {a: Int}",
         "interface I {a: Int} type A {a: Int}", "A"),
        ("FIELD_REMOVED", "type A { a: Int b: Int }", "type A { a: Int }", "A.b"),
        ("FIELD_REMOVED", "input In { a: Int b: Int }", "input In { a: Int }", "In.b"),
        ("FIELD_CHANGED_KIND", "type A { a: Int! }", "type A { a: Int }", "A.a"),
        ("FIELD_CHANGED_KIND", "input In { a: Int }", "input In { a: Int! }", "In.a"),
        ("REQUIRED_ARG_ADDED", "type A { a: Int }", "type A { a(b: Int!): Int }", "A.a"),
        ("ARG_REMOVED", "type A { a(b: Int): Int }", "type A { a: Int }", "A.a(b:)"),
        ("ARG_CHANGED_KIND", "type A { a(b: Int): Int }", "type A { a(b: Int!): Int }", "A.a(b:)"),
        ("DIRECTIVE_REMOVED", "directive @d on FIELD", "", ""),
        ("DIRECTIVE_ARG_REMOVED", "directive @d(a: Int) on FIELD", "directive @d on FIELD", ""),
        ("REQUIRED_DIRECTIVE_ARG_ADDED", "directive @d on FIELD", "directive @d(a: Int!) on FIELD", ""),
        ("DIRECTIVE_REPEATABLE_REMOVED", "directive @d repeatable on FIELD", "directive @d on FIELD", ""),
        ("DIRECTIVE_LOCATION_REMOVED", "directive @d on FIELD | QUERY", "directive @d on FIELD", ""),
    ],
)  # fmt: skip
def test_every_kind_of_breaking_change_is_known_by_name(kind, old, new, name):
    query = "type Query { q: Int } "

    (found,) = breaking_changes(build_schema(query + old), build_schema(query + new))

    assert found.name == name
    assert kind in BreakingChangeType.__members__


def test_the_kinds_above_are_all_there_are():
    (mark,) = [
        one for one in test_every_kind_of_breaking_change_is_known_by_name.pytestmark if one.name == "parametrize"
    ]
    assert {case[0] for case in mark.args[1]} == set(BreakingChangeType.__members__)


def test_a_directive_cannot_be_announced_so_it_stays():
    found = verdict(news("") + "directive @d on FIELD", news(""))

    assert found.refused[0].startswith("d was removed. Not announced")


def test_arguments_values_and_fields_of_inputs_are_announced_like_fields():
    around = f"enum Kind {{ A B {PASSED} }} input In {{ a: Int b: Int {PASSED} }}"
    query = f"news(kind: Kind, in: In, old: Int {PASSED}): News"
    after = "enum Kind { A } input In { a: Int }"

    found = verdict(news("", around, query), news("", after, "news(kind: Kind, in: In): News"))

    assert found.refused == []
    assert found.allowed == [
        "In.b was removed.",
        "B was removed from enum type Kind.",
        "Query.news arg old was removed.",
    ]


def test_a_type_goes_with_all_that_led_to_it_or_when_its_description_said_so():
    old = """
        type Query { courses: CourseConnection %s kind: PageType }
        type CourseConnection { edges: [CourseEdge] nodes: [Course] }
        type CourseEdge { node: Course }
        "A course. Removed after 2027-06-30." type Course implements Node { id: ID }
        interface Node { id: ID }
        enum PageType { News Course }
    """
    new = "type Query { kind: PageType } interface Node { id: ID } enum PageType { News }"

    assert verdict(old % PASSED, new).refused == []
    refused = verdict(old % "", new).refused
    assert [sentence.partition(" was removed")[0] for sentence in refused] == [
        "CourseConnection",
        "CourseEdge",
        "Query.courses",
    ]


def test_a_block_is_announced_by_its_description():
    union = "type Query { body: [Block] } union Block = Quote | Table type Quote { a: Int }"
    new = "type Query { body: [Block] } union Block = Quote type Quote { a: Int }"

    assert len(verdict(f"{union} type Table {{ a: Int }}", new).refused) == 2
    announced = verdict(f'{union} "A table. Removed after 2027-06-30." type Table {{ a: Int }}', new)
    assert announced.allowed == ["Table was removed from union type Block.", "Table was removed."]


def test_what_is_in_use_may_not_go_unless_that_is_said():
    old, new = news(f"subtitle: String {PASSED}"), news("")
    uses = {"News.subtitle": {"the key “App”": date(2027, 6, 20), "somebody without a key": date(2027, 6, 30)}}

    found = verdict(old, new, last_uses=lambda name: uses.get(name, {}))

    assert found.refused == [
        "News.subtitle was removed. In use: asked by the key “App” (last on 2027-06-20), somebody without a key"
        " (last on 2027-06-30). Tell them, or override with --allow-removal 'News.subtitle'."
    ]
    overridden = verdict(old, new, last_uses=lambda name: uses.get(name, {}), overridden=["News.subtitle"])
    assert overridden.allowed == ["News.subtitle was removed."]
    not_announced = verdict(news("subtitle: String"), new, overridden=["News.subtitle"])
    assert "Not announced" in not_announced.refused[0]


def test_a_release_after_the_one_compared_with_may_have_announced_it():
    old, between = build_schema(news("subtitle: String")), build_schema(news(f"subtitle: String {PASSED}"))

    assert check([old, between], build_schema(news("")), today=TODAY).refused == []


@pytest.mark.parametrize(
    ("reason", "day"),
    [
        ("Use title. Removed after 2027-06-30.", date(2027, 6, 30)),
        ("Removed after 2027-06-30.", date(2027, 6, 30)),
        ("Removed after 2027-06-31.", None),
        ("Removed after 2027-06-30. Or later.", None),
        ("Removed after summer.", None),
        ("No longer supported", None),
        ("", None),
        (None, None),
    ],
)
def test_the_date_is_written_in_one_form(reason, day):
    assert removal_date(reason) == day


def test_everything_deprecated_in_the_product_says_until_when():
    assert without_date(schema.graphql_schema) == []


def test_a_declared_field_is_deprecated_where_it_is_declared(monkeypatch):
    """In the schema's text and in what the explorer shows, and without becoming null for those who still ask it."""
    reason = "Use `title`. Removed after 2027-06-30."
    heading = GraphQLString(
        "heading", source="title", required=True, description="The title.", deprecation_reason=reason
    )
    monkeypatch.setattr(NewsPage, "graphql_fields", [*NewsPage.graphql_fields, heading])
    monkeypatch.setattr(catalogue, "_declared", {})

    made = build_product_schema().graphql_schema

    assert f'heading: String! @deprecated(reason: "{reason}")' in print_schema(made)
    shown = next(kind for kind in introspection_from_schema(made)["__schema"]["types"] if kind["name"] == "NewsPage")
    told = next(field for field in shown["fields"] if field["name"] == "heading")
    assert (told["isDeprecated"], told["deprecationReason"]) == (True, reason)
    assert announced_for(made, "NewsPage.heading") == date(2027, 6, 30)


def test_what_every_page_has_is_deprecated_in_the_interface_too(monkeypatch):
    reason = "Use `title`. Removed after 2027-06-30."
    old = GraphQLString("old", source="title", description="The title.", deprecation_reason=reason)
    monkeypatch.setattr(catalogue, "_declared", {})
    for model in page_models().values():
        monkeypatch.setattr(model, "graphql_fields", [*model.graphql_fields, old])

    made = build_product_schema().graphql_schema

    assert made.type_map["PageInterface"].fields["old"].deprecation_reason == reason


# The commands.


@pytest.fixture
def released(tmp_path, monkeypatch):
    """A folder of releases of our own: ``released("0.1.0", sdl)``."""
    monkeypatch.setattr(releases, "FOLDER", tmp_path)

    def write(version, sdl):
        (tmp_path / f"{version}.graphql").write_text(sdl, encoding="utf-8")

    write.folder = tmp_path
    return write


def run(*arguments):
    out, error = StringIO(), StringIO()
    try:
        call_command("check_contract", *arguments, stdout=out, stderr=error)
        status = 0
    except CommandError as refused:
        error.write(str(refused))
        status = refused.returncode
    return status, out.getvalue(), error.getvalue()


def with_a_field_more(attributes=""):
    return schema_sdl(schema.graphql_schema).replace(
        "type NewsPage implements Node & PageInterface {",
        f"type NewsPage implements Node & PageInterface {{\n  gone: String {attributes}",
    )


@pytest.mark.django_db
def test_the_command_says_what_it_could_not_check(released):
    released("0.1.0", schema_sdl(schema.graphql_schema))

    status, out, error = run()

    assert (status, out) == (0, "The schema keeps what graphql/releases/0.1.0.graphql promised: 0 removed.\n")
    assert "Not checked: whether what goes is in use: no question has been counted in this database" in error


@pytest.mark.django_db
def test_the_command_refuses_names_and_overrides(released):
    passed = '@deprecated(reason: "Use title. Removed after 2020-01-01.")'
    released("0.1.0", with_a_field_more(passed))
    key = ApiKey.objects.create(name="Guia de Évora", digest="x", scopes=["read"])
    FieldCount.objects.create(day=timezone.localdate(), key=key.pk, name="NewsPage.gone", count=3)

    status, _out, error = run()
    assert status == 1
    assert "Refused: NewsPage.gone was removed. In use: asked by the key “Guia de Évora” (last on" in error
    assert "Not checked" not in error

    status, out, _error = run("--allow-removal", "NewsPage.gone")
    assert status == 0
    assert "Allowed: NewsPage.gone was removed." in out


@pytest.mark.django_db
def test_use_of_long_ago_holds_nothing_back_and_unknown_use_is_told(released):
    released("0.1.0", with_a_field_more('@deprecated(reason: "Removed after 2020-01-01.")'))
    FieldCount.objects.create(day=timezone.localdate(), key=0, name="NewsPage.title", count=1)
    assert run()[0] == 0

    FieldCount.objects.all().delete()
    FieldCount.objects.create(day=date(2020, 1, 1), key=0, name="NewsPage.gone", count=1)
    assert run()[0] == 0
    status, _out, error = run("--require-usage")
    assert status == 2
    assert "no question has been counted in this database in the last 90 days" in error


@pytest.mark.django_db
def test_the_command_compares_with_the_last_release_or_the_one_that_is_named(released):
    released("0.9.0", with_a_field_more())
    released("0.10.0", schema_sdl(schema.graphql_schema))

    assert run()[0] == 0
    status, _out, error = run("--since", "0.9.0")
    assert status == 1
    assert "NewsPage.gone was removed. Not announced" in error
    status, _out, error = run("--since", "0.8.0")
    assert (status, error) == (2, "There is no release 0.8.0; there are: 0.9.0, 0.10.0")


@pytest.mark.django_db
def test_without_a_release_there_is_nothing_to_compare_with(released):
    assert run() == (2, "", "There is no release to compare with: run manage.py release_schema")


def test_a_release_is_written_once_and_never_breaks_the_one_before(released, monkeypatch):
    monkeypatch.setattr(releases, "present_version", lambda: "0.2.0")
    call_command("release_schema", stdout=StringIO())
    assert (released.folder / "0.2.0.graphql").read_text(encoding="utf-8") == schema_sdl(schema.graphql_schema)

    with pytest.raises(CommandError, match="was released"):
        call_command("release_schema")
    call_command("release_schema", "--replace", stdout=StringIO())

    released("0.1.0", with_a_field_more())
    with pytest.raises(CommandError, match=r"NewsPage\.gone was removed\. Not announced"):
        call_command("release_schema", "--replace")


@pytest.mark.django_db
def test_the_product_keeps_what_it_released():
    status, out, error = run()

    assert status == 0, error
    assert "promised" in out
