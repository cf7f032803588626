"""What of the schema an operation asks: ``NewsPage.title``, ``Query.news(first:)``, ``Locale.pt``.

Kept beside the parsed document (``api.documents``), worked out when it is first counted, read by the check that refuses
to remove what is in use. A field stands under the type that it was asked of, as the document says it: what is asked of
every page counts for ``PageInterface``. A type that a fragment names stands for itself: ``NewsPage``.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from graphql import (
    DocumentNode,
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInputType,
    GraphQLSchema,
    InlineFragmentNode,
    ObjectFieldNode,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    type_from_ast,
    visit,
)


class FieldUses:
    """What one operation of a valid document asks, whatever its variables; ``given`` adds what these say."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self.schema = schema
        self.document = document
        self.operation = operation

    @cached_property
    def names(self) -> frozenset[str]:
        """What stands in the document, through fragments."""
        collector = _Collector(self.schema)
        fragments = {
            node.name.value: node for node in self.document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        waiting: list[Any] = [self.operation]
        seen: set[str] = set()
        while waiting:
            visit(waiting.pop(), TypeInfoVisitor(collector.type_info, collector))
            new = collector.spread - seen
            seen |= new
            waiting += [fragments[name] for name in new]
        return frozenset(collector.names)

    def given(self, variables: Mapping[str, Any]) -> frozenset[str]:
        """The fields of inputs and the values of enumerations that valid variables hold."""
        return frozenset(
            name
            for variable, kind in self._telling_variables.items()
            if variables.get(variable) is not None
            for name in _in_value(variables[variable], kind)
        )

    @cached_property
    def _telling_variables(self) -> dict[str, GraphQLInputType]:
        kinds = {
            definition.variable.name.value: type_from_ast(self.schema, definition.type)
            for definition in self.operation.variable_definitions or ()
        }
        return {
            name: kind  # type: ignore[misc]
            for name, kind in kinds.items()
            if kind is not None and (is_enum_type(get_named_type(kind)) or is_input_object_type(get_named_type(kind)))
        }


def _in_value(value: Any, kind: Any) -> Iterator[str]:
    named = get_named_type(kind)
    if isinstance(value, list):
        for item in value:
            yield from _in_value(item, named)
    elif is_enum_type(named):
        yield f"{named.name}.{value}"
    elif is_input_object_type(named) and isinstance(value, dict):
        for name, below in value.items():
            if name in named.fields:
                yield f"{named.name}.{name}"
                if below is not None:
                    yield from _in_value(below, named.fields[name].type)


class _Collector(Visitor):
    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__()
        self.type_info = TypeInfo(schema)
        self.names: set[str] = set()
        self.spread: set[str] = set()

    def enter_field(self, node: FieldNode, *_: object) -> None:
        parent = self.type_info.get_parent_type()
        if parent is None or parent.name.startswith("__") or node.name.value.startswith("__"):
            return
        name = f"{parent.name}.{node.name.value}"
        self.names |= {name, *(f"{name}({argument.name.value}:)" for argument in node.arguments)}

    def enter_object_field(self, node: ObjectFieldNode, *_: object) -> None:
        kind = self.type_info.get_parent_input_type()
        if kind is not None:
            self.names.add(f"{get_named_type(kind).name}.{node.name.value}")

    def enter_enum_value(self, node: EnumValueNode, *_: object) -> None:
        kind = self.type_info.get_input_type()
        if kind is not None:
            self.names.add(f"{get_named_type(kind).name}.{node.value}")

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: object) -> None:
        if node.type_condition is not None:
            self.names.add(node.type_condition.name.value)

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_: object) -> None:
        self.names.add(node.type_condition.name.value)

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.spread.add(node.name.value)
