"""Files for tests: pictures made on the spot, good ones and bad ones."""

import io
import struct
import zipfile
import zlib

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as PillowImage

from content.models import Image


def picture_bytes(*, size=(400, 300), colour="teal", file_format="JPEG") -> bytes:
    buffer = io.BytesIO()
    PillowImage.new("RGB", size, colour).save(buffer, file_format)
    return buffer.getvalue()


def two_sided_bytes(*, size=(1600, 1200)) -> bytes:
    """A picture with a red left half and a blue right half."""
    picture = PillowImage.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def make_image(*, content: bytes | None = None, name="quadro.jpg", **fields) -> Image:
    fields = {"title": "Quadro", "alt_pt": "Um quadro", **fields}
    return Image.objects.create(file=ImageFile(io.BytesIO(content or picture_bytes()), name=name), **fields)


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def png_claiming(*, width: int, height: int) -> bytes:
    """A tiny PNG whose header promises `width` by `height` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00" * 100)) + chunk(b"IEND", b"")


def animated_gif(*, size=(1000, 1000), frames=60) -> bytes:
    buffer = io.BytesIO()
    pictures = [PillowImage.new("P", size, number) for number in range(frames)]
    pictures[0].save(buffer, "GIF", save_all=True, append_images=pictures[1:], optimize=False)
    return buffer.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return buffer.getvalue()


SVG_WITH_SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
