"""Where uploaded files are kept, and below which address pictures are read; asked by the settings."""

from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

# The only folders that anybody may read, on disk and in a bucket: documents have a view of their own that knows private
# collections, and what is still being uploaded is nobody's business.
PUBLIC_FOLDERS = ("images", "original_images")
FOREVER = "public, max-age=31536000, immutable"  # a name is never used twice


def media_address(env: environ.Env) -> str:
    """MEDIA_URL, below which pictures are read: a path of this installation, or the address of a bucket or CDN."""
    address: str = env("MEDIA_URL", default="").strip()
    if not address:
        if env("MEDIA_S3_BUCKET", default=""):
            raise ImproperlyConfigured(
                "Set MEDIA_URL to the address at which the world reads the pictures in the bucket MEDIA_S3_BUCKET."
            )
        return "/media/"
    parts = urlsplit(address)
    is_path = address.startswith("/") and not parts.netloc
    is_whole = parts.scheme in {"https", "http"} and bool(parts.netloc)
    if not (is_path or is_whole) or parts.query or parts.fragment:
        raise ImproperlyConfigured("Set MEDIA_URL to a path, or to an address that begins with https://.")
    return address.rstrip("/") + "/"


def media_origin(address: str) -> list[str]:
    """The host that pages must be allowed to load pictures from; none where it is this installation."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def media_storage(env: environ.Env) -> dict[str, Any]:
    """The storage of uploads. Endpoint, region and keys of an S3 server are read by boto3 from its own variables."""
    bucket = env("MEDIA_S3_BUCKET", default="")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    return {"BACKEND": "cms.media_on_s3.MediaOnS3", "OPTIONS": {"bucket_name": bucket}}
