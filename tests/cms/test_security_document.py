"""``docs/security.md`` names tests as its proof: each of them is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NAMED = sorted(set(re.findall(r"`(tests/[\w/.]+(?:::\w+)?)`", (ROOT / "docs" / "security.md").read_text())))


def test_the_document_names_its_tests():
    assert len(NAMED) > 20


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_is_named_as_proof_is_there(name):
    path, _, test = name.partition("::")

    assert (ROOT / path).exists()
    if test:
        assert re.search(rf"^(async )?def {test}\(", (ROOT / path).read_text(), re.MULTILINE)
