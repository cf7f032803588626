"""Figures of a body as the wall draws them: a square for each thing counted, and the words around the number."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

COLUMNS, SQUARE, PITCH = 10, 3, 4
MOST = 100  # squares in one drawing
FEWEST = 2

ABOUT = re.compile(r"^(cerca de|aproximadamente|about|approximately|around)\s+(?=\d)", re.IGNORECASE)
_WHOLE = re.compile(r"^\d{1,3}(?:[\s.,]\d{3})*$|^\d+$")


@dataclass(frozen=True)
class Shown:
    """A figure with the word before its number apart, and its squares: how many, and what each stands for."""

    figure: dict[str, Any]
    about: str
    number: str
    squares: int = 0
    worth: int = 1

    @property
    def drawing(self) -> SafeString:
        return _drawing(self.squares)


def shown(figures: list[dict[str, Any]]) -> list[Shown]:
    """The figures; with squares only where every one of several is a whole number of things."""
    all_shown = [_shown(figure) for figure in figures]
    is_chart = len(all_shown) >= FEWEST and all(one.squares for one in all_shown)
    return all_shown if is_chart else [Shown(one.figure, one.about, one.number) for one in all_shown]


def has_one_source(block: dict[str, Any]) -> bool:
    """Whether all figures of a block rest on the same source, which then is named once."""
    return len({(figure["source"], figure.get("sourceUrl")) for figure in block["figures"]}) <= 1


def has_dates(block: dict[str, Any]) -> bool:
    return any(figure.get("date") for figure in block["figures"])


def legend(figures: list[Shown]) -> str:
    """What one square stands for."""
    ones = [one for one in figures if one.worth == 1]
    others = [
        gettext("in “%(what)s”, for %(number)s") % {"what": one.figure["caption"], "number": _number(one.worth)}
        for one in figures
        if one.worth != 1
    ]
    first = [gettext("Each square stands for one")] if ones else [gettext("Each square stands for several")]
    return "; ".join([*first, *others]) + "."


def _shown(figure: dict[str, Any]) -> Shown:
    match = ABOUT.match(figure["value"])
    about = match[1] if match else ""
    number = figure["value"][match.end() :] if match else figure["value"]
    count = int(re.sub(r"\D", "", number)) if _WHOLE.match(number) and not figure.get("unit") else 0
    worth = 1
    while count > MOST * worth:
        worth *= 10
    return Shown(figure, about, number, round(count / worth), worth)


def _drawing(squares: int) -> SafeString:
    places = (divmod(index, COLUMNS) for index in range(squares))
    path = "".join(f"M{column * PITCH} {row * PITCH}h3v3h-3z" for row, column in places)
    height = (max(squares - 1, 0) // COLUMNS + 1) * PITCH - 1
    return format_html(
        '<svg viewBox="0 0 {} {}" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        COLUMNS * PITCH - 1,
        height,
        path,
    )


def _number(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
