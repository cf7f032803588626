import re
from pathlib import Path

import pytest

from home.design import tokens as design

OWN_STYLE = 30_000  # bytes, as written
THEME = """
@theme {
  --color-*: initial;
  /* --color-old: #000; */
  --color-ink: #021c51;
  --color-focus: #f408fc;
  --spacing-8: 8px;
  --shadow: 0px 0px 16px 0px
    rgba(0, 0, 0, 0.32);
}
"""


def names(css):
    return re.findall(r"^\s*(--[a-z0-9-]+):", css, re.MULTILINE)


def test_the_committed_tokens_are_exactly_the_names_that_the_style_sheet_uses():
    committed = names(design.TOKENS.read_text())

    assert len(committed) == len(set(committed))
    assert set(committed) == design.needed(design.SITE.read_text(), design.REPAIRS.read_text())


def test_the_committed_tokens_name_the_pinned_version_and_the_licence():
    head = design.TOKENS.read_text().split(":root")[0]

    assert "@ama-pt/agora-design-system 4.0.1 (MIT" in head


def test_only_the_names_in_use_are_taken_and_repairs_win():
    site = "a { color: var(--color-ink); box-shadow: var(--shadow); --own: 1; margin: var(--own); }"

    written = design.tokens(THEME, site=site, repairs="  --color-focus: var(--color-ink);\n", version="1.2.3")

    assert names(written) == ["--color-ink", "--shadow", "--color-focus"]
    assert "  --shadow: 0px 0px 16px 0px rgba(0, 0, 0, 0.32);\n" in written
    assert "--color-focus: var(--color-ink);" in written


def test_a_name_that_is_defined_nowhere_is_refused():
    with pytest.raises(LookupError, match="--color-pink"):
        design.tokens(THEME, site="a { color: var(--color-pink); }", repairs="", version="1.2.3")


def test_our_own_style_stays_small():
    written = [path for path in design.STATIC.rglob("*.css") if path != design.TOKENS]

    assert sum(path.stat().st_size for path in written) <= OWN_STYLE


def test_the_style_asks_no_third_party_and_every_file_it_names_exists():
    for sheet in design.STATIC.rglob("*.css"):
        for address in re.findall(r"url\(['\"]?([^)'\"]+)", sheet.read_text()):
            assert (sheet.parent / address).is_file(), address


def test_the_letters_come_with_their_licence():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (design.FONTS / "OFL.txt").read_text()
    assert {path.name for path in Path(design.FONTS).glob("*.woff2")} == set(design.FONT_FILES)
