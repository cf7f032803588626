"""Makes GraphQL object types of what models and blocks declare. Called by ``api.schema``.

The catalogue is the one reader of the declarations, so the types say what the projection writes. Grapple's own types
are not used: their nullability and resolvers are not to be relied on, and every page would show all of its columns.
"""

import re
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    GraphQLString,
    GraphQLUnionType,
)
from wagtail import blocks

from api.projection.compiler import READER
from api.projection.readers import Inline, Inlines, Part, Plain, Reader, Reference, References
from api.projection.site_readers import InLanguage, Label, TranslatedReference
from api.projection.text_readers import Html
from api.types.enums import LOCALE, choice_enum, choice_name
from api.types.scalars import DATE, DATE_TIME, DECIMAL
from published.catalogue import DeclaredField, Kind, ScalarKind, camel_case, declared_fields, entry_models, type_name

Fields = dict[str, GraphQLField]

PART_ID = "Unique: begins with the id of what it stands in. Stable as long as editors keep this part."

SCALARS: dict[ScalarKind, GraphQLScalarType] = {
    ScalarKind.STRING: GraphQLString,
    ScalarKind.INTEGER: GraphQLInt,
    ScalarKind.FLOAT: GraphQLFloat,
    ScalarKind.BOOLEAN: GraphQLBoolean,
    ScalarKind.DATETIME: DATE_TIME,
    ScalarKind.DATE: DATE,
    ScalarKind.DECIMAL: DECIMAL,
}


def read_by(
    reader: Reader,
    kind: GraphQLOutputType,
    description: str | None,
    *,
    deprecation_reason: str | None = None,
    **args: Any,
) -> GraphQLField:
    """A field with its reader, which serves both the projection and graphql-core's executor."""
    return GraphQLField(
        kind,
        args=args.get("args"),
        resolve=reader.resolve,
        description=description,
        deprecation_reason=deprecation_reason,
        extensions={READER: reader},
    )


class DeclaredTypes:
    """The types made of declarations, each made once and under one name."""

    def __init__(self, *, page: GraphQLInterfaceType) -> None:
        self.page = page
        self.entries: dict[str, GraphQLObjectType] = {}
        self._inline: dict[str, tuple[type, GraphQLObjectType]] = {}
        self._unions: dict[str, tuple[set[str], GraphQLUnionType]] = {}
        self._enums: dict[str, tuple[list[str], GraphQLEnumType]] = {}
        self.rich_text = GraphQLObjectType(
            "RichText",
            {
                "html": read_by(
                    Html(),
                    GraphQLNonNull(GraphQLString),
                    "Clean HTML. Links lead to where pages and documents are now; one to something that is no longer"
                    " public keeps its words without an address.",
                ),
                "text": read_by(
                    Plain(Part.INLINE, "text"), GraphQLNonNull(GraphQLString), "The words alone, without markup."
                ),
            },
            description="Text with paragraphs, lists, links and emphasis.",
        )

    def fields(self, owner: type, *, inline: bool = False) -> Fields:
        """The declared fields of a model or block; texts that stand once per language become one field.

        What has words in every language stands for all of them: its pages are given in the language it is read in.
        """
        declared = declared_fields(owner)
        texts = _texts_by_language(declared)
        translated = {field.name for fields in texts.values() for field in fields.values()}
        part = Part.INLINE if inline else Part.CARD
        made: Fields = {}
        for field in declared:
            if field.name in translated:
                name = field.name.rpartition("_")[0]
                made.setdefault(camel_case(name), _in_language(texts[name], part, declared))
            elif texts and field.kind is Kind.PAGE and not field.is_list:
                reader = TranslatedReference(part, field.graphql_name)
                made[field.graphql_name] = read_by(
                    reader,
                    self.field(field).type,
                    "The page it leads to, in the language in which it was reached where there is a translation; null"
                    " if it leads elsewhere or the page is not public.",
                    deprecation_reason=field.deprecation_reason,
                )
            else:
                made[field.graphql_name] = self.field(field, inline=inline)
        return made

    def field(self, field: DeclaredField, *, inline: bool = False) -> GraphQLField:
        """One declared field: its type as declared, its reader by where the value is kept."""
        part = Part.INLINE if inline else Part.BODY if field.is_long else Part.CARD
        kind, reader = self._kind_and_reader(field, part)
        if field.is_list:
            # A reference to something that is not public is left out of a list, so items are never null.
            kind = GraphQLList(GraphQLNonNull(kind))
        never_null = field.is_list or (field.required and not field.is_reference)
        return read_by(
            reader,
            # What is deprecated stays as it was promised: null where there was none would break clients at once.
            cast(GraphQLOutputType, GraphQLNonNull(kind) if never_null else kind),
            field.description,
            deprecation_reason=field.deprecation_reason,
        )

    def _kind_and_reader(self, field: DeclaredField, part: Part) -> tuple[Any, Reader]:
        name = field.graphql_name
        if field.kind is Kind.SCALAR:
            assert field.scalar is not None
            scalar = self.enum(field) if field.scalar is ScalarKind.CHOICE else SCALARS[field.scalar]
            default: list[Any] | None = [] if field.is_list else None
            return scalar, Plain(part, name, default, as_float=field.scalar is ScalarKind.FLOAT and not field.is_list)
        if field.kind is Kind.RICH_TEXT:
            made = Inlines if field.is_list else Inline
            return self.rich_text, made(part, name, "RichText")
        if field.kind is Kind.STREAM:
            return self.stream(field), Inlines(part, name) if field.is_list else Inline(part, name)
        if field.kind is Kind.INLINE:
            assert field.target is not None
            return self.inline(field.target), Inlines(part, name) if field.is_list else Inline(part, name)
        kind = self.page if field.target is None else self.entries[type_name(field.target)]
        return kind, References(part, name) if field.is_list else Reference(part, name)

    def enum(self, field: DeclaredField) -> GraphQLEnumType:
        """The enumeration of a choice field."""
        made = choice_enum(field)
        values, known = self._enums.setdefault(choice_name(field), (sorted(made.values), made))
        if values != sorted(made.values):
            raise ImproperlyConfigured(f"Two different choice fields would be the GraphQL type {made.name}.")
        return known

    def inline(self, owner: type) -> GraphQLObjectType:
        """The type of a part of a document: an orderable child or a block."""
        name = type_name(owner)
        if name not in self._inline:
            if not declared_fields(owner):
                raise ImproperlyConfigured(f"{owner!r} declares no graphql_fields, but a public field leads to it.")
            made = GraphQLObjectType(name, self._inline_fields(owner), description=description_of(owner))
            self._inline[name] = (owner, made)
        known_owner, made = self._inline[name]
        if known_owner is not owner or name in entry_models():
            raise ImproperlyConfigured(f"Two classes would be the GraphQL type {name}: {known_owner!r}, {owner!r}.")
        return made

    def _inline_fields(self, owner: type) -> Callable[[], Fields]:
        def fields() -> Fields:
            identity = read_by(
                Plain(Part.INLINE, "id"),
                GraphQLNonNull(GraphQLID),
                PART_ID,
            )
            return {"id": identity, **self.fields(owner, inline=True)}

        return fields

    def stream(self, field: DeclaredField) -> GraphQLUnionType | GraphQLObjectType:
        """The union of the blocks that a stream field may hold, named after its class; the block itself if one."""
        stream = _stream_block(field)
        members = [self.inline(type(child)) for child in stream.child_blocks.values()]
        if len(members) == 1:
            return members[0]
        names = {member.name for member in members}
        name = type(stream).__name__
        if type(stream) is blocks.StreamBlock:
            name = type_name(field.owner) + "".join(part.capitalize() for part in field.name.split("_")) + "Block"
        known_names, union = self._unions.setdefault(
            name,
            (
                names,
                GraphQLUnionType(
                    name,
                    list({member.name: member for member in members}.values()),
                    resolve_type=lambda source, info, kind: source.type_name,
                    description=f"One part of `{field.graphql_name}`. Ask `__typename` and the fields of the kinds that"
                    " you know; new kinds may come.",
                ),
            ),
        )
        if known_names != names:
            raise ImproperlyConfigured(f"Two different sets of blocks would be the GraphQL union {name}.")
        return union


