"""Generates valid questions over the real schema: fragments, aliases, merged fields, directives, variables, cycles."""

from typing import Any

from graphql import (
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_enum_type,
    is_interface_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from hypothesis import strategies as st

from api.schema import schema

SCHEMA = schema.graphql_schema
DEEPEST = 6

# What arguments are given, by name; enumerations give themselves. A value that does not exist is as good as any.
ARGUMENTS: dict[str, list[Any]] = {
    "id": ["NewsPage:100", "HomePage:1", "Topic:1", "Image:1", "Site:1", "EventPage:30", "NewsPage:9999", "nonsense"],
    "path": ["/pt/", "/pt/news/", "/pt/news/item-0/", "/en/", "/pt/service/", "/nowhere/", "/old/", "/gone/"],
    "site": ["labx.example", "other.example"],
    "hostname": ["labx.example", "other.example"],
    "query": ["item", "newspage 100", "nothing"],
    "prefix": ["it", "newspage 1", "nothing", ""],
    "parent": ["HomePage:1", "NewsIndexPage:2", "Nothing:1"],
    "first": [0, 1, 2, 5],
    "last": [1, 3],
    "fallback": [True, False],
}
FILTERS: dict[str, list[Any]] = {
    "topics": [["topic-1"], ["Topic:2", "topic-3"], ["unknown"], []],
    "audiences": [["audience-1"]],
    "organisations": [["Organisation:1"]],
    "series": [["Series:1"]],
    "channel": [["ONLINE"]],
    "publishedAfter": ["2026-03-01T09:55:00+00:00"],
    "publishedBefore": ["2026-03-01T09:59:00Z"],
}


# One request opens one link to a draft: several questions asked together are not those questions asked alone.
LEFT_OUT = {"preview"}


class Question:
    """One operation as it grows: its text, its variables, its fragments."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.variables: dict[str, tuple[str, Any]] = {}
        self.fragments: list[str] = []
        self.fields_left = 60
        self.numbered = 0

    def text(self) -> str:
        selection = self.selection(SCHEMA.query_type, 0)
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in self.variables.items())
        head = f"query Generated({declared})" if declared else "query Generated"
        return "\n".join([f"{head} {selection}", *self.fragments])

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, (_, value) in self.variables.items()}

    def one_of(self, values: Any) -> Any:
        return self.draw(st.sampled_from(list(values)))

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) < percent

    def selection(self, kind: Any, depth: int) -> str:
        """A selection set. Fields are aliased unless they cannot clash, and some are asked twice, in parts."""
        parts: list[str] = []
        if self.chance(30):
            parts.append("__typename")
        if hasattr(kind, "fields"):
            # One field in pieces: `children(first: 2) { totalCount } … children(first: 2) { nodes { id } }`
            for name in self._names(kind, depth):
                parts += self.field(kind, name, depth)
        if is_abstract_type(kind) or self.chance(15):
            for _ in range(self.draw(st.integers(0 if hasattr(kind, "fields") else 1, 3))):
                parts.append(self.fragment(kind, depth))
        return "{ " + " ".join(parts or ["__typename"]) + " }"

    def _names(self, kind: Any, depth: int) -> list[str]:
        names = [
            name
            for name, field in kind.fields.items()
            if (depth < DEEPEST or not is_composite_type(get_named_type(field.type))) and name not in LEFT_OUT
        ]
        number = self.draw(st.integers(1, 2 if depth == 0 else 4))
        chosen = [self.one_of(names) for _ in range(number)] if names else []
        self.fields_left -= len(chosen)
        return chosen if self.fields_left > 0 else chosen[:1]

    def field(self, kind: Any, name: str, depth: int) -> list[str]:
        field = kind.fields[name]
        below = get_named_type(field.type)
        arguments = self.arguments(field)
        # Two types of one union may give a name different types: an alias with the type in it is safe. With arguments
        # it is numbered, because two fields of one name must have the same.
        number = ""
        if arguments:
            self.numbered += 1
            number = f"_{self.numbered}"
        elif self.chance(50):
            number = f"_{self.draw(st.integers(0, 3))}x"
        alias = f"{kind.name}_{name}{number}: "
        head = f"{alias}{name}{arguments}{self.directives()}"
        if not is_composite_type(below):
            return [head]
        asked = [f"{head} {self.selection(below, depth + 1)}"]
        if self.chance(15):
            asked.append(f"{head} {self.selection(below, depth + 1)}")
        return asked

    def fragment(self, kind: Any, depth: int) -> str:
        """An inline or a named fragment on the type, on an interface of it, or on one of its possible types."""
        conditions = [kind]
        if is_abstract_type(kind):
            conditions += SCHEMA.get_possible_types(kind)
        if isinstance(kind, GraphQLObjectType) or is_interface_type(kind):
            conditions += kind.interfaces
        condition = self.one_of(conditions)
        selection = self.selection(condition, depth + 1 if condition is kind else depth)
        if self.chance(50):
            return f"... on {condition.name}{self.directives()} {selection}"
        name = f"Fragment{len(self.fragments)}"
        self.fragments.append(f"fragment {name} on {condition.name} {selection}")
        return f"...{name}{self.directives()}"

    def directives(self) -> str:
        if not self.chance(12):
            return ""
        directive, value = self.one_of(["include", "skip"]), self.one_of([True, False])
        if self.chance(50):
            return f" @{directive}(if: {str(value).lower()})"
        return f" @{directive}(if: ${self.variable('Boolean!', value)})"

    def arguments(self, field: Any) -> str:
        given: list[str] = []
        for name, argument in field.args.items():
            if not is_non_null_type(argument.type) and not self.chance(35):
                continue
            if name in ("last", "before") and any(one.startswith("first:") for one in given):
                continue
            if name == "id" and any(one.startswith("path:") for one in given):
                continue
            value = self.value(name, argument.type)
            if value is None:
                continue
            if self.chance(30):
                given.append(f"{name}: ${self.variable(str(argument.type), value)}")
            else:
                given.append(f"{name}: {self.literal(value, argument.type)}")
        names = [one.split(":")[0] for one in given]
        if "fallback" in field.args and "path" not in names and "id" not in names:
            given.append('path: "/pt/"')
        return f"({', '.join(given)})" if given else ""

    def value(self, name: str, kind: Any) -> Any:
        named = get_named_type(kind)
        if is_enum_type(named):
            value = self.one_of(named.values)
            return [value] if is_list_type(kind) else value
        if named.name.endswith("Filter"):
            fields = [one for one in named.fields if self.chance(30)]
            return {
                one: value for one in fields if (value := self.filter_value(one, named.fields[one].type)) is not None
            }
        return self.one_of(ARGUMENTS[name]) if name in ARGUMENTS else None

    def filter_value(self, name: str, kind: Any) -> Any:
        return self.value(name, kind) if is_enum_type(get_named_type(kind)) else self.one_of(FILTERS.get(name, [None]))

    def variable(self, kind: str, value: Any) -> str:
        name = f"v{len(self.variables)}"
        self.variables[name] = (kind, value)
        return name

    def literal(self, value: Any, kind: Any) -> str:
        named = get_named_type(kind)
        if isinstance(value, dict):
            fields = [f"{name}: {self.literal(one, named.fields[name].type)}" for name, one in value.items()]
            return "{" + ", ".join(fields) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.literal(one, named) for one in value) + "]"
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int) or is_enum_type(named):
            return str(value)
        assert is_leaf_type(named)
        return '"' + value + '"'


@st.composite
def questions(draw: Any) -> tuple[str, dict[str, Any]]:
    """A valid document and the values of its variables."""
    question = Question(draw)
    text = question.text()
    return text, question.values
