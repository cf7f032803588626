"""Keeps a spreadsheet program from executing what somebody wrote. Used by every report that can be exported."""

from typing import Any

# What spreadsheet programs take for the beginning of a formula, also in its full width. See OWASP, "CSV Injection".
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class HarmlessCells:
    """Beside Wagtail's ``ReportView``: words in a CSV file stay words. XLSX files mark them."""

    FORMAT_CSV: str

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        shown = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        if export_format == self.FORMAT_CSV and isinstance(shown, str) and shown.startswith(FORMULA_BEGINNINGS):
            return f"'{shown}"
        return shown
