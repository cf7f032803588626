"""The folder ``graphql/``: what it promises is what the code does."""

import re
from dataclasses import asdict
from pathlib import Path

import graphql
import pytest
from django.conf import settings

from api.errors import CODES
from api.limits import Limits

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
