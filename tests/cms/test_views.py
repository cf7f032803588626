"""The crossroads leads to the visitor's language; uploads are served without a proxy, private ones never."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from cms.views import preferred_language


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("pt-PT,pt;q=0.9,en;q=0.8", "pt"),
        ("pt-BR", "pt"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.5,pt;q=0.4", "en"),
        ("fr-FR", "pt"),
        ("", "pt"),
        ("*", "pt"),
        ("en;q=0,pt", "pt"),
        ("x" * 100_000, "pt"),
    ],
)
def test_the_language_is_the_first_of_ours_that_the_browser_asks_for(accepted: str, expected: str) -> None:
    assert preferred_language(accepted) == expected


def test_the_crossroads_sets_no_cookie_and_says_what_it_looked_at(client: Client) -> None:
    answer = client.get("/", headers={"accept-language": "en"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/")
    assert answer["Vary"] == "Accept-Language"
    assert not answer.cookies


@pytest.mark.django_db
def test_an_uploaded_image_is_served_and_kept(client: Client) -> None:
    file = Path(settings.MEDIA_ROOT) / "images/a.webp"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"RIFF")
    answer = client.get("/media/images/a.webp")
    assert b"".join(answer.streaming_content) == b"RIFF"  # type: ignore[attr-defined]
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "documents/secret.pdf",
        "./documents/secret.pdf",
        "/documents/secret.pdf",
        "wagtail_uploads/secret.png",
        "../manage.py",
        "images/../documents/secret.pdf",
        "images/",
        f"images/{'a' * 300}",
    ],
)
def test_documents_and_everything_outside_are_not_served(client: Client, path: str) -> None:
    secret = Path(settings.MEDIA_ROOT) / "documents/secret.pdf"
    secret.parent.mkdir(exist_ok=True)
    secret.write_bytes(b"%PDF")
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.django_db
def test_a_public_page_says_what_it_may_load_and_sets_no_cookie(client: Client) -> None:
    answer = client.get("/pt/")
    assert answer.status_code == 200
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/fr/", "/pt-pt/", "/pt/nada/", "/media/nada.webp"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
