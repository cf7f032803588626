"""What a project shows beside its answer: its journey part by part, its phase and period in words, its indicators.

Called by ``home.website.kinds``; computes from the answer of the operation ``ProjectDetail``. Lists show phase and
period too (``home/lists/projects.html``).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from api.in_process import Answers
from home.website.dates import DASH, NBSP
from home.website.figures import Shown, shown
from home.website.list_kinds import PHASES
from home.website.visit import Visit

SHORTEST_WORD = 3  # characters of a unit that is a sign: %, km², h

Page = dict[str, Any]


@dataclass(frozen=True)
class Measure:
    """An indicator: its newest value as a figure, and all its values for the table."""

    indicator: Page
    anchor: str
    figure: Shown
    rows: list[Page]

    @property
    def has_notes(self) -> bool:
        return any(row["note"] for row in self.rows)


def project_context(_visit: Visit, _answers: Answers, page: Page) -> dict[str, Any]:
    """The context of ``home/pages/project.html``."""
    found = measures(page["indicators"])
    return {
        "parts": [one for one in parts(page) if one["text"]["html"]],
        "measures": found,
        "figures": [one.figure for one in found],
        "partners": [one for one in page["partners"] if one["organisation"]],
        "outputs": page["outputs"],
        "index": page["ancestors"][-1]["url"] if page["ancestors"] else "",
    }


def parts(page: Page) -> list[Page]:
    """The journey from conception to delivery, each part with its anchor, title and rich text."""
    return [
        {"anchor": "section-context", "title": gettext("Context"), "text": page["context"]},
        {"anchor": "section-purpose", "title": gettext("Purpose"), "text": page["purpose"]},
        {"anchor": "section-challenges", "title": gettext("Challenges"), "text": page["challenges"]},
        {"anchor": "section-developments", "title": gettext("Developments"), "text": page["developments"]},
        {"anchor": "section-results", "title": gettext("Results"), "text": page["results"]},
        {"anchor": "section-impact", "title": gettext("Expected impact"), "text": page["expectedImpact"]},
        {"anchor": "section-lessons", "title": gettext("Lessons"), "text": page["lessons"]},
    ]


def phase_name(phase: str | None) -> str:
    """How far a project is, in words; "" where that is not known."""
    return str(PHASES.get(phase or "", ""))


def period(page: Page) -> str:
    """When it took place: “2020”, from when to when, “since 2019” or “until 2021”; "" where that is not known."""
    first, last = page["startYear"], page["endYear"]
    if first and last:
        return str(first) if first == last else f"{first}{DASH}{last}"
    if first:
        # What is over, or has not begun, does not go on since then: the year alone is what is known.
        words = "%(year)s" if page["phase"] in ("COMPLETED", "PLANNED") else gettext("since %(year)s")
        return words % {"year": first}
    return gettext("until %(year)s") % {"year": last} if last else ""


def measures(indicators: list[Page]) -> list[Measure]:
    """The indicators that have a value. Squares are drawn where all of them count things."""
    known = [one for one in indicators if one["values"]]
    figures = [_figure(one) for one in known]
    return [
        Measure(one, f"indicator-{number}", figure, [_row(value) for value in one["values"]])
        for number, (one, figure) in enumerate(zip(known, shown(figures), strict=True), start=1)
    ]


def _figure(indicator: Page) -> Page:
    """The newest value as figures of a body are; a unit in words would not fit beside large numbers."""
    newest, unit = indicator["values"][-1], indicator["unit"]
    shown_unit = unit if len(unit) <= SHORTEST_WORD else ""
    return {"value": _words(newest), "unit": shown_unit, "caption": capfirst(indicator["name"])}


def _row(value: Page) -> Page:
    return {"when": value["date"] or "", "year": value["year"], "value": _words(value), "note": value["note"]}


def _words(value: Page) -> str:
    """A number with its thousands apart: “about 7,000”."""
    number = f"{Decimal(value['value']):,f}"
    if (get_language() or "").startswith("pt"):
        number = number.translate({ord(","): NBSP, ord("."): ","})
    return gettext("about %(number)s") % {"number": number} if value["isApproximate"] else number
