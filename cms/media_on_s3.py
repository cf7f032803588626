"""Uploaded files in a bucket of an S3 server (MEDIA_S3_BUCKET), by django-storages.

The bucket's policy makes two folders public (docs/production.md); strangers may read nothing else of it. Nothing is
signed: the address of a picture is made of its name alone. What the server refuses is an OSError, as with a disk.
"""

import os.path
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import boto3
import structlog
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from cms.media import FOREVER, PUBLIC_FOLDERS

log = structlog.get_logger(__name__)

# By the name's ending, which content/uploads.py has compared with the content; what a browser claimed is not believed.
PICTURES = {
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
# An editor, or the row of an image that a task has locked, must not wait for minutes.
PATIENCE = Config(connect_timeout=3, read_timeout=20, retries={"mode": "standard", "max_attempts": 3})
IN_MEMORY = 1024 * 1024  # bytes of a file; a larger one is kept on disk while it passes through


class MediaOnS3(S3Storage):
    """Names are never used twice, as on disk."""

    def get_default_settings(self) -> dict[str, Any]:
        ours = {"file_overwrite": False, "max_memory_size": IN_MEMORY, "client_config": PATIENCE}
        return {**super().get_default_settings(), **ours}

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        if name.split("/")[0] in PUBLIC_FOLDERS:
            ending = os.path.splitext(name)[1].lower()
            return {"ContentType": PICTURES.get(ending, "application/octet-stream"), "CacheControl": FOREVER}
        return {
            "ContentType": "application/octet-stream",
            "ContentDisposition": "attachment",
            "CacheControl": "private, no-store",
        }

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """The address of a picture, for ever. That of another file leads nowhere: documents have a view."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(self._normalize_name(name))}"

    @property
    def connection(self) -> Any:
        with _MAKING:
            return super().connection

    def _create_session(self) -> boto3.session.Session:
        return _session(self.access_key, self.secret_key, self.security_token)

    def exists(self, name: str) -> bool:
        with _told_as_of_a_disk(name):
            return bool(super().exists(name))

    def _open(self, name: str, mode: str = "rb") -> File:
        with _told_as_of_a_disk(name):
            file: File = super()._open(name, mode)
            return file

    def _save(self, name: str, content: File) -> str:
        with _told_as_of_a_disk(name):
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        """Files are deleted after the commit, when it is too late to fail: what stays behind is named in the log."""
        try:
            super().delete(name)
        except (BotoCoreError, ClientError) as error:
            log.error("file_not_deleted", name=name, error=str(error))

    def is_open_to_strangers(self, name: str) -> bool:
        """Whether the S3 server gives the file to whoever asks for it without a key."""
        return _is_allowed(self._stranger.get_object, Bucket=self.bucket_name, Key=name)

    def is_listed_to_strangers(self) -> bool:
        return _is_allowed(self._stranger.list_objects_v2, Bucket=self.bucket_name, MaxKeys=1)

    @property
    def _stranger(self) -> Any:
        return self.unsigned_connection.meta.client


# Sessions are not to make clients in two threads at once. What they read about S3 is large: with one per process, the
# client of a thread, or of the task which deletes one file, takes 8 ms in place of 80 and next to no memory.
_MAKING = threading.Lock()


@lru_cache(maxsize=4)
def _session(access_key: str | None, secret_key: str | None, token: str | None) -> boto3.session.Session:
    return boto3.session.Session(access_key, secret_key, token)


@contextmanager
def _told_as_of_a_disk(name: str) -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise OSError(f"{name}: {error}") from error


def _is_allowed(ask: Callable[..., Any], **what: Any) -> bool:
    try:
        ask(**what)
    except (BotoCoreError, ClientError):
        return False
    return True
