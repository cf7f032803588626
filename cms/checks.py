"""System checks of what surrounds the product: whether files can be kept, and who may read them.

``manage.py check --deploy --tag media`` asks, after a change of the storage; registered by ``cms.apps``.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import requests
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cms.media import FOREVER

TIMEOUT = 10  # seconds
HINT = "See “Media on S3” in docs/production.md."


@register("media", deploy=True)
def check_media(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Files can be written; in a bucket, the world reads pictures, as they are to be kept, and nothing else."""
    try:
        with _written("images/check.png") as picture, _written("documents/check.txt") as document:
            if not settings.MEDIA_S3_BUCKET:
                return []
            return [*_picture_problems(picture), *_document_problems(document)]
    except OSError as error:
        message = f"Files cannot be kept: {error}"
        return [Warning(message, hint=f"Uploads fail until they can. {HINT}", id="cms.W001")]


@contextmanager
def _written(name: str) -> Iterator[str]:
    folder, _, file = name.partition("/")
    kept = default_storage.save(f"{folder}/{secrets.token_hex(12)}-{file}", ContentFile(b"check"))
    try:
        yield kept
    finally:
        default_storage.delete(kept)


def _picture_problems(name: str) -> Iterator[CheckMessage]:
    address = default_storage.url(name)
    if address.startswith("/"):
        address = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + address
    answer = _get(address)
    if answer is None or answer.status_code != 200:
        said = "nothing" if answer is None else answer.status_code
        message = f"Pictures cannot be read below MEDIA_URL: {address} answers {said}."
        yield Warning(message, hint=HINT, id="cms.W002")
        return
    told = (answer.headers.get("Content-Type"), answer.headers.get("Cache-Control"))
    if told != ("image/png", FOREVER):
        message = f"Below MEDIA_URL a picture says {told}, not what it was kept with."
        yield Warning(message, hint=HINT, id="cms.W003")


def _document_problems(name: str) -> Iterator[CheckMessage]:
    """Strangers are tried at both doors: the public address, and the S3 server itself without a key."""
    answer = _get(default_storage.url(name)) if "://" in settings.MEDIA_URL else None
    is_open_in_front = answer is not None and answer.status_code == 200
    if is_open_in_front or default_storage.is_open_to_strangers(name):  # type: ignore[attr-defined]
        message = "Everybody can read documents in the bucket, also those of private collections."
        yield Error(message, hint=f"Make only the folders of pictures public. {HINT}", id="cms.E001")
    if default_storage.is_listed_to_strangers():  # type: ignore[attr-defined]
        yield Error("Everybody can list what is in the bucket.", hint=HINT, id="cms.E002")


def _get(address: str) -> requests.Response | None:
    try:
        return requests.get(address, timeout=TIMEOUT, allow_redirects=False)
    except requests.RequestException:
        return None
