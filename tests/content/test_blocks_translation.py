"""What translators are asked for in each block, and that their words come back to where they belong."""

import pytest
from wagtail.models import Locale
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from content.blocks.body import BodyBlock
from content.blocks.fields import BodyField

pytestmark = pytest.mark.django_db

TABLE = {
    "table": {
        "caption": "Participação",
        "columns": [{"type": "text", "heading": "Grupo"}, {"type": "number", "heading": "Pessoas"}],
        "rows": [{"values": ["Jovens", "1 520"]}, {"values": ["", "25"]}],
    },
    "header_column": True,
    "source": "",
}


def item(value: object) -> dict:
    return {"type": "item", "id": "i1", "value": value}


def body_of(kind: str, value: dict):
    return BodyBlock().to_python([{"type": kind, "value": value, "id": "b1"}])


def asked(body) -> dict[str, str]:
    segments = StreamFieldSegmentExtractor(BodyField()).handle_stream_block(body)
    found = [segment for segment in segments if isinstance(segment, StringSegmentValue)]
    return {segment.path: segment.render_text() for segment in found if segment.render_text()}


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("heading", {"text": "Como pedir", "level": 2, "anchor": "como-pedir"}, {"b1.text": "Como pedir"}),
        ("code", {"language": "sql", "code": "SELECT 1"}, {}),
        ("quote", {"text": "Palavras"}, {"b1.text": "Palavras"}),
        (
            "table",
            TABLE,
            {
                "b1.table.caption": "Participação",
                "b1.table.column.0": "Grupo",
                "b1.table.column.1": "Pessoas",
                "b1.table.cell.0.0": "Jovens",
            },
        ),
        (
            "steps",
            {"title": "Passos", "steps": [item({"title": "Venha"})]},
            {"b1.title": "Passos", "b1.steps.i1.title": "Venha"},
        ),
        ("video", {"title": "Vídeo", "url": "https://youtu.be/aqz-KE-bpKQ"}, {"b1.title": "Vídeo"}),
        ("call_to_action", {"action": "Peça", "url": "https://example.org/"}, {"b1.action": "Peça"}),
        (
            "figures",
            {"figures": [item({"value": "7 000", "caption": "pessoas", "source": "Exemplo"})]},
            {
                "b1.figures.i1.value": "7 000",
                "b1.figures.i1.caption": "pessoas",
                "b1.figures.i1.source": "Exemplo",
            },
        ),
    ],
)
def test_translators_are_asked_for_words_and_nothing_else(kind, value, expected):
    assert asked(body_of(kind, value)) == expected


OBLIGATORY = {
    "heading": {"text": "x"},
    "quote": {"text": "x"},
    "video": {"title": "x"},
    "call_to_action": {"action": "x"},
}


@pytest.mark.parametrize("kind", sorted(BodyBlock().child_blocks))
def test_a_block_stored_before_an_optional_field_was_added_can_be_translated(kind):
    value = OBLIGATORY.get(kind, {})

    assert asked(body_of(kind, value)) == {f"b1.{name}": words for name, words in value.items()}


def test_a_translated_table_keeps_its_numbers_and_its_shape():
    body = body_of("table", TABLE)
    translated = {"caption": "Participation", "column.0": "Group", "column.1": "People", "cell.0.0": "Young people"}
    segments = [StringSegmentValue(f"b1.table.{path}", words) for path, words in translated.items()]

    writer = StreamFieldSegmentsWriter(BodyField(), Locale(language_code="pt"), Locale(language_code="en"))
    (block,) = writer.handle_stream_block(body, segments)

    assert block.value.caption == "Participation"
    assert block.value.header_row == ["Group", "People"]
    assert [list(row["cells"]) for row in block.value.rows] == [["Young people", "1 520"], ["", "25"]]
