"""The table block: it does not accept a table without a caption or with an empty column heading."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLBoolean, GraphQLCollection, GraphQLForeignKey, GraphQLString
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock, TypedTableBlockValidationError
from wagtail_localize.segments import StringSegmentValue


@register_streamfield_block
class TableRowBlock(blocks.StructBlock):
    """One row in the public form; editors never meet it, they fill in a grid."""

    cells = blocks.ListBlock(blocks.CharBlock(required=False, default=""))

    graphql_fields = [
        GraphQLCollection(
            GraphQLString,
            "cells",
            required=True,
            item_required=True,
            description="The cells from the first column to the last; as many as `headerRow` has.",
        )
    ]

    class Meta:
        graphql_description = "One row of a table, header row not counted."


class GridBlock(TypedTableBlock):
    """The grid that editors fill in; caption and column headings are obligatory."""

    text = blocks.CharBlock(required=False, default="", label=_("Text"))
    number = blocks.RegexBlock(
        regex=r"^[-\u2212+]?[\d.,\s]+[%\u20ac]?$",
        required=False,
        default="",
        label=_("Number"),
        error_messages={"invalid": _("Enter a number as it is to be printed, for example 1 520 or 12,5 %.")},
    )

    def clean(self, value: TypedTable) -> TypedTable:
        table = super().clean(value)
        if not self.is_deferred_validation:
            problems = list(_missing_parts(table))
            if problems:
                raise TypedTableBlockValidationError(non_block_errors=problems)
        return table

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        """Return what wagtail-localize shows to translators: caption, headings and words, but no numbers."""
        return [StringSegmentValue(path, words) for path, words in _words(value) if words]

    def restore_translated_segments(self, value: TypedTable, segments: list[StringSegmentValue]) -> TypedTable:
        """Return `value` with its words replaced by their translations."""
        translated = {segment.path: segment.render_text() for segment in segments}
        columns = [
            {**column, "heading": translated.get(f"column.{number}", column["heading"])}
            for number, column in enumerate(value.columns)
        ]
        rows = [
            {"values": [translated.get(f"cell.{row}.{column}", cell) for column, cell in enumerate(cells["values"])]}
            for row, cells in enumerate(value.row_data)
        ]
        return TypedTable(columns=columns, row_data=rows, caption=translated.get("caption", value.caption))


def _words(table: TypedTable) -> Iterator[tuple[str, str]]:
    """Yield what of a table is words, with the path that leads there."""
    yield "caption", table.caption or ""
    for number, column in enumerate(table.columns):
        yield f"column.{number}", column["heading"] or ""
    for row, cells in enumerate(table.row_data):
        for number, (column, cell) in enumerate(zip(table.columns, cells["values"], strict=True)):
            if column["block"].name == "text":
                yield f"cell.{row}.{number}", cell or ""


def _missing_parts(table: TypedTable) -> list[ValidationError]:
    problems = []
    if not (table.caption or "").strip():
        problems.append(ValidationError(_("Give the table a caption."), code="no_caption"))
    if not table.columns or not table.row_data:
        problems.append(ValidationError(_("Give the table a column and a row at least."), code="empty_table"))
    if any(not (column["heading"] or "").strip() for column in table.columns):
        problems.append(ValidationError(_("Give every column a heading."), code="no_heading"))
    return problems


class TableValue(blocks.StructValue):
    @property
    def caption(self) -> str:
        return str(self["table"].caption or "")

    @property
    def header_row(self) -> list[str]:
        return [str(column["heading"] or "") for column in self["table"].columns]

    @property
    def rows(self) -> list[blocks.StructValue]:
        """Return each row as a value of `TableRowBlock`."""
        row_block = TableRowBlock()
        rows: list[list[Any]] = [row["values"] for row in self["table"].row_data]
        return [row_block.normalize({"cells": ["" if cell is None else str(cell) for cell in row]}) for row in rows]


@register_streamfield_block
class TableBlock(blocks.StructBlock):
    table = GridBlock(label=_("Table"))
    header_column = blocks.BooleanBlock(
        required=False,
        label=_("The first column holds headings"),
        help_text=_("Tick this if the first cell of each row says what the row is about."),
    )
    source = blocks.CharBlock(
        required=False, default="", max_length=255, label=_("Source"), help_text=_("Where it comes from.")
    )

    graphql_fields = [
        GraphQLString("caption", description="What the table shows. Always there."),
        GraphQLCollection(
            GraphQLString,
            "header_row",
            required=True,
            item_required=True,
            description="The headings of the columns from first to last.",
        ),
        GraphQLBoolean("header_column", required=True, description="Whether the first cell of each row is a heading."),
        GraphQLCollection(
            GraphQLForeignKey,
            "rows",
            TableRowBlock,
            required=True,
            item_required=True,
            description="The rows from top to bottom, without the headings.",
        ),
        GraphQLString("source", description="Where the figures or statements come from."),
    ]

    class Meta:
        value_class = TableValue
        icon = "table"
        group = _("Facts")
        label = _("Table")
        description = _("Figures or statements in rows and columns, with a caption and headings.")
        graphql_description = "A table with its caption and headings."
        preview_value = {
            "table": {
                "caption": "Participação, 2020 (exemplo)",
                "columns": [{"type": "text", "heading": "Grupo"}, {"type": "number", "heading": "Pessoas"}],
                "rows": [{"values": ["Jovens", "1 520"]}, {"values": ["Formação", "25"]}],
            },
            "header_column": True,
            "source": "Exemplo",
        }
