"""Reads what models and blocks declare as public: the one reader of grapple's declarations in the product.

Called by the projection (what to write into an entry) and by ``api`` (which GraphQL types there are).
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, get_type_hints

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from wagtail import blocks
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Site
from wagtail.snippets.models import get_snippet_models


class Kind(StrEnum):
    """What stands behind a declared field, which decides how it is projected and which GraphQL type it has."""

    SCALAR = "scalar"
    STREAM = "stream"
    RICH_TEXT = "rich_text"
    IMAGE = "image"
    DOCUMENT = "document"
    PAGE = "page"
    REFERENCE = "reference"
    INLINE = "inline"


class ScalarKind(StrEnum):
    """Of a scalar, what it is: a text field over a date column is a date."""

    STRING = "string"
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATETIME = "datetime"
    DATE = "date"
    DECIMAL = "decimal"
    CHOICE = "choice"


#: Kinds whose value is the key of another entry.
REFERENCES = frozenset({Kind.IMAGE, Kind.DOCUMENT, Kind.PAGE, Kind.REFERENCE})

#: Kinds that are kept in an entry's body, not in its card.
LONG = frozenset({Kind.STREAM, Kind.RICH_TEXT})


@dataclass(frozen=True)
class DeclaredField:
    """One public field of a model or block.

    ``target`` is the model or block class a reference or inline field leads to (None: any page); ``scalar`` says what
    a scalar is; ``choices`` are the stored values of a choice field with their labels.
    """

    name: str
    kind: Kind
    owner: type
    source: str
    target: type | None = None
    scalar: ScalarKind | None = None
    required: bool = False
    is_list: bool = False
    item_required: bool = False
    description: str | None = None
    deprecation_reason: str | None = None

    @cached_property
    def graphql_name(self) -> str:
        return camel_case(self.name)

    @cached_property
    def is_long(self) -> bool:
        return self.kind in LONG

    @property
    def is_reference(self) -> bool:
        return self.kind in REFERENCES

    @cached_property
    def django_field(self) -> Any:
        """The model field behind the source, or None for a property, a method or a block."""
        return model_field(self.owner, self.source)

    @cached_property
    def choices(self) -> list[tuple[Any, Any]]:
        if self.django_field is not None:
            return [(value, label) for value, label in (self.django_field.flatchoices or []) if value not in ("", None)]
        return []

    @property
    def verbose_name(self) -> str:
        """The name of the field as an editor reads it on the form."""
        if self.django_field is not None and hasattr(self.django_field, "verbose_name"):
            return str(self.django_field.verbose_name)
        block = child_block(self.owner, self.source)
        if block is not None and block.label:
            return str(block.label)
        return self.name.replace("_", " ")


def declared_fields(owner: type) -> list[DeclaredField]:
    """Return the public fields of a model or block class in the order of their declaration."""
    if owner in _declared:
        return _declared[owner]
    fields = [_read(owner, declaration) for declaration in getattr(owner, "graphql_fields", ())]
    declared = list({field.name: field for field in fields}.values())
    if apps.ready:  # before, not all snippets are registered, and a reference to one would pass for a part
        _declared[owner] = declared
    return declared


_declared: dict[type, list[DeclaredField]] = {}


@cache
def base_page_fields(owner: type[Page]) -> list[DeclaredField]:
    """Return the public fields that every page has without declaring them; a declaration of the same name wins."""
    declared = {field.name for field in declared_fields(owner)}
    return [
        DeclaredField(
            name=name,
            kind=Kind.SCALAR,
            owner=owner,
            source=source,
            scalar=scalar,
            required=required,
            description=description,
        )
        for name, source, scalar, required, description in _BASE_PAGE_FIELDS
        if name not in declared
    ]


_BASE_PAGE_FIELDS = (
    ("title", "title", ScalarKind.STRING, True, "Title of the page."),
    ("slug", "slug", ScalarKind.STRING, True, "Last part of the page's path."),
    ("seo_title", "seo_title", ScalarKind.STRING, False, "Title for search engines, where it differs from `title`."),
    (
        "search_description",
        "search_description",
        ScalarKind.STRING,
        False,
        "Description for search engines and link previews.",
    ),
    ("published_at", "first_published_at", ScalarKind.DATETIME, False, "When the page was first published."),
    ("updated_at", "last_published_at", ScalarKind.DATETIME, False, "When the page was last published."),
)


def entry_models() -> dict[str, type[models.Model]]:
    """Return the models whose instances are entries of their own, by GraphQL type name; ``Site`` is not among them."""
    return _entry_models() if apps.ready else _find_entry_models()


@cache
def _entry_models() -> dict[str, type[models.Model]]:
    return _find_entry_models()


def _find_entry_models() -> dict[str, type[models.Model]]:
    snippets = set(get_snippet_models())
    libraries = {get_image_model(), get_document_model()}
    found: dict[str, type[models.Model]] = {}
    for model in apps.get_models():
        is_entry = model in snippets or model in libraries or issubclass(model, Page | BaseSiteSetting)
        if is_entry and getattr(model, "graphql_fields", None):
            name = type_name(model)
            if name in found:
                raise ImproperlyConfigured(f"Two models would be the GraphQL type {name}: {found[name]!r}, {model!r}.")
            found[name] = model
    return found


def is_entry_model(model: type) -> bool:
    """Say whether instances of ``model`` are entries; sites are."""
    return model is Site or entry_models().get(type_name(model)) is model


def type_name(owner: type) -> str:
    """Return the GraphQL type name of a model or block class."""
    return owner.__name__


def entry_key(instance: models.Model) -> str:
    """Return the key of an instance's entry, ``"NewsPage:123"``; a page must be of its specific class."""
    return f"{type_name(type(instance))}:{instance.pk}"


