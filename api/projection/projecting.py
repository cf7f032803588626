"""From resolvers' values to the finished values of their fields. Called by ``api.execution_context``."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakKeyDictionary

from graphql import GraphQLNamedType, GraphQLResolveInfo, GraphQLSchema
from graphql.language import FieldNode, FragmentSpreadNode, Node, VariableNode, Visitor, visit
from graphql.pyutils import Path

from api.context import ReadContext
from api.projection.compiler import Compiler, Selection
from api.projection.feed import Feed
from api.projection.loading import Level, Run
from api.projection.searched import Searched
from api.projection.values import Connection, Reached

KEPT_SELECTIONS = 2_000


@dataclass(slots=True)
class Pending:
    """A value that waits to be read together with others: an object, whose fields are put into ``placeholder``."""

    value: Reached | Connection | Searched | Feed
    selection: Selection
    type_name: str
    nodes: list[FieldNode]
    path: Path
    placeholder: dict[str, Any] = field(default_factory=dict)

    def want(self, run: Run, level: Level) -> None:
        """Notes what has to be read for it."""
        if not isinstance(self.value, Reached):
            level.connections.append((self.value, self.selection.of(self.type_name)))
            return
        run.context.remember([self.value.value])
        level.want_key(self.selection, self.value.value.key)

    def fill(self, run: Run) -> None:
        """Prints into the placeholder once everything is read."""
        value = self.value
        if isinstance(value, Reached):
            entry = run.entries[value.value.key] or value.value
            if value.value.asked is not None:
                entry = replace(entry, asked=value.value.asked)
            self.placeholder.update(run.print_entry(self.selection, entry, value.locale))
        else:
            self.placeholder.update(self.selection.of(self.type_name).print(value, run, value.locale))


def finish(context: ReadContext, pending: Sequence[Pending]) -> None:
    """Reads what all of these values need, level by level, and puts it into their places."""
    run, level = Run(context), Level()
    for one in pending:
        one.want(run, level)
    run.load(level)
    for one in pending:
        one.fill(run)


def compiled_selection(
    document_key: str | None,
    info: GraphQLResolveInfo,
    return_type: GraphQLNamedType,
    nodes: list[FieldNode],
    path: Path,
) -> Selection:
    """The compiled selection of a field; kept for the next time where the document has a key."""
    return _selections(info.schema).get(document_key, info, return_type, nodes, path)


class Selections:
    """The compiled selections of a schema: a bounded cache, least recently used out first.

    A selection is known by its document, operation, place in the answer and the values of the variables used below it.
    """

    def __init__(self) -> None:
        self._selections: OrderedDict[tuple[Any, ...], Selection] = OrderedDict()
        self._variables: OrderedDict[tuple[Any, ...], tuple[str, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self,
        document: str | None,
        info: GraphQLResolveInfo,
        return_type: GraphQLNamedType,
        nodes: list[FieldNode],
        path: Path,
    ) -> Selection:
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
