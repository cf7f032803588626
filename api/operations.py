"""The stored operations of ``graphql/operations/``: each file one need, asked by name with plain query parameters."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import orjson
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from graphql import (
    GraphQLInputType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_input_object_type,
    is_list_type,
    type_from_ast,
)
from graphql.type import GraphQLNamedType

from api.documents import Document, prepare
from api.errors import ParameterError, UnknownOperationError, Words
from api.questions import Question, refuse_nul

FOLDER = Path(settings.BASE_DIR) / "graphql" / "operations"


@dataclass(frozen=True)
class StoredOperation:
    """One file: its document, prepared once and never evicted, and the type of each of its variables."""

    name: str
    text: str
    document: Document
    variables: dict[str, GraphQLInputType]

    def question(self, parameters: QueryDict) -> Question:
        """The question that these query parameters ask; raises ParameterError for one that does not fit."""
        values: dict[str, Any] = {}
        for name in parameters:
            if name not in self.variables:
                known = ", ".join(sorted(self.variables))
                reason = _("the operation has no such variable; it has: %(variables)s") % {"variables": known}
                raise ParameterError(field=name[:100], reason=reason)
            values[name] = _variable(name, parameters.getlist(name), self.variables[name])
        refuse_nul(values, field="variables")
        return Question(self.text, values, self.name)


class StoredOperations:
    """The operations of a folder over one schema, each prepared when it is first asked for.

    The folder is listed once: a name from an address is looked up in that list, never in the file system.
    """

    def __init__(self, schema: GraphQLSchema, folder: Path = FOLDER) -> None:
        self.schema = schema
        self.files = {path.stem: path for path in sorted(folder.glob("*.graphql"))}
        self._operations: dict[str, StoredOperation] = {}
        self._names: dict[str, str] | None = None  # by SHA-256, once somebody asks for one

    def get(self, name: str) -> StoredOperation:
        """The operation of this name; raises UnknownOperationError."""
        if name not in self._operations:
            if name not in self.files:
                raise UnknownOperationError(name=name[:100])
            self._operations[name] = self._load(name)
        return self._operations[name]

    def with_key(self, sha256: str) -> StoredOperation | None:
        """The operation whose text has this SHA-256 (hexadecimal)."""
        if self._names is None:
            self._names = {hashlib.sha256(path.read_bytes()).hexdigest(): name for name, path in self.files.items()}
        name = self._names.get(sha256)
        return None if name is None else self.get(name)

    def _load(self, name: str) -> StoredOperation:
        text = self.files[name].read_text(encoding="utf-8")
        document = prepare(self.schema, text, key=hashlib.sha256(text.encode()).hexdigest(), introspection=True)
        if document.errors:
            raise ValueError(f"{name}.graphql is not valid: {document.errors[0].message}")
        operation = document.operation(name)
        variables = {
            definition.variable.name.value: type_from_ast(self.schema, definition.type)
            for definition in operation.node.variable_definitions or ()
        }
        return StoredOperation(name, text, document, variables)  # type: ignore[arg-type]


def _variable(name: str, texts: list[str], kind: GraphQLInputType) -> Any:
    if is_list_type(get_nullable_type(cast(Any, kind))):
        return [_value(name, text, get_named_type(kind)) for text in texts]
    if len(texts) > 1:
        raise ParameterError(field=name, reason=_("it may be given once"))
    return _value(name, texts[0], get_named_type(kind))


def _value(name: str, text: str, kind: GraphQLNamedType) -> Any:
    """One parameter as the JSON value that its type reads; enums, ids, texts and dates stay as they are written."""
    if is_input_object_type(kind):
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            raise ParameterError(field=name, reason=_("a JSON object is needed")) from None
    if kind.name not in _READERS:
        return text
    pattern, read, words = _READERS[kind.name]
    if not re.fullmatch(pattern, text):
        raise ParameterError(field=name, reason=str(words))
    return read(text)


_READERS: dict[str, tuple[str, Callable[[str], Any], Words]] = {
    "Int": (r"-?[0-9]{1,10}", int, gettext_lazy("a whole number is needed")),
    "Float": (r"-?[0-9]{1,20}(\.[0-9]{1,20})?", float, gettext_lazy("a number is needed")),
    "Boolean": (r"true|false", lambda text: text == "true", gettext_lazy("true or false is needed")),
}
