"""How the fields of a site are read: most of them stand in its settings, some of them once per language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from graphql import GraphQLResolveInfo

from api.context import ReadContext, default_locale
from api.projection.compiler import Ask, Compiled
from api.projection.loading import Level, Run
from api.projection.readers import Part, Reader
from api.projection.values import Reached
from published.reading import StoredEntry


def _settings_of(site: StoredEntry, context: ReadContext) -> StoredEntry:
    """The settings of a site; empty ones where nobody ever saved any."""
    return context.settings_of(site) or StoredEntry("", "SiteSettings", "", None, None, None, None, True, {}, {})


@dataclass(frozen=True)
class OfSettings(Reader):
    """A field of the site that stands in its settings."""

    inner: Reader

    def compile(self, ask: Ask) -> Compiled:
        inner = self.inner.compile(ask)
        collect = inner.collect

        def collect_settings(site: StoredEntry, run: Run, level: Level) -> None:
            if collect is not None:
                collect(_settings_of(site, run.context), run, level)

        return Compiled(
            lambda site, run, locale: inner.printer(_settings_of(site, run.context), run, locale),
            collect_settings if collect is not None else None,
        )

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return self.inner.resolve(Reached(_settings_of(source.value, info.context), source.locale), info, **arguments)


@dataclass(frozen=True)
class InLanguage(Reader):
    """A text that stands once per language: in that asked for, else that in which it was reached; else empty."""

    part: Part
    names: Mapping[str, str]  # by language

    def compile(self, ask: Ask) -> Compiled:
        asked, get = ask.arguments.get("locale"), self.of
        return Compiled(lambda value, run, locale: get(value, asked or locale), body=self.part is Part.BODY)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> str:
        return self.of(self.part.with_body(source, info.context), arguments.get("locale") or source.locale)

    def of(self, value: Any, locale: str) -> str:
        """The text in a language; "" where there is none."""
        name = self.names.get(locale) or self.names[default_locale()]
        return self.part.getter(name)(value) or ""

    def __hash__(self) -> int:
        return hash(tuple(self.names))


@dataclass(frozen=True)
class Label(Reader):
    """The words of a link in the language in which it was reached; without any, the title of the page it leads to."""

    words: InLanguage
    page: "TranslatedReference"

    def compile(self, ask: Ask) -> Compiled:
        asked, words, page = ask.arguments.get("locale"), self.words, self.page
        get = page.part.getter(page.name)

        def collect(value: Any, run: Run, level: Level) -> None:
            key = get(value)
            if key is not None:
                level.want_translated(None, asked, key)

        def print_one(value: Any, run: Run, locale: str) -> str:
            return words.of(value, asked or locale) or _title(page.found(get(value), run, asked or locale))

        return Compiled(print_one, collect)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> str:
        locale = arguments.get("locale") or source.locale
        words = self.words.of(source.value, locale)
        if words:
            return words
        reached = self.page.resolve(Reached(source.value, locale), info)
        return _title(reached.value if reached else None)


def _title(page: StoredEntry | None) -> str:
    return str(page.card.get("title") or "") if page is not None else ""


@dataclass(frozen=True)
class ForLanguage(Reader):
    """A field whose parts are printed for the language asked for."""

    inner: Reader

    def compile(self, ask: Ask) -> Compiled:
        inner = self.inner.compile(ask)
        asked, printer = ask.arguments.get("locale"), inner.printer
        return Compiled(
            lambda value, run, locale: printer(value, run, asked or locale),
            inner.collect,
            body=inner.body,
            entries=inner.entries,
        )

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return self.inner.resolve(Reached(source.value, arguments.get("locale") or source.locale), info)


@dataclass(frozen=True)
class TranslatedReference(Reader):
    """A page, in the language in which the reference was reached where it has a translation, else as it is."""

    part: Part
    name: str

    def compile(self, ask: Ask) -> Compiled:
        get, below, asked = self.part.getter(self.name), ask.below, ask.arguments.get("locale")
        assert below is not None

        def collect(value: Any, run: Run, level: Level) -> None:
            key = get(value)
            if key is not None:
                level.want_translated(below, asked, key)

        def print_one(value: Any, run: Run, locale: str) -> Any:
            entry = self.found(get(value), run, locale)
            return None if entry is None else run.print_entry(below, entry, locale)

        return Compiled(print_one, collect, body=self.part is Part.BODY, entries=(below,))

    def found(self, key: str | None, run: Run, locale: str) -> StoredEntry | None:
        """The page in a language among what was loaded; None where it is not public."""
        entry = run.entries.get(key) if key is not None else None
        return None if entry is None else run.in_language(entry, locale)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        key = self.part.getter(self.name)(self.part.with_body(source, info.context))
        entry = info.context.entry(key) if key is not None else None
        if entry is None:
            return None
        chosen = info.context.in_language(entry, source.locale) or entry
        return Reached(chosen, chosen.locale or source.locale)


@dataclass(frozen=True)
class Itself(Reader):
    """A group of fields: an object whose value is that of the object it stands in."""

    type_name: str

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of(self.type_name)
        return Compiled(below.print, below.collect, body=below.body)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Reached:
        return source


@dataclass(frozen=True)
class Languages(Reader):
    """The languages in which the site's content is published."""

    def compile(self, ask: Ask) -> Compiled:
        names = [code.replace("-", "_") for code in _languages()]
        return Compiled(lambda site, run, locale: names)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> list[str]:
        return _languages()


def _languages() -> list[str]:
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


@dataclass(frozen=True)
class SocialAccounts(Reader):
    """The social accounts that are filled in, in a fixed order; ``names`` are fields of the settings by service."""

    names: Mapping[str, str]

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of("SocialAccount")

        def print_all(site: StoredEntry, run: Run, locale: str) -> list[Any]:
            return [below.print(account, run, locale) for account in self._accounts(site, run.context)]

        return Compiled(print_all)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> list[Reached]:
        return [Reached(account, source.locale) for account in self._accounts(source.value, info.context)]

    def _accounts(self, site: StoredEntry, context: ReadContext) -> list[dict[str, str]]:
        card = _settings_of(site, context).card
        accounts = [{"service": service, "url": card.get(name) or ""} for service, name in self.names.items()]
        return [account for account in accounts if account["url"]]

    def __hash__(self) -> int:
        return hash(tuple(self.names))
