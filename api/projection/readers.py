"""How the fields of stored documents are read: plain values, references to entries, parts of a document.

A reader stands in ``GraphQLField.extensions``. It says the same thing twice: ``compile`` for the projection, and
``resolve`` for graphql-core's own executor, against which a test compares the projection.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from graphql import GraphQLResolveInfo

from api.context import ReadContext
from api.projection.compiler import Ask, Compiled, Selection
from api.projection.loading import Level, Run
from api.projection.values import Reached
from published.reading import StoredEntry


class Reader:
    """The base: what a field of the schema needs to be printed and to be resolved."""

    def compile(self, ask: Ask) -> Compiled:
        raise NotImplementedError

    def resolve(self, source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        raise NotImplementedError


class Part(Enum):
    """Where a value is kept: in an entry's card, in its body, or in a part of a document, which is a dict."""

    CARD = "card"
    BODY = "body"
    INLINE = "inline"

    def getter(self, name: str, default: Any = None) -> Callable[[Any], Any]:
        """Takes the value called ``name`` from an entry (or dict); ``default`` where it is not there."""
        if self is Part.CARD:
            return lambda entry: entry.card.get(name, default)
        if self is Part.BODY:
            return lambda entry: entry.body.get(name, default)
        return lambda part: part.get(name, default)

    def look_up(self, name: str, default: Any = None) -> str:
        """The same in ``Compiled.source``."""
        given = f"{name!r}" if default is None else f"{name!r}, {default!r}"
        return f"{'part' if self is Part.INLINE else self.value}({given})"

    def with_body(self, source: Reached, context: ReadContext) -> Any:
        """The entry of ``source``, with its body where that is needed (only when graphql-core executes)."""
        if self is Part.BODY and source.value.body is None:
            return context.entry(source.value.key, with_body=True)
        return source.value


@dataclass(frozen=True)
class Plain(Reader):
    """A value that is stored ready to print; ``default`` where a document has none."""

    part: Part
    name: str
    default: Any = None
    as_float: bool = False

    def compile(self, ask: Ask) -> Compiled:
        name, default = self.name, self.default
        if self.as_float:
            get = self.part.getter(name)

            def print_float(value: Any, run: Run, locale: str) -> Any:
                number = get(value)
                return default if number is None else float(number)

            return Compiled(print_float, body=self.part is Part.BODY)
        get = self.part.getter(name, default)
        source = None
        if name.isidentifier() and (default is None or isinstance(default, str | int) or default == []):
            source = self.part.look_up(name, default)
        return Compiled(lambda value, run, locale: get(value), body=self.part is Part.BODY, source=source)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        stored = self.part.getter(self.name)(self.part.with_body(source, info.context))
        return self.default if stored is None else stored


@dataclass(frozen=True)
class Nothing(Reader):
    """A field that entries of a type never have a value for: null, or an empty list."""

    is_list: bool

    def compile(self, ask: Ask) -> Compiled:
        is_list = self.is_list
        return Compiled(lambda entry, run, locale: [] if is_list else None)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return [] if self.is_list else None


@dataclass(frozen=True)
class Column(Reader):
    """A column of the entry itself."""

    name: str

    def compile(self, ask: Ask) -> Compiled:
        name = self.name
        return Compiled(lambda entry, run, locale: getattr(entry, name), source=f"value.{name}")

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return getattr(source.value, self.name)


@dataclass(frozen=True)
class EntryLocale(Reader):
    """The language of an entry's words as the Locale enum has it: ``pt-br`` is ``pt_br``."""

    def compile(self, ask: Ask) -> Compiled:
        return Compiled(lambda entry, run, locale: entry.locale.replace("-", "_") or None)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return source.value.locale.replace("-", "_") or None


