"""The type of a site: its address, and its settings in the shape that front ends need."""

from dataclasses import replace
from typing import Any

from django.db import models
from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)
from wagtail.contrib.settings.models import BaseSiteSetting

from api.projection.compiler import READER
from api.projection.readers import Part, Plain, Reader
from api.projection.site_readers import (
    ForLanguage,
    InLanguage,
    Itself,
    Languages,
    OfSettings,
    SocialAccounts,
    TranslatedReference,
)
from api.types.declared import DeclaredTypes, Fields, read_by
from api.types.enums import LOCALE
from api.types.pages import NODE
from published.catalogue import entry_models

SERVICES = {"FACEBOOK": "facebook", "LINKEDIN": "linkedin", "YOUTUBE": "youtube", "X": "x", "INSTAGRAM": "instagram"}
FOOTER = {
    "footerText": "text",
    "footerLinks": "links",
    "responsibleBody": "responsibleBody",
    "contactEmail": "contactEmail",
    "contactPhone": "contactPhone",
    "contactAddress": "contactAddress",
}


SITE_WORDS = "A site: its address, navigation, footer, social accounts, notice and languages."


def settings_models() -> dict[str, type[models.Model]]:
    """The models of per-site settings by type name; the schema shows their fields on the site."""
    return {name: model for name, model in entry_models().items() if issubclass(model, BaseSiteSetting)}


def site_type(declared: DeclaredTypes) -> GraphQLObjectType:
    """The Site type."""
    return GraphQLObjectType(
        "Site",
        lambda: _fields(declared),
        interfaces=[NODE],
        description=SITE_WORDS,
    )


def _fields(declared: DeclaredTypes) -> Fields:
    own = {
        **NODE.fields,
        "hostname": read_by(Plain(Part.CARD, "hostname"), GraphQLNonNull(GraphQLString), "Host name."),
        "name": read_by(Plain(Part.CARD, "siteName"), GraphQLNonNull(GraphQLString), "Name of the site; may be empty."),
        "url": read_by(
            Plain(Part.CARD, "rootUrl"),
            GraphQLNonNull(GraphQLString),
            "Address of the site, without a slash at its end.",
        ),
        "isDefault": read_by(
            Plain(Part.CARD, "isDefault"),
            GraphQLNonNull(GraphQLBoolean),
            "Whether it answers for hosts that have no site of their own.",
        ),
        "languages": read_by(
            Languages(),
            GraphQLNonNull(GraphQLList(GraphQLNonNull(LOCALE))),
            "Languages of its content, the default first.",
        ),
        "rootPage": read_by(
            ForLanguage(TranslatedReference(Part.CARD, "rootPage")),
            declared.page,
            "The home page.",
            args=_locale_argument(),
        ),
    }
    settings: Fields = {}
    for model in settings_models().values():
        settings |= declared.fields(model)
    accounts = {service: name for service, name in SERVICES.items() if name in settings}
    footer = {FOOTER[name]: _of_settings(field) for name, field in settings.items() if name in FOOTER}
    rest = {
        name: _of_settings(field)
        for name, field in settings.items()
        if name not in FOOTER and name not in accounts.values()
    }
    if footer:
        footer_type = GraphQLObjectType("SiteFooter", footer, description="What stands at the foot of every page.")
        own["footer"] = read_by(
            Itself("SiteFooter"), GraphQLNonNull(footer_type), "What stands at the foot of every page."
        )
    if accounts:
        own["socialAccounts"] = read_by(
            SocialAccounts(accounts),
            GraphQLNonNull(GraphQLList(GraphQLNonNull(_account_type(list(accounts))))),
            "The accounts on social networks that the site has.",
        )
    return {**own, **rest}


def _of_settings(field: GraphQLField) -> GraphQLField:
    """The same field, read from the settings; blocks are printed for the language asked for.

    A site may have no settings: then lists and texts are empty, and everything else is null.
    """
    reader: Reader = field.extensions[READER]
    kind: Any = field.type
    arguments = dict(field.args)
    if isinstance(reader, Plain) and get_nullable_type(kind) is GraphQLString:
        reader = replace(reader, default="") if is_non_null_type(kind) else reader
    elif not isinstance(reader, InLanguage) and not is_list_type(get_nullable_type(kind)):
        kind = get_nullable_type(kind)
    if not isinstance(reader, Plain | InLanguage):
        reader = ForLanguage(reader)
        arguments |= _locale_argument()
    return read_by(OfSettings(reader), kind, field.description, args=arguments)


def _locale_argument() -> dict[str, GraphQLArgument]:
    return {
        "locale": GraphQLArgument(
            LOCALE, description="Language of its pages and words; default: that asked of the site."
        )
    }


NETWORKS = {"LINKEDIN": "LinkedIn", "YOUTUBE": "YouTube", "X": "X, once Twitter"}  # where capitals are their own


def _account_type(services: list[str]) -> GraphQLObjectType:
    service = GraphQLEnumType(
        "SocialService",
        {name: GraphQLEnumValue(name, description=NETWORKS.get(name, name.capitalize()) + ".") for name in services},
        description="A social network.",
    )
    return GraphQLObjectType(
        "SocialAccount",
        {
            "service": read_by(Plain(Part.INLINE, "service"), GraphQLNonNull(service), "The network."),
            "url": read_by(Plain(Part.INLINE, "url"), GraphQLNonNull(GraphQLString), "Address of the account."),
        },
        description="An account on a social network.",
    )
