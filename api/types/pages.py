"""What every page has: the columns of its entry, its relatives in the tree, and the fields that all pages share."""

from functools import partial
from typing import Any, cast

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLID,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
    get_nullable_type,
)
from wagtail.models import Page

from api.projection.compiler import READER
from api.projection.page_readers import Ancestors, Children, Parent, Translations, Url
from api.projection.readers import Column, EntryLocale, Nothing
from api.types.connections import Connections, window_arguments
from api.types.declared import DeclaredTypes, Fields, description_of, read_by
from api.types.enums import LOCALE, type_enum
from api.types.translations import translation_field
from published.catalogue import base_page_fields, declared_fields, entry_models

NODE = GraphQLInterfaceType(
    "Node",
    lambda: {
        "id": read_by(Column("key"), GraphQLNonNull(GraphQLID), "Type and number: `NewsPage:123`; never changes.")
    },
    resolve_type=lambda source, info, kind: source.type_name,
    description="Anything published that has an identity of its own.",
)


def page_models() -> dict[str, type[Page]]:
    """The page types by name."""
    return {name: model for name, model in entry_models().items() if issubclass(model, Page)}


PAGE_TYPE = type_enum(
    "PageType", {name: description_of(model) for name, model in page_models().items()}, "The types of pages."
)


class PageTypes:
    """The interface of all pages and the fields that it promises."""

    def __init__(self) -> None:
        self.interface = GraphQLInterfaceType(
            "PageInterface",
            self._interface_fields,
            interfaces=[NODE],
            resolve_type=lambda source, info, kind: source.type_name,
            description="Any page, whatever its type.",
        )
        self.objects: dict[str, GraphQLObjectType] = {}
        self.connections: Connections | None = None
        self._translation = translation_field(lambda: self.interface)

    def make(self, declared: DeclaredTypes, connections: Connections) -> None:
        """Makes the object type of each page model."""
        self.connections = connections
        for name, model in page_models().items():
            self.objects[name] = declared.entries[name] = GraphQLObjectType(
                name,
                partial(self._fields, model, declared),
                interfaces=[NODE, self.interface],
                description=description_of(model),
            )

    def _fields(self, model: type[Page], declared: DeclaredTypes) -> Fields:
        base = {field.graphql_name: declared.field(field) for field in base_page_fields(cast(Any, model))}
        own = declared.fields(model)
        missing = {name: field for name, field in self._shared(declared).items() if name not in own}
        return {**NODE.fields, **base, **self._derived(), **own, **missing}

    def _derived(self) -> Fields:
        assert self.connections is not None
        page, connections = self.interface, self.connections
        pages = GraphQLNonNull(GraphQLList(GraphQLNonNull(page)))
        return {
            "path": read_by(
                Column("path"), GraphQLString, "Path on its site, with the prefix of its language: `/pt/noticias/`."
            ),
            "url": read_by(Url(), GraphQLString, "Full public address."),
            "locale": read_by(EntryLocale(), GraphQLNonNull(LOCALE), "Language of its words."),
            "translations": read_by(
                Translations(), pages, "The same page in other languages, by language; at most one for each."
            ),
            "translation": self._translation,
            "parent": read_by(Parent(), page, "The page above; null for a home page."),
            "ancestors": read_by(Ancestors(), pages, "The pages above, from the home page down."),
            "children": read_by(
                Children(tuple(page_models()), connections.facet_kinds(page_models()), "PageConnection"),
                GraphQLNonNull(connections.of("Page", page)),
                "The pages one level below, in the order in which editors arranged them.",
                args={
                    "types": GraphQLArgument(
                        GraphQLList(GraphQLNonNull(PAGE_TYPE)), description="Only pages of these types; default: all."
                    ),
                    **window_arguments(),
                },
            ),
        }

    def _shared(self, declared: DeclaredTypes) -> Fields:
        """Fields of the contract that some page types declare; the others have them too, empty."""
        shared: Fields = {}
        for model in page_models().values():
            for field in declared_fields(model):
                if field.graphql_name in EVERY_PAGE and field.graphql_name not in shared:
                    made = declared.field(field)
                    kind: Any = made.type
                    kind = kind if field.is_list else get_nullable_type(kind)
                    shared[field.graphql_name] = read_by(
                        Nothing(field.is_list),
                        kind,
                        NONE_HERE,
                        deprecation_reason=field.deprecation_reason,
                    )
        return shared

    def _interface_fields(self) -> Fields:
        """What all page types have, under the loosest of their types: null where one of them may be null."""
        objects = list(self.objects.values())
        fields: Fields = {}
        for name, first in objects[0].fields.items():
            kinds: list[Any] = [kind.fields[name].type for kind in objects if name in kind.fields]
            if len(kinds) < len(objects):
                continue
            if len({str(kind) for kind in kinds}) > 1:
                kinds = [get_nullable_type(kind) for kind in kinds]
            if len({str(kind) for kind in kinds}) == 1:
                fields[name] = GraphQLField(
                    kinds[0],
                    args=first.args,
                    description=_shared_description(name, objects),
                    deprecation_reason=_shared_deprecation(name, objects),
                    extensions=first.extensions,
                )
        return fields


# What the contract promises of every page besides its columns and relatives.
NONE_HERE = "Pages of this type have none; here so that every page can be asked for it."
EVERY_PAGE = ("summary", "image", "topics", "lastSignificantChange", "changeNotes", "body")


def _shared_description(name: str, objects: list[GraphQLObjectType]) -> str | None:
    if name == "body":
        return "The content, block by block."
    told = [str(kind.fields[name].description) for kind in objects]
    return next((text for text in told if text != NONE_HERE), told[0])


def _shared_deprecation(name: str, objects: list[GraphQLObjectType]) -> str | None:
    """A field of every page is deprecated where all types say so with the same words."""
    reasons = {kind.fields[name].deprecation_reason for kind in objects}
    return next(iter(reasons)) if len(reasons) == 1 else None


def readers_of(kind: GraphQLObjectType | GraphQLInterfaceType) -> dict[str, Any]:
    """The readers of a type's fields, by name."""
    return {name: field.extensions.get(READER) for name, field in kind.fields.items()}