def _texts_by_language(declared: list[DeclaredField]) -> dict[str, dict[str, DeclaredField]]:
    """The texts that are declared for every language of content, as ``notice_pt`` and ``notice_en``, by their name."""
    languages = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    by_name = {field.name: field for field in declared if field.scalar is ScalarKind.STRING and not field.is_list}
    stems = dict.fromkeys(name.rpartition("_")[0] for name in by_name)
    found: dict[str, dict[str, DeclaredField]] = {}
    for stem in stems:
        fields = {code: by_name[f"{stem}_{code}"] for code in languages if f"{stem}_{code}" in by_name}
        if stem and len(fields) == len(languages):
            found[stem] = fields
    return found


def _in_language(fields: dict[str, DeclaredField], part: Part, declared: list[DeclaredField]) -> GraphQLField:
    """One field of texts that stand once per language. The label of a link without words is its page's title."""
    first = next(iter(fields.values()))
    words = InLanguage(part, {code: field.graphql_name for code, field in fields.items()})
    reader: Reader = words
    description = re.sub(r",? in [A-Z][a-z]+(?=[,;.])", "", first.description or "")
    if first.name.startswith("label_") and any(field.name == "page" and field.kind is Kind.PAGE for field in declared):
        reader = Label(words, TranslatedReference(part, "page"))
        description = "Words of the link; where editors wrote none, the title of its page."
    return read_by(
        reader,
        GraphQLNonNull(GraphQLString),
        description,
        deprecation_reason=first.deprecation_reason,
        args={
            "locale": GraphQLArgument(
                LOCALE, description="Language of the words; default: that in which it was reached."
            )
        },
    )


def _stream_block(field: DeclaredField) -> Any:
    if issubclass(field.owner, models.Model):
        return field.django_field.stream_block
    return field.owner.base_blocks[field.source]  # type: ignore[attr-defined]


def description_of(owner: type) -> str:
    """A block says it in its Meta, a model in the first line of its docstring."""
    for holder in (getattr(owner, "_meta_class", None), owner):
        text = getattr(holder, "graphql_description", None)
        if text:
            return str(text)
    return (owner.__doc__ or type_name(owner)).strip().splitlines()[0].replace("``", "`")
