"""The folder ``graphql/``: what it promises is what the code does."""

import re
from dataclasses import asdict
from pathlib import Path

import graphql
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from api.errors import CODES
from api.limits import Limits
from api.management.commands import export_schema
from api.management.commands.export_schema import SCHEMA_FILE
from api.schema import schema
from api.sdl import schema_sdl

FOLDER = Path(settings.BASE_DIR) / "graphql"
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_folder_holds_no_python_and_the_import_is_the_engine():
    assert list(FOLDER.rglob("*.py")) == []
    assert graphql.__file__ is not None
    assert Path(graphql.__file__).parent.name == "graphql"
    assert FOLDER not in Path(graphql.__file__).parents


def test_every_code_is_documented_with_its_status_and_no_other():
    documented = set(re.findall(r"^\| `([A-Z_]+)` \| (\d{3})( always)? \|", README, re.MULTILINE))
    # A parameter of a stored operation is BAD_USER_INPUT whatever the media type: told in the words of the row.
    in_code = {
        (code.code, str(code.status), " always" if code.always else "")
        for error, code in CODES.items()
        if error.__name__ != "ParameterError"
    }

    assert documented == in_code


def test_every_limit_is_documented_with_its_number():
    section = README.split("## Limits")[1].split("## ")[0]
    numbers = [
        int(number.replace(",", "")) for number in re.findall(r"^\| [a-z ]+ \| ([\d,]+) \|", section, re.MULTILINE)
    ]

    assert numbers == list(asdict(Limits()).values())


@pytest.mark.parametrize("code", sorted({code.code for code in CODES.values()}))
def test_every_code_is_in_capitals(code):
    assert re.fullmatch(r"[A-Z_]+", code)


def test_the_schema_file_is_what_the_code_says():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_sdl(schema.graphql_schema), "run manage.py export_schema"


def test_export_schema_checks_and_writes(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(export_schema, "SCHEMA_FILE", tmp_path / "schema.graphql")

    with pytest.raises(CommandError, match=r"run manage\.py export_schema"):
        call_command("export_schema", "--check")
    call_command("export_schema")
    call_command("export_schema", "--check")

    assert (tmp_path / "schema.graphql").read_text(encoding="utf-8") == SCHEMA_FILE.read_text(encoding="utf-8")


def test_every_type_field_and_argument_is_described():
    undescribed = []
    for name, kind in schema.graphql_schema.type_map.items():
        if name.startswith("__") or graphql.is_specified_scalar_type(kind):
            continue
        undescribed += [name] if not kind.description else []
        for field_name, field in getattr(kind, "fields", {}).items():
            undescribed += [f"{name}.{field_name}"] if not field.description else []
            for argument_name, argument in getattr(field, "args", {}).items():
                undescribed += [f"{name}.{field_name}({argument_name})"] if not argument.description else []

    assert undescribed == []


def test_every_stored_operation_is_in_the_readme_with_whom_it_is_for():
    files = {path.stem: path.read_text(encoding="utf-8") for path in (FOLDER / "operations").glob("*.graphql")}

    for name, text in files.items():
        assert (
            f"| [`{name}`](operations/{name}.graphql) | for {text.splitlines()[0].removeprefix('# For ')} |" in README
        )


@pytest.mark.django_db
def test_the_schema_is_served_as_text(client):
    response = client.get("/graphql/schema.graphql")

    assert response["Content-Type"] == "application/graphql; charset=utf-8"
    assert response.content == SCHEMA_FILE.read_bytes()
    again = client.get("/graphql/schema.graphql", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_strangers_may_not_introspect_nor_explore_unless_the_settings_say_so(client):
    response = client.post("/graphql", {"query": "{ __schema { types { name } } }"}, content_type="application/json")

    assert response.json()["errors"][0]["extensions"] == {"code": "INTROSPECTION_DISABLED"}
    assert client.get("/graphql/explorer").status_code == 404
