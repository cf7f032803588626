"""Compiles a selection into callables, with graphql-core's own field collector. Called by ``projecting``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
)
from graphql.execution.collect_fields import collect_sub_fields
from graphql.execution.values import get_argument_values
from graphql.language import FieldNode, FragmentDefinitionNode

if TYPE_CHECKING:
    from api.projection.loading import Level, Run

Printer = Callable[[Any, "Run", str], Any]  # (stored value, what was loaded, language in which it was reached)
Collector = Callable[[Any, "Run", "Level"], None]  # notes what must be loaded before the value can be printed

READER = "reader"  # the key of a field's reader in GraphQLField.extensions


@dataclass
class Ask:
    """One field of a selection: its arguments, and what is asked below it."""

    arguments: dict[str, Any]
    below: Selection | None
    definition: GraphQLField


@dataclass
class Compiled:
    """How one field is printed; ``collect`` where something must be loaded, ``body`` where the body is needed.

    ``source`` is the same as ``printer`` in Python, and ``collect_source`` as ``collect``: they stand in the functions
    of the whole selection, over ``value`` and the names in ``_LOOKS``. With ``below``, ``printed_#`` are the entries
    printed so far for that selection, by key, ``below_#`` is it, and ``keys_#`` are the keys to load for it.
    ``needs`` and ``entries`` tell a connection what to read: its page, count or facets, and the selections on nodes.
    """

    printer: Printer
    collect: Collector | None = None
    body: bool = False
    needs: frozenset[str] = frozenset()
    entries: tuple[Selection, ...] = ()
    source: str | None = None
    collect_source: str | None = None
    below: Selection | None = None


@dataclass
class TypeSelection:
    """What is asked of one object type: printers by response name in their order, and collectors."""

    fields: list[tuple[str, Compiled]] = field(default_factory=list)
    collectors: list[Collector] = field(default_factory=list)
    body: bool = False
    needs: frozenset[str] = frozenset()
    entries: tuple[Selection, ...] = ()

    @cached_property
    def print(self) -> Printer:
        """Prints a value: one function for all its fields, written when the first value is printed.

        Response names are names in GraphQL, which Python's quotes hold as they are.
        """
        before: list[str] = []
        parts: list[str] = []
        names: dict[str, Any] = {}
        for number, (name, compiled) in enumerate(self.fields):
            if compiled.source is None:
                names[f"print_{number}"] = compiled.printer
                parts.append(f"{name!r}: print_{number}(value, run, locale)")
            elif compiled.below is None:
                parts.append(f"{name!r}: {compiled.source}")
            else:
                names[f"below_{number}"] = compiled.below
                before.append(f"printed_{number} = run.printed(below_{number}, locale)")
                parts.append(f"{name!r}: {compiled.source.replace('#', str(number))}")
        return _function("value, run, locale", [*before, f"return {{{', '.join(parts)}}}"], names)

    @cached_property
    def collect(self) -> Collector:
        """Notes what must be loaded before a value can be printed: one function for all fields, as ``print`` is."""
        lines: list[str] = []
        names: dict[str, Any] = {}
        for number, (_name, compiled) in enumerate(self.fields):
            if compiled.collect_source is not None:
                if compiled.below is not None:
                    names[f"below_{number}"] = compiled.below
                    lines.append(f"keys_{number} = level.wanted(below_{number})")
                lines.append(compiled.collect_source.replace("#", str(number)))
            elif compiled.collect is not None:
                names[f"collect_{number}"] = compiled.collect
                lines.append(f"collect_{number}(value, run, level)")
        return _function("value, run, level", lines or ["pass"], names)


_LOOKS = {
    "card": "value.card.get",  # a name in an entry's card
    "body": "value.body.get",  # in its body
    "part": "value.get",  # in a part of a document
    "root_of": "run.context.root_of",  # the address of a site
}
_LOOKED = re.compile(rf"\b({'|'.join(_LOOKS)})\(")


def _function(arguments: str, lines: list[str], names: dict[str, Any]) -> Any:
    """Write a function of names of the schema and of the checked document, and what of ``_LOOKS`` it uses."""
    looks = sorted({look for line in lines for look in _LOOKED.findall(line)})
    body = [*(f"{look} = {_LOOKS[look]}" for look in looks), *lines]
    exec("\n    ".join([f"def function({arguments}):", *body]), names)
    return names["function"]


class Selection:
    """The selection sets of one field, compiled for each object type when the first value of that type turns up."""

    __slots__ = ("_compiler", "_nodes", "_types")

    def __init__(self, compiler: Compiler, nodes: list[FieldNode]) -> None:
        self._compiler = compiler
        self._nodes = nodes
        self._types: dict[str, TypeSelection] = {}

    def of(self, type_name: str) -> TypeSelection:
        """The selection on one object type."""
        selection = self._types.get(type_name)
        if selection is None:
            selection = self._types[type_name] = self._compiler.compile(type_name, self._nodes)
        return selection

    def types_with_body(self, types: Iterable[str]) -> set[str]:
        """Those of ``types`` whose body this selection reads."""
        return {name for name in types if name in self._compiler.schema.type_map and self.of(name).body}

    @property
    def page_types(self) -> list[str]:
        """The types of everything that has a place in the tree."""
        return self._compiler.page_types


class Compiler:
    """Holds what the collector needs of one operation."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: dict[str, FragmentDefinitionNode],
        variable_values: dict[str, Any],
    ) -> None:
        self.schema = schema
        self.fragments = fragments
        self.variable_values = variable_values
        pages = schema.type_map.get("PageInterface")
        self.page_types = [kind.name for kind in schema.get_possible_types(cast(GraphQLInterfaceType, pages))]

    def compile(self, type_name: str, nodes: list[FieldNode]) -> TypeSelection:
        """The fields that ``nodes`` ask of an object type, merged as the specification says."""
        kind = self.schema.type_map[type_name]
        assert isinstance(kind, GraphQLObjectType)
        selection = TypeSelection()
        fields = collect_sub_fields(self.schema, self.fragments, self.variable_values, kind, nodes)
        for name, field_nodes in fields.items():
            compiled = self._field(kind, field_nodes)
            selection.fields.append((name, compiled))
            if compiled.collect is not None:
                selection.collectors.append(compiled.collect)
            selection.body |= compiled.body
            selection.needs |= compiled.needs
            selection.entries += compiled.entries
        return selection

    def _field(self, kind: GraphQLObjectType, nodes: list[FieldNode]) -> Compiled:
        name = nodes[0].name.value
        if name == "__typename":
            return Compiled(lambda value, run, locale: kind.name, source=repr(kind.name))
        definition = kind.fields[name]
        arguments = get_argument_values(definition, nodes[0], self.variable_values)
        below = Selection(self, nodes) if is_composite_type(get_named_type(definition.type)) else None
        compiled: Compiled = definition.extensions[READER].compile(Ask(arguments, below, definition))
        return compiled
