"""The GraphQL schema: the root fields, composed with the types of everything that is published.

``schema.graphql_schema`` is executed by the door, printed by ``export_schema`` and read by tests.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLField,
    GraphQLID,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
)
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import TranslatableMixin

from api.execution_context import ENTRANCE
from api.preview_root import preview_field
from api.projection.files import FileAddress
from api.projection.page_readers import PageCount, TermTranslations
from api.projection.readers import EntryLocale, Part
from api.roots import List, enter_node, enter_page, enter_site, node, page, site
from api.types.changes import changes_field
from api.types.connections import Connections, Models, window_arguments
from api.types.declared import DeclaredTypes, Fields, description_of, read_by
from api.types.enums import FIRST_LANGUAGE, LOCALE
from api.types.images import image_fields
from api.types.pages import NODE, PAGE_TYPE, PageTypes, page_models
from api.types.routes import route_field
from api.types.search import SearchTypes
from api.types.site import SITE_WORDS, settings_models, site_type
from api.types.suggest import suggest_field
from published.catalogue import declared_fields, entry_models
from published.listing import Order
from search.models import Promotion

# Root field: the type it lists. A type that is not installed has no field.
PAGE_LISTS = {
    "services": "ServicePage",
    "news": "NewsPage",
    "guides": "GuidePage",
    "events": "EventPage",
    "projects": "ProjectPage",
    "labs": "LabPage",
    "courses": "CoursePage",
}
VOCABULARIES = {
    "topics": "Topic",
    "audiences": "Audience",
    "organisations": "Organisation",
    "people": "Person",
    "eventSeries": "EventSeries",
    "indicators": "Indicator",
    "sdgTargets": "SdgTarget",
}


DESCRIPTION = (
    "What is published, in Portuguese and English. Lists are connections, read page by page (`news`, `events`, …);"
    " `page` and `route` say what stands at a path; `search` and `suggest` find; `changes` tells what was published"
    " and removed since a cursor; `preview` shows a draft to who has its token. `locale` chooses the language of"
    " content."
)


@dataclass(frozen=True)
class Schema:
    """The product's schema; ``graphql_schema`` is graphql-core's.

    ``stored_fields`` gives the fields that documents of each type are read by: also of settings, which have no type.
    """

    graphql_schema: GraphQLSchema
    stored_fields: Callable[[], dict[str, Fields]]


def build_schema() -> Schema:
    """Composes the schema of everything that the installed apps declare."""
    pages = PageTypes()
    declared = DeclaredTypes(page=pages.interface)
    connections = Connections(declared)
    pages.make(declared, connections)
    for name, model in entry_models().items():
        if name not in declared.entries and name not in settings_models() and model is not Promotion:
            declared.entries[name] = GraphQLObjectType(
                name,
                _entry_fields(model, declared, connections),
                interfaces=[NODE],
                description=description_of(model),
            )
    query = GraphQLObjectType(
        "Query",
        lambda: {
            **_single_fields(pages, declared),
            **_page_fields(pages, connections, declared),
            **_vocabulary_fields(connections, declared),
            "search": SearchTypes(pages, connections).field(),
            "suggest": suggest_field(pages),
            "changes": changes_field(_words_of_nodes(declared)),
        },
        description="Everything that is published.",
    )
    entries = dict(declared.entries)

    @cache
    def stored_fields() -> dict[str, Fields]:
        settings = {name: declared.fields(model) for name, model in settings_models().items()}
        return {**{name: kind.fields for name, kind in entries.items()}, **settings}

    return Schema(GraphQLSchema(query, types=list(entries.values()), description=DESCRIPTION), stored_fields)


def _words_of_nodes(declared: DeclaredTypes) -> dict[str, str]:
    """What every type that has an id is, by name."""
    words = {name: str(kind.description) for name, kind in declared.entries.items()}
    return dict(sorted({**words, "Site": SITE_WORDS}.items()))


def _entry_fields(model: type[models.Model], declared: DeclaredTypes, connections: Connections) -> Callable[[], Fields]:
    """The fields of an entry that is no page."""

    def fields() -> Fields:
        made: Fields = {**NODE.fields, **declared.fields(model)}
        if model in (get_image_model(), get_document_model()):
            made["url"] = read_by(FileAddress(Part.CARD, "url"), made["url"].type, made["url"].description)
        if model is get_image_model():
            made |= image_fields()
        elif model is not get_document_model():
            made["pageCount"] = read_by(
                PageCount(connections.kinds_naming(model, page_models()), tuple(page_models())),
                GraphQLNonNull(GraphQLInt),
                "Number of pages that carry it, in its own language; of what has none (organisations, people), pages in"
                " the language that its list was asked in.",
            )
            if issubclass(model, TranslatableMixin):
                made["translations"] = read_by(
                    TermTranslations(),
                    GraphQLNonNull(GraphQLList(GraphQLNonNull(declared.entries[model.__name__]))),
                    "The same in the other languages.",
                )
                made["locale"] = read_by(EntryLocale(), GraphQLNonNull(LOCALE), "Its language.")
        return made

    return fields


def _single_fields(pages: PageTypes, declared: DeclaredTypes) -> Fields:
    return {
        "node": GraphQLField(
            NODE,
            args={"id": GraphQLArgument(GraphQLNonNull(GraphQLID), description="As in `NewsPage:123`.")},
            resolve=node,
            extensions={ENTRANCE: enter_node},
            description="Anything published, by its id; null where there is nothing.",
        ),
        "page": GraphQLField(
            pages.interface,
            args={
                "path": GraphQLArgument(GraphQLString, description="Its path with the prefix of its language: `/pt/`."),
                "id": GraphQLArgument(GraphQLID, description="Its id, instead of `path`."),
                "locale": GraphQLArgument(
                    LOCALE, description="Gives the translation of that page; null where there is none."
                ),
                "site": GraphQLArgument(
                    GraphQLString, description="Host name of the site of `path`; default: the host that is asked."
                ),
                "fallback": GraphQLArgument(
                    GraphQLBoolean,
                    default_value=False,
                    description="Without a translation, gives the page as it is; its `locale` tells what was served.",
                ),
            },
            resolve=page,
            extensions={ENTRANCE: enter_page},
            description="A page by its path or id; null where there is none.",
        ),
        "preview": preview_field(pages.interface),
        "route": route_field(pages.interface, pages.objects.values()),
        "site": GraphQLField(
            GraphQLNonNull(site_type(declared)),
            args={
                "hostname": GraphQLArgument(
                    GraphQLString,
                    description="Default: the host that is asked; one without a site has the default site.",
                ),
                "locale": GraphQLArgument(LOCALE, description=f"Language of its pages and words; {FIRST_LANGUAGE}."),
            },
            resolve=site,
            extensions={ENTRANCE: enter_site},
            description="A site: navigation, footer, social accounts, notice, languages.",
        ),
    }


def _page_fields(pages: PageTypes, connections: Connections, declared: DeclaredTypes) -> Fields:
    every = page_models()
    fields = {
        "pages": _list_field(
            "Page",
            every,
            connections,
            node=pages.interface,
            description="Pages of all types.",
            order=Order.NEWEST,
            arguments={
                "types": GraphQLArgument(
                    GraphQLList(GraphQLNonNull(PAGE_TYPE)), description="Only pages of these types; default: all."
                ),
                "parent": GraphQLArgument(
                    GraphQLID, description="Only the pages one level below this page; they are in its language."
                ),
            },
        )
    }
    for name, type_name in PAGE_LISTS.items():
        if type_name in every:
            model = every[type_name]
            order = Order.EARLIEST if getattr(model, "published_starts", None) else Order.NEWEST
            fields[name] = _list_field(
                type_name,
                {type_name: model},
                connections,
                node=declared.entries[type_name],
                description=f"Pages of the type `{type_name}`. {description_of(model)}",
                order=order,
            )
    return fields


def _vocabulary_fields(connections: Connections, declared: DeclaredTypes) -> Fields:
    return {
        name: _list_field(
            type_name,
            {type_name: entry_models()[type_name]},
            connections,
            node=declared.entries[type_name],
            description=f"The entries of the type `{type_name}`, by name. {description_of(entry_models()[type_name])}",
            order=Order.TITLE,
            is_filtered=False,
            arguments=_slugs(entry_models()[type_name]),
        )
        for name, type_name in VOCABULARIES.items()
        if type_name in entry_models()
    }


def _slugs(model: type[models.Model]) -> dict[str, GraphQLArgument]:
    """Chooses entries of a vocabulary whose entries have a name in addresses."""
    if all(field.name != "slug" for field in declared_fields(model)):
        return {}
    return {
        "slugs": GraphQLArgument(
            GraphQLList(GraphQLNonNull(GraphQLString)),
            description="Only those of these slugs or ids; default: all, an empty list gives none.",
        )
    }


def _list_field(
    name: str,
    listed: Models,
    connections: Connections,
    *,
    node: Any,
    description: str,
    order: Order,
    arguments: Mapping[str, GraphQLArgument] | None = None,
    is_filtered: bool = True,
) -> GraphQLField:
    """A root field that lists; vocabularies stand in the order of their names and are not filtered."""
    translated = tuple(one for one, model in listed.items() if issubclass(model, TranslatableMixin))
    given: dict[str, GraphQLArgument] = dict(arguments or {})
    if is_filtered:
        given["filter"] = GraphQLArgument(connections.filter_type(name, listed), description="Default: everything.")
        given["order"] = GraphQLArgument(
            connections.orders(name, listed.values()), description=f"Default: `{order.name}`."
        )
    given |= window_arguments()
    of = "Language of the entries" if translated else "Language of what is counted and told beside the entries"
    given["locale"] = GraphQLArgument(LOCALE, description=f"{of}; {FIRST_LANGUAGE}.")
    return GraphQLField(
        GraphQLNonNull(connections.of(name, node)),
        args=given,
        resolve=List(
            translated,
            tuple(one for one in listed if one not in translated),
            connections.term_kinds(listed),
            connections.facet_kinds(listed),
            order,
        ),
        description=description,
    )


schema = build_schema()
