"""What the log says of an event, and what it leaves out."""

import json
import logging
from logging.config import DictConfigurator

import pytest

from api.previews.tokens import new_reference, token_of
from cms.logs import logging_settings


@pytest.mark.parametrize("form", ["json", "text"])
def test_no_line_holds_the_token_of_a_preview_link(form, rf):
    token = token_of(new_reference())
    formatter = DictConfigurator(logging_settings(form=form, level="INFO")).configure_formatter(
        logging_settings(form=form, level="INFO")["formatters"]["event"]
    )
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Failed: %s", (f"/pt/rascunho/{token}/",), None)
    record.request = rf.get("/graphql/Preview", {"token": token})
    try:
        raise ValueError(f"token={token}")
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)

    line = formatter.format(record)

    assert token not in line
    assert token[-32:] not in line
    assert "draft_…" in line
    assert "/pt/rascunho/" in line
    if form == "json":
        assert json.loads(line)["level"] == "error"
