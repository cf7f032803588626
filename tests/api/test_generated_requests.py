"""What schemathesis makes up from the schema, asked of the product's own server with its demonstration.

The same questions each time. More of them, and others, by hand: see generated_requests.py.
"""

import pytest

from tests.api.generated_requests import ask_generated, operations
from tests.site import demonstration

REQUESTS = 300


@pytest.fixture(scope="module")
def findings():
    with demonstration.served() as address:
        yield ask_generated(address, count=REQUESTS)


def test_no_generated_request_is_a_server_error(findings):
    assert findings.failures == []
    assert findings.asked == REQUESTS


def test_enough_of_them_are_executed(findings):
    assert findings.codes["answered"] > REQUESTS / 3


def test_every_root_field_is_asked():
    assert {"node", "page", "news", "search", "suggest", "changes"} <= {
        one.definition.field_name for one in operations()
    }
