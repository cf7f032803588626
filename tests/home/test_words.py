"""The Portuguese catalogues say everything that the source says in English."""

import ast
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(ROOT.glob("locale/pt/LC_MESSAGES/*.po"))
ROOMS = ("cms", "home", "api", "search", "published", "content")
MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|</?\w+")


def words_of(path: Path) -> set[str]:
    """Every text that a module marks for translation."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    marked = (call.args[0] for call in calls if call.args and getattr(call.func, "id", "") in MARKERS)
    return {word.value for word in marked if isinstance(word, ast.Constant) and isinstance(word.value, str)}


@pytest.mark.parametrize("room", ROOMS)
def test_every_word_of_ours_is_in_the_portuguese_catalogue(room):
    known = {entry.msgid for entry in polib.pofile(str(ROOT / "locale/pt/LC_MESSAGES/django.po"))}
    modules = [path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]

    assert {word for path in modules for word in words_of(path)} - known == set()


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.name)
def test_nothing_in_a_catalogue_is_left_in_english_or_doubtful(catalogue):
    entries = polib.pofile(str(catalogue))

    assert [entry.msgid for entry in entries if entry.fuzzy or not entry.translated()] == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.name)
def test_a_translation_keeps_the_places_of_its_values(catalogue):
    entries = [entry for entry in polib.pofile(str(catalogue)) if not entry.msgid_plural]
    changed = [
        entry.msgid
        for entry in entries
        if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
    ]

    assert changed == []