def camel_case(name: str) -> str:
    """Return the GraphQL name of a Python name: ``seo_title`` gives ``seoTitle``."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() if part else "_" for part in others)


def enum_value(value: Any) -> str:
    """Return the GraphQL enum value of a stored choice: ``on-site`` gives ``ON_SITE``."""
    return str(value).upper().replace("-", "_")


def model_field(owner: type, source: str) -> Any:
    """Return the Django field ``source`` of a model class, else None."""
    if not issubclass(owner, models.Model):
        return None
    try:
        return owner._meta.get_field(source)
    except FieldDoesNotExist:
        return None


def listed_model(owner: type, source: str) -> type[models.Model] | None:
    """Return the model of which a property of a model says that it returns a list, else None."""
    kinds = [one for one in _return_annotation(owner, source) if isinstance(one, type)]
    return next((one for one in kinds if issubclass(one, models.Model)), None)


def child_block(owner: type, source: str) -> blocks.Block | None:
    """Return the child block ``source`` of a StructBlock class, else None."""
    children: dict[str, blocks.Block] = getattr(owner, "base_blocks", {})
    return children.get(source)


# Reading one declaration. Grapple's declarations are functions named "GraphQLString.<locals>.Mixin"; what they were
# called with is in their closure. Calling them would give graphene types, which only ``api`` may know.

_SCALARS = {
    "GraphQLString": ScalarKind.STRING,
    "GraphQLInt": ScalarKind.INTEGER,
    "GraphQLFloat": ScalarKind.FLOAT,
    "GraphQLBoolean": ScalarKind.BOOLEAN,
}
_PLAIN_KINDS = {
    "GraphQLStreamfield": Kind.STREAM,
    "GraphQLRichText": Kind.RICH_TEXT,
    "GraphQLImage": Kind.IMAGE,
    "GraphQLDocument": Kind.DOCUMENT,
    "GraphQLPage": Kind.PAGE,
}


def _read(owner: type, declaration: Any) -> DeclaredField:
    maker, given = _opened(owner, declaration)
    if maker != "GraphQLCollection":
        options: dict[str, Any] = dict(given.get("kwargs") or {})
        return _field(owner, maker=maker, given=given, options=options, is_list=options.get("is_list"))
    options = {**given["kwargs"], **{name: given[name] for name in ("required", "description", "deprecation_reason")}}
    arguments = given["args"]
    nested = {"field_name": given["field_name"], "snippet_model": arguments[:1], "content_type": arguments[:1]}
    nested = {name: value[0] if isinstance(value, tuple) and value else value for name, value in nested.items()}
    options["item_required"] = given["item_required"]
    return _field(owner, maker=given["nested_type"].__name__, given=nested, options=options, is_list=True)


def _opened(owner: type, declaration: Any) -> tuple[str, dict[str, Any]]:
    """Return the name of grapple's function that made a declaration, and what it was given."""
    if isinstance(declaration, tuple):
        declaration = declaration[0]
    maker, _, rest = getattr(declaration, "__qualname__", "").partition(".")
    if not rest.startswith("<locals>") or declaration.__module__ != "grapple.models":
        raise ImproperlyConfigured(f"{owner.__name__}.graphql_fields holds {declaration!r}: not one of grapple.models.")
    cells = zip(declaration.__code__.co_freevars, declaration.__closure__ or (), strict=True)
    given = {}
    for name, cell in cells:
        try:
            given[name] = cell.cell_contents
        except ValueError:  # a cell that is only filled when the declaration is called
            given[name] = None
    return maker, given


