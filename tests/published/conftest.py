"""What the tests of the store share: the store's rows, the admin's client, and a look at what changed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from published import projection
from published.models import Entry, Term
from tests import factories


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """The admin's client, signed in as an administrator."""
    client.force_login(factories.administrator())
    return client


@pytest.fixture
def stored(db: None) -> Callable[[Any], Entry | None]:
    """Return the entry of an instance, or None."""

    def find(instance: Any) -> Entry | None:
        return Entry.objects.filter(key=f"{type(instance).__name__}:{instance.pk}").first()

    return find


@pytest.fixture
def terms(db: None) -> Callable[[Any], list[str]]:
    def find(instance: Any) -> list[str]:
        key = f"{type(instance).__name__}:{instance.pk}"
        return sorted(Term.objects.filter(key=key).values_list("term", flat=True))

    return find


@pytest.fixture
def unprojectable(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make the projection of an instance fail at its field "Summary"; without an instance, let all succeed again."""

    def fail_for(instance: Any = None) -> None:
        def check(document: projection.Document) -> list[projection.FieldProblem]:
            if instance is None or document.key != f"{type(instance).__name__}:{instance.pk}":
                return []
            return [projection.FieldProblem("Summary", "no such thing")]

        monkeypatch.setattr(projection, "_checks", [check])

    return fail_for
