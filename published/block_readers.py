"""One small reader per class of block: from a StreamField's values to what the store holds of them.

Called by the field readers. Only what a block declares is written; its value is read, never rendered.
"""

from functools import singledispatch
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.embeds.blocks import EmbedBlock
from wagtail.rich_text import RichText

from published.catalogue import ScalarKind, declared_fields, type_name
from published.document import FieldError, FieldProblem
from published.field_readers import Inside, key_of, project_fields, read_scalar
from published.rich_text import project_rich_text

Problems = list[FieldProblem]


def read_stream(value: blocks.StreamValue, problems: Problems, *, inside: Inside) -> list[dict[str, Any]]:
    """Return the blocks of a stream, each with its type and its own lasting id."""
    return [_child(child.block, child.value, child.id, problems, inside=inside) for child in value]


def read_list(value: ListValue, problems: Problems, *, inside: Inside) -> list[Any]:
    """Return the items of a list block: structs with their id, plain values, keys."""
    items = []
    for child in value.bound_blocks:
        if isinstance(child.block, blocks.StructBlock):
            items.append(_child(child.block, child.value, child.id, problems, inside=inside))
        else:
            item = read_block(child.block, child.value, problems, inside=inside)
            if item is not None:
                items.append(item)
    return items


def read_struct(
    value: blocks.StructValue, problems: Problems, *, inside: Inside, identifier: str | None = None
) -> dict[str, Any]:
    """Return the declared fields of a struct, under the name of its block class."""
    block_class = type(value.block)
    fields = declared_fields(block_class)
    if not fields:
        raise FieldError(_("The block “%(name)s” declares no public fields.") % {"name": type_name(block_class)})
    head = {"__typename": type_name(block_class)}
    if identifier is not None:
        head["id"] = identifier
    return head | project_fields(fields, value, problems, inside=inside)


@singledispatch
def read_block(block: blocks.Block, value: Any, problems: Problems, *, inside: Inside) -> Any:
    """Return what the store holds of a block's value; a scalar unless the class of the block says otherwise."""
    if isinstance(value, bool | int | float | list) or value is None:
        return value
    return read_scalar(None, value)


@read_block.register
def _struct(block: blocks.StructBlock, value: Any, problems: Problems, *, inside: Inside) -> Any:
    return read_struct(value, problems, inside=inside)


@read_block.register
def _stream(block: blocks.StreamBlock, value: Any, problems: Problems, *, inside: Inside) -> Any:
    return read_stream(value, problems, inside=inside)


@read_block.register
def _list(block: blocks.ListBlock, value: Any, problems: Problems, *, inside: Inside) -> Any:
    return read_list(value, problems, inside=inside)


@read_block.register
def _chooser(block: blocks.ChooserBlock, value: Any, problems: Problems, *, inside: Inside) -> Any:
    return key_of(value)


@read_block.register
def _rich_text(block: blocks.RichTextBlock, value: Any, problems: Problems, *, inside: Inside) -> Any:
    return project_rich_text(value.source if isinstance(value, RichText) else str(value or ""))


@read_block.register
def _raw_html(block: blocks.RawHTMLBlock, value: Any, problems: Problems, *, inside: Inside) -> Any:
    return project_rich_text(str(value or ""))


@read_block.register
def _boolean(block: blocks.BooleanBlock, value: Any, problems: Problems, *, inside: Inside) -> Any:
    return bool(value)


@read_block.register
def _decimal(block: blocks.DecimalBlock, value: Any, problems: Problems, *, inside: Inside) -> Any:
    return read_scalar(ScalarKind.DECIMAL, value)


@read_block.register
def _embed(block: EmbedBlock, value: Any, problems: Problems, *, inside: Inside) -> Any:
    return value.url if value else None  # the address only: asking the provider would be a request over the network


@read_block.register
def _static(block: blocks.StaticBlock, value: Any, problems: Problems, *, inside: Inside) -> Any:
    return None


def _child(
    block: blocks.Block, value: Any, identifier: str | None, problems: Problems, *, inside: Inside
) -> dict[str, Any]:
    place = (*inside, block)
    if isinstance(block, blocks.StructBlock):
        return read_struct(value, problems, inside=place, identifier=str(identifier or ""))
    projected = read_block(block, value, problems, inside=place)
    return {"__typename": type_name(type(block)), "id": str(identifier or ""), "value": projected}
