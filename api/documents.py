"""The parse cache: a document's text in, its parsed, validated, costed form (or errors) out. Called by ``api.door``."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)

from api.cost import OperationCost, compile_cost
from api.errors import (
    ApiError,
    DepthLimitError,
    DocumentLengthError,
    IntrospectionDisabledError,
    OperationResolutionError,
    ParseError,
    TokenLimitError,
    ValidationError,
)
from api.limits import LIMITS, drop_repeated_leaves, nul_errors, shape_errors
from api.root_fields import root_fields
from api.usage.field_uses import FieldUses

KEPT_DOCUMENTS = 1_000
KEPT_CHARACTERS = 400_000  # a parsed document takes 100 to 200 times the memory of its text: 80 MB at the most


@dataclass(frozen=True)
class Operation:
    """One operation of a document, ready to be executed."""

    node: OperationDefinitionNode
    cost: OperationCost
    uses: FieldUses
    root_fields: frozenset[str]

    @property
    def is_query(self) -> bool:
        return self.node.operation is OperationType.QUERY


@dataclass(frozen=True)
class Document:
    """What is known about a document before any request: either ``errors``, or ``node`` and its ``operations``."""

    key: str  # SHA-256 of the text, hexadecimal
    node: DocumentNode | None = None
    operations: dict[str | None, Operation] = field(default_factory=dict)
    errors: Sequence[GraphQLError] = ()
    fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict)
    writing: frozenset[str | None] = frozenset()  # names of operations that are no queries

    def may_write(self, name: str | None) -> bool:
        """Whether the named operation is no query; known of whatever can be parsed, valid or not."""
        return name in self.writing if name is not None else bool(self.writing)

    def operation(self, name: str | None) -> Operation:
        """The operation to execute; raises OperationResolutionError where the name does not decide."""
        if name is None:
            if len(self.operations) == 1:
                return next(iter(self.operations.values()))
            raise OperationResolutionError()
        if name not in self.operations:
            raise OperationResolutionError(_("The document has no operation “%(name)s”."), name=name[:100])
        return self.operations[name]


class Documents:
    """A bounded cache, least recently used out first. Safe for threads; two may prepare the same text once."""

    def __init__(self, schema: GraphQLSchema, *, introspection: bool) -> None:
        self.schema = schema
        self.introspection = introspection
        self._documents: OrderedDict[str, tuple[Document, int]] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._documents)

    def get(self, text: str) -> Document:
        """The prepared document of a text; raises DocumentLengthError before anything is parsed or hashed."""
        if len(text) > LIMITS.document_characters:
            raise DocumentLengthError(limit=LIMITS.document_characters, asked=len(text))
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        with self._lock:
            if key in self._documents:
                self._documents.move_to_end(key)
                return self._documents[key][0]
        document = prepare(self.schema, text, key=key, introspection=self.introspection)
        with self._lock:
            if key not in self._documents:
                self._documents[key] = (document, len(text))
                self._characters += len(text)
            while len(self._documents) > KEPT_DOCUMENTS or self._characters > KEPT_CHARACTERS:
                _, (_, characters) = self._documents.popitem(last=False)
                self._characters -= characters
        return document


def prepare(schema: GraphQLSchema, text: str, *, key: str, introspection: bool) -> Document:
    """Parses, checks the limits of shape, validates and costs one document. Every failure becomes an error in it."""
    try:
        node = parse(text, max_lexical_tokens=LIMITS.document_tokens, max_comments=LIMITS.document_tokens)
        drop_repeated_leaves(node)
        refusals = [*shape_errors(node), *nul_errors(node, text)]
        errors = [_refusal(error) for error in refusals] or _rule_errors(schema, node, introspection=introspection)
        if errors:
            return Document(key, errors=errors, writing=_writing(node))
        operations = [
            Operation(
                definition,
                compile_cost(schema, node, definition),
                FieldUses(schema, node, definition),
                root_fields(node, definition),
            )
            for definition in node.definitions
            if isinstance(definition, OperationDefinitionNode)
        ]
    except GraphQLSyntaxError as error:
        return Document(key, errors=[_syntax_refusal(error)])
    except RecursionError:
        return Document(key, errors=[_refusal(DepthLimitError(limit=LIMITS.depth))])
    named = {operation.node.name.value if operation.node.name else None: operation for operation in operations}
    fragments = {part.name.value: part for part in node.definitions if isinstance(part, FragmentDefinitionNode)}
    return Document(key, node, named, fragments=fragments, writing=_writing(node))


def _writing(node: DocumentNode) -> frozenset[str | None]:
    return frozenset(
        definition.name.value if definition.name else None
        for definition in node.definitions
        if isinstance(definition, OperationDefinitionNode) and definition.operation is not OperationType.QUERY
    )


def _rule_errors(schema: GraphQLSchema, node: DocumentNode, *, introspection: bool) -> list[GraphQLError]:
    """What the specification's rules and ours about introspection find, at most as many as are reported."""
    for definition in node.definitions:
        if isinstance(definition, OperationDefinitionNode) and schema.get_root_type(definition.operation) is None:
            reason = f"The schema has no {definition.operation.value}."
            return [_refusal(ValidationError(reason=reason), GraphQLError(reason, definition))]
    rules = [*specified_rules] if introspection else [*specified_rules, NoSchemaIntrospectionCustomRule]
    found = validate(schema, node, rules, max_errors=LIMITS.errors_reported, hide_suggestions=not introspection)
    return [_rule_refusal(error) for error in found[: LIMITS.errors_reported]]


def _rule_refusal(error: GraphQLError) -> GraphQLError:
    if error.message.startswith("GraphQL introspection has been disabled"):
        return _refusal(IntrospectionDisabledError(), error)
    return _refusal(ValidationError(reason=error.message), error)


def _syntax_refusal(error: GraphQLSyntaxError) -> GraphQLError:
    """The parser tells its own limits apart from bad syntax by its message only."""
    if "tokens" in error.message and "aborted" in error.message:
        return _refusal(TokenLimitError(limit=LIMITS.document_tokens), error)
    if "recursion" in error.message or "nested too deeply" in error.message:
        return _refusal(DepthLimitError(limit=LIMITS.depth), error)
    return _refusal(ParseError(reason=error.message.removeprefix("Syntax Error: ")), error)


def _refusal(error: ApiError, place: GraphQLError | None = None) -> GraphQLError:
    """An ApiError where the document is at fault, with the positions that graphql-core found."""
    if place is None:
        return GraphQLError(str(error), original_error=error)
    return GraphQLError(str(error), place.nodes, place.source, place.positions, original_error=error)
