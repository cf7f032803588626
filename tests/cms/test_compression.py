import gzip

import pytest
from django.http import FileResponse, HttpResponse, HttpResponseNotModified
from django.test import RequestFactory
from django.utils.cache import patch_vary_headers

from cms.compression import CompressionMiddleware

WORDS = "Renovamos os serviços públicos. " * 100


def answer(response, *, accepts="gzip, br"):
    request = RequestFactory().get("/pt/", headers={"accept-encoding": accepts})
    return CompressionMiddleware(lambda _request: response)(request)


def test_a_public_page_is_compressed_for_who_can_read_it():
    response = answer(HttpResponse(WORDS))

    assert response["Content-Encoding"] == "gzip"
    assert response["Vary"] == "Accept-Encoding"
    assert gzip.decompress(response.content).decode() == WORDS
    assert int(response["Content-Length"]) == len(response.content) < 400


def test_who_cannot_read_it_gets_the_words_themselves():
    assert answer(HttpResponse(WORDS), accepts="identity").content.decode() == WORDS


@pytest.mark.parametrize("words", ["private, no-store", "private", "no-store"])
def test_what_may_not_be_kept_is_not_compressed(words):
    assert not answer(HttpResponse(WORDS, headers={"Cache-Control": words})).has_header("Content-Encoding")


def test_a_page_with_a_token_is_not_compressed():
    response = HttpResponse(WORDS)
    patch_vary_headers(response, ["Cookie"])

    assert not answer(response).has_header("Content-Encoding")


def test_an_answer_that_sets_a_cookie_is_not_compressed():
    response = HttpResponse(WORDS)
    response.set_cookie("__Host-csrf", "secret")

    assert not answer(response).has_header("Content-Encoding")


def test_files_are_passed_on_as_they_are():
    assert not answer(HttpResponse(b"\x89PNG" * 100, content_type="image/png")).has_header("Content-Encoding")
    assert not answer(FileResponse([WORDS.encode()], content_type="text/csv")).has_header("Content-Encoding")


def test_a_page_unchanged_varies_like_the_page():
    unchanged = HttpResponseNotModified(headers={"ETag": 'W/"x"', "Cache-Control": "public, max-age=0"})

    assert answer(unchanged)["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"x"', "Cache-Control": "private, no-store"}])
def test_a_file_or_a_private_page_unchanged_does_not(headers):
    assert not answer(HttpResponseNotModified(headers=headers)).has_header("Vary")
