"""Stored operations asked in process, by the public website: the same questions and answers as over HTTP."""

from collections.abc import Mapping
from typing import Any

from api import views
from api.answers import Answer
from api.context import ReadContext
from api.questions import Question

Answers = dict[str, dict[str, Any]]


class OperationRefusedError(Exception):
    """A stored operation was refused or failed; ``errors`` are those that a client would be told."""

    def __init__(self, name: str, answer: Answer) -> None:
        super().__init__(f"{name}: {'; '.join(str(error) for error in answer.errors)}")
        self.errors = answer.errors


def answers(context: ReadContext, questions: Mapping[str, Mapping[str, Any]]) -> Answers:
    """The data of stored operations by name; ``questions`` are their variables by name.

    Raises OperationRefusedError for the first that is refused.
    """
    return {name: _answer(context, name, variables) for name, variables in questions.items()}


def _answer(context: ReadContext, name: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    door = views.door()
    operation = views.stored_operations(door).get(name)
    prepared = door.prepare(Question(operation.text, dict(variables), name), operation.document)
    if isinstance(prepared, Answer):
        raise OperationRefusedError(name, prepared)
    context.document_key = operation.document.key
    answer = door.execute(prepared, context)
    if answer.errors or answer.data is None:
        raise OperationRefusedError(name, answer)
    return answer.data