def _field(
    owner: type, *, maker: str, given: dict[str, Any], options: dict[str, Any], is_list: bool | None
) -> DeclaredField:
    name = given["field_name"]
    source = options.get("source") or name
    if options.get("key"):  # grapple splits a dotted source when it is called
        source = ".".join([source, *options["key"]])
    target: type | None = None
    scalar: ScalarKind | None = None
    if maker in _SCALARS:
        kind = Kind.SCALAR
        scalar = _scalar_kind(owner, source, _SCALARS[maker])
    elif maker in _PLAIN_KINDS:
        kind = _PLAIN_KINDS[maker]
        target = {Kind.IMAGE: get_image_model, Kind.DOCUMENT: get_document_model}.get(kind, lambda: None)()
    elif maker in ("GraphQLForeignKey", "GraphQLSnippet"):
        given_target = given["content_type" if maker == "GraphQLForeignKey" else "snippet_model"]
        target = apps.get_model(given_target) if isinstance(given_target, str) else given_target
        kind = _kind_of_target(target)
    else:
        raise ImproperlyConfigured(f"{owner.__name__}.{name}: {maker} cannot be published; see published.catalogue.")
    if is_list is None:
        is_list = kind is Kind.STREAM
    return DeclaredField(
        name=name,
        kind=kind,
        owner=owner,
        source=source,
        target=None if kind is Kind.PAGE and target is Page else target,
        scalar=scalar,
        required=bool(options.get("required")),
        is_list=bool(is_list),
        item_required=bool(options.get("item_required")) or (kind is Kind.STREAM and bool(is_list)),
        description=options.get("description"),
        deprecation_reason=options.get("deprecation_reason"),
    )


def _kind_of_target(target: type | None) -> Kind:
    if target is None or not issubclass(target, models.Model):
        return Kind.INLINE
    if issubclass(target, Page):
        return Kind.PAGE
    if issubclass(target, AbstractImage):
        return Kind.IMAGE
    if issubclass(target, AbstractDocument):
        return Kind.DOCUMENT
    return Kind.REFERENCE if is_entry_model(target) else Kind.INLINE


_BY_FIELD: tuple[tuple[type, ScalarKind], ...] = (
    (models.DateTimeField, ScalarKind.DATETIME),  # before DateField, its base
    (models.DateField, ScalarKind.DATE),
    (models.DecimalField, ScalarKind.DECIMAL),
    (blocks.DateTimeBlock, ScalarKind.DATETIME),
    (blocks.DateBlock, ScalarKind.DATE),
    (blocks.DecimalBlock, ScalarKind.DECIMAL),
)
_BY_ANNOTATION: dict[Any, ScalarKind] = {
    datetime: ScalarKind.DATETIME,
    date: ScalarKind.DATE,
    Decimal: ScalarKind.DECIMAL,
}


def _scalar_kind(owner: type, source: str, declared: ScalarKind) -> ScalarKind:
    """Return what a scalar is: as declared, but for texts over something more telling."""
    if declared is not ScalarKind.STRING:
        return declared
    behind = model_field(owner, source) or child_block(owner, source)
    if behind is not None:
        if isinstance(behind, models.CharField | models.TextField) and behind.choices:
            return ScalarKind.CHOICE
        return next((kind for base, kind in _BY_FIELD if isinstance(behind, base)), declared)
    annotations = _return_annotation(owner, source)
    return next((_BY_ANNOTATION[one] for one in annotations if one in _BY_ANNOTATION), declared)


def _return_annotation(owner: type, source: str) -> tuple[Any, ...]:
    """Return the types that a property or method of a model, or of a block's value, says it returns."""
    value_class = getattr(getattr(owner, "_meta_class", None), "value_class", None)
    for holder in (owner, value_class):
        attribute = inspect.getattr_static(holder, source, None) if holder is not None else None
        function = _function_of(attribute)
        if function is not None:
            returned = get_type_hints(function).get("return")
            return getattr(returned, "__args__", None) or (returned,)
    return ()


def _function_of(attribute: Any) -> Callable[..., Any] | None:
    if isinstance(attribute, property):
        return attribute.fget
    if hasattr(attribute, "func"):  # cached_property, Django's or Python's
        function: Callable[..., Any] = attribute.func
        return function
    return attribute if inspect.isfunction(attribute) else None
