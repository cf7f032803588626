"""The parse cache: each text once, bounded, least recently used out first."""

import pytest

from api import documents
from api.documents import Documents
from api.errors import DocumentLengthError, OperationResolutionError
from tests.api.stand_in import stand_in_schema


@pytest.fixture
def cache():
    return Documents(stand_in_schema(), introspection=False)


def test_the_same_text_is_prepared_once(cache):
    assert cache.get("{ hello }") is cache.get("{ hello }")
    assert cache.get("{ hello }") is not cache.get("{ hello  }")


def test_errors_are_kept_like_documents(cache):
    assert cache.get("{ unknown }") is cache.get("{ unknown }")
    assert cache.get("{ unknown }").errors


def test_a_text_too_long_is_not_kept(cache):
    with pytest.raises(DocumentLengthError):
        cache.get("{ hello }".ljust(20_001))

    assert len(cache) == 0


def test_the_number_of_documents_is_bounded_and_the_least_used_goes_first(cache, monkeypatch):
    monkeypatch.setattr(documents, "KEPT_DOCUMENTS", 2)
    first = cache.get("{ a: hello }")
    second = cache.get("{ b: hello }")
    cache.get("{ a: hello }")
    cache.get("{ c: hello }")

    assert len(cache) == 2
    assert cache.get("{ a: hello }") is first
    assert cache.get("{ b: hello }") is not second


def test_the_characters_of_all_documents_are_bounded(cache, monkeypatch):
    monkeypatch.setattr(documents, "KEPT_CHARACTERS", 25_000)
    for name in "abc":
        cache.get(f"{{ {name}: hello }}".ljust(10_000))

    assert len(cache) == 2


def test_an_operation_is_found_by_name_or_alone(cache):
    document = cache.get("query A { hello } query B { hello }")

    assert document.operation("B").node.name.value == "B"
    for name in (None, "C"):
        with pytest.raises(OperationResolutionError):
            document.operation(name)
    assert cache.get("query A { hello }").operation(None).node.name.value == "A"
