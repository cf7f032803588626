"""The body as a whole: its names, its public types, its migrations, the order of its headings."""

import pytest
from django.db.migrations.writer import MigrationWriter
from django.utils import translation
from grapple.helpers import streamfield_types
from wagtail.admin.telepath import JSContext
from wagtail.blocks import ListBlock, StreamBlock, StreamBlockValidationError, StructBlock

from content.blocks.body import BodyBlock
from content.blocks.fields import BodyField

NAMES = {
    "heading": "HeadingBlock",
    "text": "ParagraphsBlock",
    "image": "ImageCaptionBlock",
    "gallery": "GalleryBlock",
    "video": "VideoEmbedBlock",
    "quote": "QuoteBlock",
    "steps": "StepsBlock",
    "accordion": "AccordionBlock",
    "table": "TableBlock",
    "figures": "FiguresBlock",
    "call_to_action": "CallToActionBlock",
    "downloads": "DownloadsBlock",
    "related_pages": "RelatedPagesBlock",
    "code": "CodeBlock",
}


def declared(block) -> dict:
    """The declarations of a block by name, read like grapple reads them."""
    fields = {}
    for declaration in block.graphql_fields:
        field = declaration()
        field = field[0] if isinstance(field, tuple) else field
        field = field() if callable(field) else field
        fields[field.field_name] = field
    return fields


def nested_structs(block) -> list[StructBlock]:
    found = []
    for child in getattr(block, "child_blocks", {}).values():
        child = child.child_block if isinstance(child, ListBlock) else child
        if isinstance(child, StructBlock):
            found += [child, *nested_structs(child)]
    return found


def body_of(*children) -> object:
    return BodyBlock().to_python([{"type": kind, "value": value} for kind, value in children])


def heading(text="Título", level=2, anchor="") -> tuple[str, dict]:
    return "heading", {"text": text, "level": level, "anchor": anchor}


def text(html) -> tuple[str, dict]:
    return "text", {"text": html}


def test_the_body_knows_fourteen_blocks():
    assert {name: type(block).__name__ for name, block in BodyBlock().child_blocks.items()} == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_block_and_every_struct_inside_it_is_a_public_type(name):
    block = BodyBlock().child_blocks[name]
    registered = {entry["cls"] for entry in streamfield_types}

    for struct in [block, *nested_structs(block)]:
        assert type(struct) in registered
        assert struct.meta.graphql_description
        assert declared(struct)


@pytest.mark.parametrize("name", NAMES)
def test_every_public_field_of_a_block_is_a_child_or_a_property_of_its_value(name):
    block = BodyBlock().child_blocks[name]

    for struct in [block, *nested_structs(block)]:
        for field in declared(struct).values():
            source = field.field_source
            assert source in struct.child_blocks or isinstance(getattr(struct.meta.value_class, source), property)


@pytest.mark.parametrize("name", NAMES)
def test_every_block_tells_editors_what_it_is(name):
    block = BodyBlock().child_blocks[name]

    assert block.get_description()
    assert block.meta.group
    assert block.meta.icon != StreamBlock().meta.icon


def test_migrations_never_contain_blocks():
    written, _imports = MigrationWriter.serialize(BodyField(blank=True, verbose_name="body"))

    assert written == "content.blocks.fields.BodyField(blank=True, verbose_name='body')"


def test_a_required_body_may_not_be_empty_and_another_may():
    with pytest.raises(StreamBlockValidationError):
        BodyField().stream_block.clean(body_of())
    assert len(BodyField(blank=True).stream_block.clean(body_of())) == 0


@pytest.mark.parametrize(
    "children",
    [
        [heading(level=2), heading(level=3), heading(level=4), heading(level=2)],
        [heading(level=2), text("<h3>Parte</h3><p>Palavras</p>"), heading(level=4)],
        [text("<h2>Secção</h2><h3>Parte</h3>"), heading(level=2)],
        [text("<p>Sem título</p>"), heading(level=2)],
    ],
)
def test_headings_in_order_are_accepted(children):
    assert len(BodyBlock().clean(body_of(*children))) == len(children)


@pytest.mark.parametrize(
    ("children", "index", "field", "message"),
    [
        ([heading(level=3)], 0, "level", "A heading of level 3 follows one of level 1: do not skip a level."),
        (
            [heading(level=2), heading(level=4)],
            1,
            "level",
            "A heading of level 4 follows one of level 2: do not skip a level.",
        ),
        (
            [heading(level=2), text("<p>a</p><h4>b</h4>")],
            1,
            "text",
            "A heading of level 4 follows one of level 2: do not skip a level.",
        ),
    ],
)
def test_a_skipped_heading_level_is_an_error_at_that_heading(children, index, field, message):
    with pytest.raises(StreamBlockValidationError) as caught:
        BodyBlock().clean(body_of(*children))

    assert list(caught.value.block_errors) == [index]
    problem = caught.value.block_errors[index].block_errors[field]
    assert problem.code == "skipped_level"
    with translation.override("en"):
        assert problem.messages == [message]
    with translation.override("pt-pt"):
        assert problem.messages[0].startswith("Um título de nível ")


def test_a_draft_may_skip_levels():
    block = BodyBlock()
    block.defer_required_validation()
    try:
        assert len(block.clean(body_of(heading(level=4)))) == 1
    finally:
        block.restore_deferred_validation()


def test_headings_without_an_anchor_get_one_each():
    body = BodyBlock().clean(
        body_of(
            heading("Como pedir ação?"), heading("Como pedir ação?"), heading("Outro", anchor="outro"), heading("Outro")
        )
    )

    assert [child.value["anchor"] for child in body] == ["como-pedir-acao", "como-pedir-acao-2", "outro", "outro-2"]


def test_an_anchor_given_twice_is_an_error_at_the_second():
    with pytest.raises(StreamBlockValidationError) as caught:
        BodyBlock().clean(body_of(heading("A", anchor="x"), heading("B", anchor="x")))

    assert list(caught.value.block_errors) == [1]
    assert caught.value.block_errors[1].block_errors["anchor"].code == "repeated_anchor"


@pytest.mark.parametrize("name", NAMES)
def test_the_admin_can_draw_the_form_of_every_block(name):
    packed = JSContext().pack(BodyBlock().child_blocks[name])

    assert packed["_type"]


PREVIEWED = ["heading", "text", "video", "quote", "steps", "accordion", "table", "figures", "call_to_action", "code"]


def test_blocks_made_of_words_alone_have_a_preview():
    assert [name for name in NAMES if BodyBlock().child_blocks[name].is_previewable] == PREVIEWED


@pytest.mark.django_db
@pytest.mark.parametrize("name", PREVIEWED)
def test_the_preview_of_a_block_is_shown(name):
    block = BodyBlock().child_blocks[name]

    assert block.render(block.get_preview_value()).strip()
