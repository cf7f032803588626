"""What a projection gives: the document of one entry, or the fields that could not be projected."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass
class Document:
    """Everything the store holds of one thing; ``card`` and ``body`` by GraphQL name, ready to print."""

    key: str
    type: str
    locale: str = ""
    site: int | None = None
    path: str | None = None
    translation_key: UUID | None = None
    tree: str | None = None
    listed: bool = True
    card: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    sort_at: datetime | None = None
    sort_title: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    terms: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FieldProblem:
    """One field that cannot be published: its name as editors read it on the form, and why."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}"


class ProjectionError(Exception):
    """Something cannot be projected; ``problems`` names each field and says why."""

    def __init__(self, key: str, problems: list[FieldProblem]) -> None:
        super().__init__(f"{key}: {'; '.join(map(str, problems))}")
        self.key = key
        self.problems = problems


class FieldError(Exception):
    """A value that cannot be published; raised by readers, with a sentence for the editor."""
