"""From a resolver's value to the finished value of its field. Called by ``api.execution_context``."""

import threading
from collections import OrderedDict
from typing import Any
from weakref import WeakKeyDictionary

from graphql import GraphQLNamedType, GraphQLResolveInfo, GraphQLSchema
from graphql.language import FieldNode, FragmentSpreadNode, Node, VariableNode, Visitor, visit
from graphql.pyutils import Path

from api.context import ReadContext
from api.projection.compiler import Compiler, Selection
from api.projection.loading import Level, Run
from api.projection.values import Connection, Reached

KEPT_SELECTIONS = 2_000


def project(
    result: Reached | Connection, return_type: Any, nodes: list[FieldNode], info: GraphQLResolveInfo, path: Path
) -> dict[str, Any]:
    """Loads and prints what the selection asks of ``result``."""
    context: ReadContext = info.context
    selection = _selections(info.schema).get(info, return_type, nodes, path)
    run = Run(context)
    level = Level()
    if isinstance(result, Connection):
        of_type = selection.of(return_type.name)
        run.read_connections({result.parent: result}, of_type)
        of_type.collect(result, run, level)
        run.load(level)
        return of_type.print(result, run, result.locale)
    entry = result.value
    if selection.of(entry.type).body and entry.body is None:
        entry = context.entry(entry.key, with_body=True) or entry
    context.remember([entry])
    run.collect_entry(selection, entry, level)
    run.load(level)
    return run.print_entry(selection, entry, result.locale)


class Selections:
    """The compiled selections of a schema: a bounded cache, least recently used out first.

    A selection is known by its document, operation, place in the answer and the values of the variables used below it.
    """

    def __init__(self) -> None:
        self._selections: OrderedDict[tuple[Any, ...], Selection] = OrderedDict()
        self._variables: OrderedDict[tuple[Any, ...], tuple[str, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self, info: GraphQLResolveInfo, return_type: GraphQLNamedType, nodes: list[FieldNode], path: Path
    ) -> Selection:
        document = info.context.document_key
        if document is None:
            return _compile(info, nodes)
        name = info.operation.name.value if info.operation.name else None
        place = (document, name, *(step for step in path.as_list() if isinstance(step, str)), return_type.name)
        variables = self._variables.get(place)
        if variables is None:
            variables = self._remember(self._variables, place, tuple(sorted(_variables_below(nodes, info))))
        values = info.variable_values
        key = (place, *((repr(values[name]) if name in values else None) for name in variables))
        selection = self._selections.get(key)
        if selection is None:
            return self._remember(self._selections, key, _compile(info, nodes))
        with self._lock:
            if key in self._selections:
                self._selections.move_to_end(key)
        return selection

    def _remember(self, cache: OrderedDict[tuple[Any, ...], Any], key: tuple[Any, ...], value: Any) -> Any:
        with self._lock:
            cache[key] = value
            while len(cache) > KEPT_SELECTIONS:
                cache.popitem(last=False)
        return value


_of_schema: WeakKeyDictionary[GraphQLSchema, Selections] = WeakKeyDictionary()


def _selections(schema: GraphQLSchema) -> Selections:
    selections = _of_schema.get(schema)
    if selections is None:
        selections = _of_schema.setdefault(schema, Selections())
    return selections


def _compile(info: GraphQLResolveInfo, nodes: list[FieldNode]) -> Selection:
    return Selection(Compiler(info.schema, info.fragments, info.variable_values), nodes)


def _variables_below(nodes: list[FieldNode], info: GraphQLResolveInfo) -> set[str]:
    """The variables that steer a selection: in arguments and directives below it, through fragments too."""
    found: set[str] = set()
    fragments: set[str] = set()

    class Variables(Visitor):
        def enter_variable(self, node: VariableNode, *_: object) -> None:
            found.add(node.name.value)

        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
            waiting.add(node.name.value)

    waiting: set[str] = set()
    for node in nodes:
        if node.selection_set:
            visit(node.selection_set, Variables())
    while waiting - fragments:
        name = (waiting - fragments).pop()
        fragments.add(name)
        fragment: Node = info.fragments[name]
        visit(fragment, Variables())
    return found