@dataclass(frozen=True)
class Reference(Reader):
    """One other entry, by key; null where it is not in the store."""

    part: Part
    name: str

    def compile(self, ask: Ask) -> Compiled:
        get, below = self.part.getter(self.name), _below(ask)

        def collect(value: Any, run: Run, level: Level) -> None:
            key = get(value)
            if key is not None:
                level.want_key(below, key)

        look = self.part.look_up(self.name)
        return Compiled(
            lambda value, run, locale: run.print_key(below, get(value), locale),
            collect,
            body=self.part is Part.BODY,
            source=f"(printed_#[key] if (key := {look}) in printed_# else run.print_key(below_#, key, locale))",
            collect_source=f"if (key := {look}) is not None: keys_#.add(key)",
            below=below,
        )

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        key = self.part.getter(self.name)(self.part.with_body(source, info.context))
        return reach(key, source, info)


@dataclass(frozen=True)
class References(Reader):
    """Other entries in the editor's order; those not in the store are left out."""

    part: Part
    name: str

    def compile(self, ask: Ask) -> Compiled:
        get, below = self.part.getter(self.name), _below(ask)

        def collect(value: Any, run: Run, level: Level) -> None:
            for key in get(value) or ():
                level.want_key(below, key)

        def print_all(value: Any, run: Run, locale: str) -> list[Any]:
            keys = get(value)
            return [one for key in keys if (one := run.print_key(below, key, locale)) is not None] if keys else []

        look = self.part.look_up(self.name)
        one = "printed_#[key] if key in printed_# else run.print_key(below_#, key, locale)"
        return Compiled(
            print_all,
            collect,
            body=self.part is Part.BODY,
            source=f"[one for key in {look} or () if (one := {one}) is not None]",
            collect_source=f"keys_#.update({look} or ())",
            below=below,
        )

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        keys = self.part.getter(self.name)(self.part.with_body(source, info.context)) or ()
        reached = [reach(key, source, info) for key in keys]
        return [entry for entry in reached if entry is not None]


@dataclass(frozen=True)
class Inline(Reader):
    """A part of the document with a type of its own; ``type_name`` where the part does not say which."""

    part: Part
    name: str
    type_name: str | None = None

    def compile(self, ask: Ask) -> Compiled:
        get, below, fixed = self.part.getter(self.name), _below(ask), self.type_name

        def collect(value: Any, run: Run, level: Level) -> None:
            part = get(value)
            if part is not None:
                below.of(fixed or part["__typename"]).collect(part, run, level)

        def print_one(value: Any, run: Run, locale: str) -> Any:
            part = get(value)
            return None if part is None else below.of(fixed or part["__typename"]).print(part, run, locale)

        return Compiled(print_one, collect, body=self.part is Part.BODY)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        part = self.part.getter(self.name)(self.part.with_body(source, info.context))
        return None if part is None else Reached(part, source.locale)


@dataclass(frozen=True)
class Inlines(Reader):
    """A list of parts of the document: blocks of a body, rows of an agenda."""

    part: Part
    name: str
    type_name: str | None = None

    def compile(self, ask: Ask) -> Compiled:
        get, below, fixed = self.part.getter(self.name), _below(ask), self.type_name

        def collect(value: Any, run: Run, level: Level) -> None:
            for part in get(value) or ():
                below.of(fixed or part["__typename"]).collect(part, run, level)

        def print_all(value: Any, run: Run, locale: str) -> list[Any]:
            return [below.of(fixed or part["__typename"]).print(part, run, locale) for part in get(value) or ()]

        return Compiled(print_all, collect, body=self.part is Part.BODY)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        parts = self.part.getter(self.name)(self.part.with_body(source, info.context)) or ()
        return [Reached(part, source.locale) for part in parts]


def reach(key: str | None, source: Reached, info: GraphQLResolveInfo) -> Reached | None:
    """The entry of a key as graphql-core's executor is handed it; None where it is not in the store."""
    entry: StoredEntry | None = info.context.entry(key) if key is not None else None
    return None if entry is None else Reached(entry, entry.locale or source.locale)


def _below(ask: Ask) -> Selection:
    assert ask.below is not None
    return ask.below
