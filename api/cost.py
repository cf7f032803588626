"""What an operation costs, known before it runs: how many entries and rows it may touch at most.

An object costs 1 and what is asked below it; a connection multiplies by its page size, a plain list by 5; scalars are
free, but counting everything (``totalCount``) costs 10, facets 100, and projecting a draft (``preview``) 100. Of
alternatives in a union the dearest counts.
Compiled once per document by ``api.documents``; page sizes that come from variables are filled in per request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_composite_type,
    is_list_type,
)
from graphql.type import SchemaMetaFieldDef, TypeMetaFieldDef

from api.errors import PageSizeError
from api.limits import LIMITS

PLAIN_LIST = 5  # assumed length of a list without a page size: an entry has a handful of topics, blocks, translations
DEFAULT_PAGE = 20
# Fields that read more than they return: ``preview`` projects a whole draft.
WEIGHTS = {"totalCount": 10, "facets": 100, "preview": 100}

META_FIELDS = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}

Variables = Mapping[str, Any]
Size = int | str | None  # a number, the name of a variable, or not given


@dataclass(frozen=True)
class PageSize:
    """The ``first`` and ``last`` of one connection."""

    first: Size
    last: Size
    default: int

    def value(self, variables: Variables) -> int:
        """The number of entries of a page; raises PageSizeError outside 0 to 100."""
        for name, size in (("first", self.first), ("last", self.last)):
            value = variables.get(size) if isinstance(size, str) else size
            if value is None:
                continue
            if not 0 <= value <= LIMITS.page_size:
                raise PageSizeError(field=name, limit=LIMITS.page_size, asked=value)
            return int(value)
        return self.default

    def check(self, variables: Variables) -> None:
        """Both sizes, even the one that is not used."""
        for size in (PageSize(self.first, None, 0), PageSize(None, self.last, 0)):
            size.value(variables)


@dataclass
class Cost:
    """``constant`` + the sum of factor times cost over ``terms`` + the dearest of ``alternatives`` (each a sum)."""

    constant: int = 0
    terms: list[tuple["int | PageSize", "Cost"]] = field(default_factory=list)
    alternatives: list[list["Cost"]] = field(default_factory=list)

    def add(self, factor: "int | PageSize", cost: "Cost") -> None:
        """Adds ``factor`` times ``cost``, folding numbers at once."""
        if isinstance(factor, int) and cost.is_constant:
            self.constant += factor * cost.constant
        else:
            self.terms.append((factor, cost))

    @property
    def is_constant(self) -> bool:
        return not self.terms and not self.alternatives

    def value(self, variables: Variables, known: dict[int, int]) -> int:
        """The number; ``known`` remembers shared parts (a fragment used many times is computed once)."""
        if self.is_constant:
            return self.constant
        if id(self) not in known:
            total = self.constant
            for factor, cost in self.terms:
                times = factor if isinstance(factor, int) else factor.value(variables)
                total += times * cost.value(variables, known)
            if self.alternatives:
                total += max(sum(cost.value(variables, known) for cost in costs) for costs in self.alternatives)
            known[id(self)] = total
        return known[id(self)]


@dataclass
class OperationCost:
    """The compiled cost of one operation and every page size in it."""

    cost: Cost
    pages: list[PageSize]

    def value(self, variables: Variables) -> int:
        """The cost with these (coerced) variables; raises PageSizeError for a page that is too large."""
        for page in self.pages:
            page.check(variables)
        return self.cost.value(variables, {})


def compile_cost(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> OperationCost:
    """Compiles the cost of a *valid* operation (its types and fields exist, its fragments have no cycle)."""
    compiler = _Compiler(schema, document)
    root = schema.get_root_type(operation.operation)
    assert root is not None
    cost = compiler.selection(operation.selection_set, root, None)
    return OperationCost(cost, list(compiler.pages))


class _Compiler:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self.schema = schema
        self.fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self.known: dict[tuple[int, str, PageSize | None], Cost] = {}
        self.pages: dict[PageSize, None] = {}

    def selection(self, selection_set: SelectionSetNode, parent: GraphQLCompositeType, page: PageSize | None) -> Cost:
        """The cost of a selection on one ``parent``; ``page`` is set where the parent is a connection."""
        key = (id(selection_set), parent.name, page)
        if key not in self.known:
            self.known[key] = self._selection(selection_set, parent, page)
        return self.known[key]

    def _selection(self, selection_set: SelectionSetNode, parent: GraphQLCompositeType, page: PageSize | None) -> Cost:
        total = Cost()
        narrowed: list[tuple[GraphQLCompositeType, Cost]] = []
        for selection in selection_set.selections:
            if isinstance(selection, FieldNode):
                self._add_field(total, selection, parent, page)
                continue
            condition, below = self._fragment(cast(FragmentSpreadNode | InlineFragmentNode, selection), parent)
            cost = self.selection(below, condition, page)
            if condition is parent or not is_abstract_type(parent):
                total.add(1, cost)
            else:
                narrowed.append((condition, cost))
        if narrowed:
            self._add_dearest(total, narrowed, parent)
        return total

    def _fragment(
        self, selection: FragmentSpreadNode | InlineFragmentNode, parent: GraphQLCompositeType
    ) -> tuple[GraphQLCompositeType, SelectionSetNode]:
        node = self.fragments[selection.name.value] if isinstance(selection, FragmentSpreadNode) else selection
        if node.type_condition is None:
            return parent, node.selection_set
        condition = self.schema.type_map[node.type_condition.name.value]
        return cast(GraphQLCompositeType, condition), node.selection_set

    def _add_dearest(
        self, total: Cost, narrowed: list[tuple[GraphQLCompositeType, Cost]], parent: GraphQLCompositeType
    ) -> None:
        """An object is of one type only: of the fragments on an interface or union, the dearest type's count."""
        alternatives: dict[tuple[int, ...], list[Cost]] = {}
        for possible in self.schema.get_possible_types(cast(Any, parent)):
            costs = [cost for condition, cost in narrowed if self._applies(condition, possible)]
            alternatives[tuple(id(cost) for cost in costs)] = costs
        if all(cost.is_constant for costs in alternatives.values() for cost in costs):
            total.constant += max(sum(cost.constant for cost in costs) for costs in alternatives.values())
        else:
            total.alternatives = list(alternatives.values())

    def _applies(self, condition: GraphQLCompositeType, possible: GraphQLObjectType) -> bool:
        if is_abstract_type(condition):
            return self.schema.is_sub_type(cast(Any, condition), possible)
        return condition is possible

    def _add_field(self, total: Cost, node: FieldNode, parent: GraphQLCompositeType, page: PageSize | None) -> None:
        name = node.name.value
        if name == "__typename":
            return
        definition: GraphQLField = META_FIELDS.get(name) or parent.fields[name]  # type: ignore[union-attr]
        total.constant += WEIGHTS.get(name, 0)
        kind = get_named_type(definition.type)
        if not is_composite_type(kind) or node.selection_set is None:
            return
        own_page = self._page_size(node, definition)
        is_list = is_list_type(get_nullable_type(cast(Any, definition.type)))
        factor: int | PageSize = 1
        if is_list:
            in_connection = page if name in ("nodes", "edges", "changes") else None
            factor = own_page or in_connection or PLAIN_LIST
        below = self.selection(node.selection_set, cast(GraphQLCompositeType, kind), None if is_list else own_page)
        one = Cost(constant=1)
        one.add(1, below)
        total.add(factor, one)

    def _page_size(self, node: FieldNode, definition: GraphQLField) -> PageSize | None:
        if "first" not in definition.args:
            return None
        sizes: dict[str, Size] = {}
        for argument in node.arguments:
            if isinstance(argument.value, IntValueNode):
                sizes[argument.name.value] = int(argument.value.value)
            elif isinstance(argument.value, VariableNode):
                sizes[argument.name.value] = argument.value.name.value
        default = definition.args["first"].default_value
        page = PageSize(sizes.get("first"), sizes.get("last"), default if isinstance(default, int) else DEFAULT_PAGE)
        self.pages[page] = None
        return page
