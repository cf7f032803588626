"""Stored operations asked in process, by the public website: the same questions and answers as over HTTP.

All operations asked together are read together, level by level: a page costs as many statements as its deepest one.
"""

from collections.abc import Mapping
from typing import Any

from api.answers import Answer
from api.context import ReadContext
from api.execution_context import ProjectedExecutionContext, execute_together
from api.questions import Question
from api.views import door, stored_operations

Answers = dict[str, dict[str, Any]]


class OperationRefusedError(Exception):
    """A stored operation was refused or failed; ``errors`` are those that a client would be told."""

    def __init__(self, name: str, answer: Answer) -> None:
        super().__init__(f"{name}: {'; '.join(str(error) for error in answer.errors)}")
        self.name = name
        self.answer = answer
        self.errors = answer.errors


def answers(context: ReadContext, questions: Mapping[str, Mapping[str, Any]]) -> Answers:
    """The data of stored operations by name; ``questions`` are their variables by name.

    Raises OperationRefusedError for the first that is refused.
    """
    executions = {name: _execution(context, name, variables) for name, variables in questions.items()}
    results = execute_together(list(executions.values())) if executions else []
    found: Answers = {}
    for name, result in zip(executions, results, strict=True):
        if result.errors or result.data is None:
            raise OperationRefusedError(name, Answer(result.data, result.errors or (), executed=True))
        found[name] = result.data
    return found


def _execution(context: ReadContext, name: str, variables: Mapping[str, Any]) -> ProjectedExecutionContext:
    operation = stored_operations(door()).get(name)
    prepared = door().prepare(Question(operation.text, dict(variables), name), operation.document)
    if isinstance(prepared, Answer):
        raise OperationRefusedError(name, prepared)
    execution = door().execution(prepared, context)
    assert isinstance(execution, ProjectedExecutionContext)
    execution.document_key = operation.document.key
    return execution
