import pytest
from wagtail.blocks import StructBlockValidationError

from content.blocks.table import TableBlock


def value(*, caption="Participação", headings=("Grupo", "Pessoas"), rows=(("Jovens", "1 520"),), **fields):
    return TableBlock().to_python(
        {
            "table": {
                "caption": caption,
                "columns": [
                    {"type": kind, "heading": heading}
                    for kind, heading in zip(("text", "number"), headings, strict=True)
                ],
                "rows": [{"values": list(row)} for row in rows],
            },
            "header_column": False,
            "source": "",
            **fields,
        }
    )


def problem_codes(block_value) -> list[str]:
    try:
        TableBlock().clean(block_value)
    except StructBlockValidationError as error:
        table_error = error.block_errors["table"]
        return [problem.code for problem in table_error.non_block_errors.as_data()]
    return []


def test_the_public_form_is_caption_headings_and_rows_of_cells():
    table = value(rows=[("Jovens", "1 520"), ("Formação", None)])

    assert table.caption == "Participação"
    assert table.header_row == ["Grupo", "Pessoas"]
    assert [(type(row.block).__name__, list(row["cells"])) for row in table.rows] == [
        ("TableRowBlock", ["Jovens", "1 520"]),
        ("TableRowBlock", ["Formação", ""]),
    ]


def test_a_complete_table_is_accepted():
    assert problem_codes(value()) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"caption": "  "}, "no_caption"),
        ({"headings": ("Grupo", "")}, "no_heading"),
        ({"rows": []}, "empty_table"),
    ],
)
def test_an_incomplete_table_is_refused(fields, code):
    assert problem_codes(value(**fields)) == [code]


def test_a_draft_may_hold_an_incomplete_table():
    block = TableBlock()
    block.defer_required_validation()
    try:
        assert block.clean(value(caption=""))["table"].caption == ""
    finally:
        block.restore_deferred_validation()


@pytest.mark.parametrize("cell", ["1 520", "-3", "12,5 %", "12.5%", "7000 €", ""])
def test_numbers_as_printed_are_numbers(cell):
    assert TableBlock().clean(value(rows=[("Jovens", cell)])).rows[0]["cells"][1] == cell


def test_words_are_no_number():
    with pytest.raises(StructBlockValidationError) as caught:
        TableBlock().clean(value(rows=[("Jovens", "muitos")]))

    assert list(caught.value.block_errors["table"].cell_errors[0]) == [1]
