"""What may be uploaded: the file fields and forms of the image and document libraries (named in the settings).

Every refusal is a message at the field, before anything is stored. Names and types that a browser claims are never
believed: the content decides.
"""

import os.path
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, BinaryIO

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from PIL import ImageSequence
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from content.models.documents import Document
from content.models.images import Image

# What Pillow's decoders raise on files that are cut off, forged or not what they say.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, OverflowError, struct.error, zlib.error)
_PILLOW_FORMATS = ("GIF", "JPEG", "PNG", "WEBP")
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<iframe")


class ImageUploadField(WagtailImageField):
    """Wagtail's image field, which decodes a picture to learn its size, behind checks that read its header only."""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return super().to_python(data)
        forms.FileField.to_python(self, data)  # empty files and endless names
        self.check_image_file_size(data)
        self._check_extension(data)
        self._check_header(data)
        try:
            return super().to_python(data)
        except _BROKEN as error:
            raise _broken_image() from error

    def _check_extension(self, data: Any) -> None:
        extension = os.path.splitext(data.name)[1].lower().removeprefix(".")
        if extension not in self.allowed_image_extensions:
            raise ValidationError(self.error_messages["invalid_image_extension"], code="invalid_image_extension")

    def _check_header(self, data: Any) -> None:
        """Refuse what is no image, and what would fill the memory if decoded: pixels of all frames count."""
        limit = self.max_image_pixels
        data.seek(0)
        try:
            with PillowImage.open(data, formats=_PILLOW_FORMATS) as picture:
                pixels = picture.width * picture.height
                if pixels <= limit and getattr(picture, "is_animated", False):
                    pixels *= _count_frames(picture, at_most=limit // pixels + 1)
        except (PillowImage.DecompressionBombError, PillowImage.DecompressionBombWarning) as error:
            raise self._too_many_pixels() from error
        except _BROKEN as error:
            raise _broken_image() from error
        finally:
            data.seek(0)
        if pixels > limit:
            raise self._too_many_pixels()

    def _too_many_pixels(self) -> ValidationError:
        return ValidationError(
            _("This image has too many pixels; at most %(millions)d million are accepted. Make it smaller first."),
            code="file_too_many_pixels",
            params={"millions": self.max_image_pixels // 1_000_000},
        )


def _count_frames(picture: PillowImage.Image, *, at_most: int) -> int:
    count = 0
    for _frame in ImageSequence.Iterator(picture):
        count += 1
        if count >= at_most:
            break
    return count


def _broken_image() -> ValidationError:
    return ValidationError(
        _("This file is not an image that can be read, or it is damaged. Save it again as JPEG, PNG or WebP."),
        code="invalid_image",
    )


class ImageForm(BaseImageForm):
    """The form of every way to add or change an image; asks for words unless the image is decorative."""

    original_file: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _replaced(self.fields["file"], ImageUploadField)

    def save(self, commit: bool = True) -> Image:
        with _replaced_file_kept(self, commit=commit):
            image: Image = super().save(commit=commit)
        return image

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        asks = "alt_pt" in self.fields and "alt_pt" not in self.errors
        if asks and not cleaned.get("is_decorative") and not (cleaned.get("alt_pt") or "").strip():
            message = _("Describe the image in Portuguese, or tick “decorative” if it says nothing by itself.")
            self.add_error("alt_pt", ValidationError(message, code="no_alternative_text"))
        return cleaned


class DocumentUploadField(WagtailDocumentField):
    """Wagtail's document field, behind a check that the content is what the extension says."""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return super().to_python(data)
        forms.FileField.to_python(self, data)
        extension = os.path.splitext(data.name)[1].lower().removeprefix(".")
        if extension not in settings.WAGTAILDOCS_EXTENSIONS:
            raise ValidationError(
                _("Files of the type “%(extension)s” are not accepted. Accepted: %(accepted)s."),
                code="invalid_extension",
                params={"extension": extension, "accepted": ", ".join(settings.WAGTAILDOCS_EXTENSIONS)},
            )
        document = super().to_python(data)
        data.seek(0)
        try:
            agrees = content_agrees(data, extension=extension)
        finally:
            data.seek(0)
        if not agrees:
            raise ValidationError(
                _("The content of this file is not of the type “%(extension)s”, or the file is damaged."),
                code="content_disagrees",
                params={"extension": extension},
            )
        return document


class DocumentForm(BaseDocumentForm):
    """The form of every way to add or change a document."""

    original_file: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"] = _replaced(self.fields["file"], DocumentUploadField)

    def save(self, commit: bool = True) -> Document:
        with _replaced_file_kept(self, commit=commit):
            document: Document = super().save(commit=commit)
        return document


@contextmanager
def _replaced_file_kept(form: "ImageForm | DocumentForm", *, commit: bool) -> Iterator[None]:
    """Delete a replaced file once the change is certain, not before as Wagtail does."""
    replaced = form.original_file if commit and "file" in form.changed_data and form.original_file else None
    if replaced:
        form.original_file = None
    yield
    if replaced:
        transaction.on_commit(partial(replaced.storage.delete, replaced.name))


def _replaced(field: forms.Field, field_class: type[forms.Field]) -> forms.Field:
    """Return `field` as one of `field_class`: Wagtail offers no setting for the class of this field."""
    return field_class(label=field.label, required=field.required, initial=field.initial, widget=field.widget)


def content_agrees(file: BinaryIO, *, extension: str) -> bool:
    """Say whether the content of `file` is of the type that `extension` (lower case) names."""
    start = file.read(1024)
    if extension == "pdf":
        return b"%PDF-" in start
    if extension in {"txt", "csv", "json"}:
        return _is_text(file, start)
    if not start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            return _archive_agrees(archive, extension=extension)
    except (zipfile.BadZipFile, NotImplementedError, *_BROKEN):
        return False


_OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_OPEN_DOCUMENT_TYPES = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
    "epub": b"application/epub+zip",
}


def _archive_agrees(archive: zipfile.ZipFile, *, extension: str) -> bool:
    """Look at the names inside and at the short member that names the type; nothing else is unpacked."""
    names = archive.namelist()
    if folder := _OFFICE_FOLDERS.get(extension):
        macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names) and not macros
    if expected := _OPEN_DOCUMENT_TYPES.get(extension):
        if "mimetype" not in names:
            return False
        with archive.open("mimetype") as member:
            return member.read(200).strip() == expected
    return extension == "zip"


def _is_text(file: BinaryIO, start: bytes) -> bool:
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        return False
    if b"\x00" in start:
        return False
    file.seek(0)
    return all(b"\x00" not in piece for piece in iter(lambda: file.read(1 << 20), b""))
