"""How a page tells its languages: what was asked for, what was served, and since when it is behind its original.

Nothing of it is stored: all follows from the columns and dates of the pages that are translations of each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone
from graphql import GraphQLResolveInfo

from api.projection.compiler import Ask, Compiled
from api.projection.loading import Level, Run
from api.projection.readers import Reader
from api.projection.values import Reached
from published.reading import StoredEntry


@dataclass(frozen=True)
class Translation(Reader):
    """The page itself, told as a translation."""

    def compile(self, ask: Ask) -> Compiled:
        assert ask.below is not None
        below = ask.below.of("PageTranslation")
        return Compiled(below.print, below.collect if below.collectors else None)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Reached:
        return source


@dataclass(frozen=True)
class Asked(Reader):
    """The language that was asked for: by an argument, else by the address."""

    def compile(self, ask: Ask) -> Compiled:
        return Compiled(lambda entry, run, locale: asked_locale(entry))

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> str:
        return asked_locale(source.value)


def asked_locale(entry: StoredEntry) -> str:
    """The language asked for as the Locale enum has it; at the address of an alias, other words may stand."""
    if entry.asked is not None:
        return entry.asked.replace("-", "_")
    of_address = (entry.path or "").strip("/").partition("/")[0]
    is_known = of_address in (code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
    return (entry.locale if entry.listed or not is_known else of_address).replace("-", "_")


@dataclass(frozen=True)
class Original(Reader):
    """The page that this one is a translation of; itself where it is the first."""

    def compile(self, ask: Ask) -> Compiled:
        below = ask.below
        assert below is not None

        def collect(entry: StoredEntry, run: Run, level: Level) -> None:
            level.want_translations(below, entry)
            run.collect_entry(below, entry, level)

        def print_one(entry: StoredEntry, run: Run, locale: str) -> Any:
            return run.print_entry(below, original_of(entry, _others(entry, run)), locale)

        return Compiled(print_one, collect)

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> Reached:
        original = original_of(source.value, _read_others(source.value, info))
        return Reached(original, original.locale)


@dataclass(frozen=True)
class StaleSince(Reader):
    """When the original changed that this translation does not follow yet; null where it does."""

    def compile(self, ask: Ask) -> Compiled:
        return Compiled(
            lambda entry, run, locale: stale_since(entry, original_of(entry, _others(entry, run))),
            lambda entry, run, level: level.want_translations(None, entry),
        )

    def resolve(self, source: Reached, info: GraphQLResolveInfo, **arguments: Any) -> str | None:
        return stale_since(source.value, original_of(source.value, _read_others(source.value, info)))


def original_of(entry: StoredEntry, others: Iterable[StoredEntry]) -> StoredEntry:
    """The page of a group that was published first; of those at the same time, the one in the first language."""
    group = [one for one in (entry, *others) if one.listed]
    return min(group, key=_age, default=entry)


def _age(entry: StoredEntry) -> tuple[float, int, str]:
    published = entry.card.get("publishedAt")
    languages = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    rank = languages.index(entry.locale) if entry.locale in languages else len(languages)
    return datetime.fromisoformat(published).timestamp() if published else float("inf"), rank, entry.key


def stale_since(entry: StoredEntry, original: StoredEntry) -> str | None:
    """Since when a translation is behind its original, as an ISO moment.

    Where editors have noted a day on which the original changed for its readers, that day counts, and nothing smaller;
    else every publication of the original does. A translation that was published since is not behind.
    """
    updated, of_original = entry.card.get("updatedAt"), original.card.get("updatedAt")
    if original.key == entry.key or not entry.listed or not updated or not of_original:
        return None
    moment, noted = datetime.fromisoformat(updated), original.card.get("lastSignificantChange")
    if not noted:
        return of_original if datetime.fromisoformat(of_original) > moment else None
    day, own = date.fromisoformat(noted), entry.card.get("lastSignificantChange")
    followed = max(timezone.localdate(moment), date.fromisoformat(own) if own else date.min)
    return timezone.make_aware(datetime.combine(day, time.min)).isoformat() if day > followed else None


def _others(entry: StoredEntry, run: Run) -> list[StoredEntry]:
    found = (run.entries.get(key) for key in run.by_translation_key.get(entry.translation_key or "", ()))
    return [one for one in found if one is not None and one.key != entry.key]


def _read_others(entry: StoredEntry, info: GraphQLResolveInfo) -> list[StoredEntry]:
    if entry.translation_key is None:
        return []
    found = info.context.store.entries(translation_keys=[entry.translation_key])
    return [one for one in found if one.listed and one.path is not None and one.key != entry.key]
