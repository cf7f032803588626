"""From a question to a response: prepared, allowed, paid for, answered or known already. Called by ``api.views``."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from api import freshness
from api.answers import Answer, http_response
from api.callers import Caller
from api.context import ReadContext
from api.door import Door, Prepared
from api.errors import MethodError
from api.kept_answers import may_keep, stand_on
from api.keys import access
from api.operations import StoredOperation, StoredOperations
from api.persisted import persisted_queries
from api.previews.opening import note_opening
from api.questions import Question
from api.usage import budgets, records
from published.reading import StoreReader, public_reader


@dataclass(frozen=True)
class Asking:
    """Who asks, through which door, and in which media type they are answered."""

    caller: Caller
    media_type: str
    door: Door
    stored: StoredOperations


def answer(
    request: HttpRequest, asking: Asking, question: Question, operation: StoredOperation | None = None
) -> HttpResponse:
    """The response to a question; ``operation`` is the stored operation that was asked by its address."""
    is_with_text = bool(question.query)
    if question.sha256 is not None:
        operation = operation or asking.stored.with_key(question.sha256)
        question = persisted_queries.complete(question, operation)
    access.check_question(asking.caller, question)
    document = operation.document if operation else asking.door.documents.get(question.query)
    if request.method != "POST" and document.may_write(question.operation_name):
        raise MethodError(allowed="POST")
    prepared = asking.door.prepare(question, document)
    if isinstance(prepared, Answer):
        budgets.spend(asking.caller, budgets.INVALID)
        records.note(asking.caller, None, prepared)
        return http_response(prepared, media_type=asking.media_type)
    access.check(asking.caller, prepared)
    if question.sha256 is not None:
        persisted_queries.keep(question)
    if prepared.is_private or document.may_write(question.operation_name):
        return _executed(request, asking, prepared, operation, StoreReader())[0]
    # What is sent with its hash is to be remembered under it each time, see above: so it is asked anew each time.
    may_repeat = question.sha256 is None or not is_with_text
    if request.method == "POST":
        return _posted(request, asking, prepared, operation, may_repeat=may_repeat)
    return _kept(request, asking, prepared, operation, may_repeat=may_repeat)


def _posted(
    request: HttpRequest, asking: Asking, prepared: Prepared, operation: StoredOperation | None, *, may_repeat: bool
) -> HttpResponse:
    """An answer that nobody outside may keep; in this process it may be, as long as nothing is published."""
    state = None
    if may_repeat and may_keep(asking.caller):
        state = freshness.store_state(clock=prepared.depends_on_clock)
    store = public_reader(state.version[1:] if state else ())
    response, _context, result = _executed(request, asking, prepared, operation, store)
    if state is not None and not result.errors:
        stand_on(response, state, prepared, name=operation.name if operation else None)
    return response


def _kept(
    request: HttpRequest, asking: Asking, prepared: Prepared, operation: StoredOperation | None, *, may_repeat: bool
) -> HttpResponse:
    """An answer that may be kept, or 304 to who has it already."""
    # The version is read first: what is published in between makes the answer newer than its tag, never older.
    state = freshness.store_state(clock=prepared.depends_on_clock)
    tag = freshness.entity_tag(
        state.version,
        freshness.release_fingerprint(asking.door.schema),
        prepared.document.key,
        asking.media_type,
        request.get_host(),
        request.get_full_path(),
    )
    keeping = freshness.Keeping(tag, state.next_change, is_private=asking.caller.key is not None)
    name = operation.name if operation else None
    may_repeat = may_repeat and may_keep(asking.caller)
    if freshness.is_known(request, tag):
        budgets.spend(asking.caller, budgets.REFUSAL)
        records.note(asking.caller, prepared, None, operation=name)
        unchanged = HttpResponseNotModified()
        freshness.may_be_kept(unchanged, keeping)
        if may_repeat:
            stand_on(unchanged, state, prepared, tag=tag, name=name)
        return unchanged
    store = public_reader(state.version[1:])
    response, context, result = _executed(request, asking, prepared, operation, store)
    if not result.errors:
        freshness.may_be_kept(response, keeping)
        freshness.name_entries(response, [key for key, entry in context.entries.items() if entry is not None])
        if may_repeat:
            stand_on(response, state, prepared, tag=tag, name=name)
    return response


def _executed(
    request: HttpRequest,
    asking: Asking,
    prepared: Prepared,
    operation: StoredOperation | None,
    store: StoreReader,
) -> tuple[HttpResponse, ReadContext, Answer]:
    budgets.spend(asking.caller, prepared.cost)
    context = ReadContext(
        host=request.get_host(), document_key=prepared.document.key, caller=asking.caller, store=store
    )
    result = asking.door.execute(prepared, context)
    records.note(asking.caller, prepared, result, operation=operation.name if operation else None)
    response = http_response(result, media_type=asking.media_type)
    if prepared.is_private:
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"  # the token may stand in the address
    if context.draft is not None and context.draft.link is not None and request.method != "HEAD":
        note_opening(context.draft.link)
    if asking.caller.key is not None or prepared.is_private:
        response["Cache-Control"] = freshness.FOR_NOBODY_ELSE
    return response, context, result
