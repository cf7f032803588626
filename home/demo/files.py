"""Makes the files of the demonstration: panels for the image library, tables and texts for the document library."""

import csv
import zipfile
from io import BytesIO, StringIO
from typing import Any
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.models import Collection

from content.models import Document, Image
from home.demo.library import Library
from home.demo.offline import guide_as_text
from home.demo.panel_descriptions import describe
from home.demo.panels import experiment_box, png
from home.demo.texts import LANGUAGES, Text, with_sources
from home.panels.plan import Panel

COLLECTION = "Demonstração"
CREDIT = "Painel desenhado por programa a partir do título"


def ensure_collection() -> Collection:
    """Return the collection that holds all files of the demonstration."""
    root = Collection.get_first_root_node()
    if root is None:
        raise LookupError("The collections have no root: run the migrations first.")
    return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)


def ensure_image(name: str, panel: Panel, size: tuple[int, int], library: Library) -> int:
    """Draw the panel into the image library unless it is there; the worker makes its presets. Return how many."""
    collection = ensure_collection()
    width, height = size
    title = f"Painel: {panel.title}"
    found = Image.objects.filter(collection=collection, title=title).first()
    is_missing = found is None
    if found is None:
        drawn = BytesIO(png(panel, width=width, height=height))
        found = Image(
            title=title,
            file=ImageFile(drawn, name=f"painel-{name.replace('/', '-')}.png"),
            collection=collection,
            credit=CREDIT,
            **{f"alt_{language}": describe(panel, language) for language in LANGUAGES},
        )
        box = experiment_box(panel, width=width, height=height)
        if box is not None:  # crops keep the tile that differs
            found.focal_point_x, found.focal_point_y, found.focal_point_width, found.focal_point_height = box
        found.save()
    library.images[name] = found
    return int(is_missing)


def ensure_document(name: str, table: dict[str, Any], library: Library) -> int:
    """Make the document in every language unless it is there; return how many."""
    collection, made = ensure_collection(), 0
    for language in LANGUAGES:
        words = with_sources(table[language], language)
        found = Document.objects.filter(collection=collection, title=words["title"]).first()
        if found is None:
            content, ending = (_csv(words["table"]), "csv") if "table" in words else (_odt(words["text"]), "odt")
            found = _make_document(words, content, f"{words['file']}.{ending}", language)
            made += 1
        library.documents[name, language] = found
    return made


def ensure_guide_document(guide: Text, library: Library) -> int:
    """Make the guide itself as a file in every language unless it is there; return how many."""
    tables = {
        language: {
            "title": f"{words['title']} (ODT)",
            "file": words["slug"],
            "text": guide_as_text(words),
        }
        for language, words in guide.words.items()
    }
    return ensure_document(guide.name, tables, library)


def _make_document(words: dict[str, Any], content: bytes, file_name: str, language: str) -> Document:
    file = ContentFile(content, name=file_name)
    document = Document(title=words["title"], file=file, collection=ensure_collection(), language=language)
    document.file_size = len(content)
    document.save()
    return document


def _csv(rows: list[list[str]]) -> bytes:
    """Return the rows with a byte order mark, without which spreadsheet programs garble accents."""
    target = StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue().encode("utf-8-sig")


_ODT_TYPE = "application/vnd.oasis.opendocument.text"
_ODT_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_ODT_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _odt_paragraph(part: str) -> str:
    marks, _space, heading = part.partition(" ")
    if marks in ("#", "##"):
        return f'<text:h text:outline-level="{len(marks)}">{escape(heading)}</text:h>'
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in part.splitlines())


def _odt(text: str) -> bytes:
    """Return a text document of paragraphs parted by empty lines; headings begin with ``#`` or ``##``."""
    words = "".join(_odt_paragraph(part.strip()) for part in text.strip().split("\n\n"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODT_NAMES} office:version="1.3">'
        f"<office:body><office:text>{words}</office:text></office:body></office:document-content>"
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:  # the type comes first and is not compressed: the format says so
        archive.writestr("mimetype", _ODT_TYPE)
        archive.writestr("content.xml", content, compress_type=zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", _ODT_MANIFEST, compress_type=zipfile.ZIP_DEFLATED)
    return target.getvalue()
