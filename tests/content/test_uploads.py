"""Every way the admin has to upload a file, with every file that must be refused: a message, and nothing stored."""

import html
import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from PIL import Image as PillowImage
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from content.models import Document, Image
from tests.content.pictures import (
    PDF,
    SVG_WITH_SCRIPT,
    animated_gif,
    archive,
    picture_bytes,
    png_claiming,
    upload,
)

pytestmark = pytest.mark.django_db

BROKEN = "This file is not an image that can be read, or it is damaged. Save it again as JPEG, PNG or WebP."
TOO_MANY_PIXELS = "This image has too many pixels; at most 50 million are accepted. Make it smaller first."
NOT_SUPPORTED = "Not a supported image format. Supported formats: GIF, JPG, JPEG, PNG, WEBP."


def too_heavy() -> bytes:
    return picture_bytes(size=(10, 10)) + b"\x00" * (50 * 1024 * 1024)


BAD_IMAGES = {
    "words": (lambda: b"not an image at all", "foto.jpg", BROKEN),
    "empty": (lambda: b"", "foto.jpg", "The submitted file is empty."),
    "cut off": (lambda: picture_bytes()[:1000], "foto.jpg", BROKEN),
    "cut off png": (lambda: picture_bytes(file_format="PNG")[:300], "foto.png", BROKEN),
    "an SVG with a script": (lambda: SVG_WITH_SCRIPT, "logo.svg", NOT_SUPPORTED),
    "an SVG dressed up as PNG": (lambda: SVG_WITH_SCRIPT, "logo.png", BROKEN),
    "a web page dressed up as GIF": (lambda: b"GIF89a<script>alert(1)</script>", "logo.gif", BROKEN),
    "a TIFF dressed up as PNG": (lambda: picture_bytes(size=(10, 10), file_format="TIFF"), "foto.png", BROKEN),
    "a JPEG dressed up as PNG": (
        lambda: picture_bytes(size=(10, 10)),
        "foto.png",
        "Not a valid .png image. The extension does not match the file format (jpeg)",
    ),
    "a bomb": (lambda: png_claiming(width=20_000, height=20_000), "bomba.png", TOO_MANY_PIXELS),
    "a bomb just over the limit": (lambda: png_claiming(width=10_000, height=5_001), "bomba.png", TOO_MANY_PIXELS),
    "a bomb of frames": (lambda: animated_gif(size=(1000, 1000), frames=51), "bomba.gif", TOO_MANY_PIXELS),
    "50 MB": (too_heavy, "pesada.jpg", "This file is too big (50.0\xa0MB). Maximum filesize 10.0\xa0MB."),
}

BAD_DOCUMENTS = {
    "a web page": (lambda: b"<script>alert(1)</script>", "pagina.html"),
    "a script": (lambda: b"alert(1)", "codigo.js"),
    "an SVG": (lambda: SVG_WITH_SCRIPT, "logo.svg"),
    "a program": (lambda: b"MZ\x90\x00", "setup.exe"),
    "a web page dressed up as PDF": (lambda: b"<html><script>alert(1)</script></html>", "relatorio.pdf"),
    "a web page dressed up as text": (lambda: b"\xef\xbb\xbf \n<!DOCTYPE html><script>", "relatorio.txt"),
    "a program dressed up as text": (lambda: b"MZ\x90\x00\x03", "relatorio.csv"),
    "an archive dressed up as Word": (lambda: archive({"a.txt": b"x"}), "relatorio.docx"),
    "a damaged archive": (lambda: archive({"a.txt": b"x"})[:-10], "relatorio.zip"),
    "a Word file with macros": (
        lambda: archive({"[Content_Types].xml": b"x", "word/document.xml": b"x", "word/vbaProject.bin": b"x"}),
        "relatorio.docx",
    ),
    "a text document dressed up as a sheet": (
        lambda: archive({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        "folha.ods",
    ),
    "no extension": (lambda: PDF, "relatorio"),
}

GOOD_DOCUMENTS = {
    "relatorio.pdf": PDF,
    "RELATORIO.PDF": PDF,
    "dados.csv": "ano;pessoas\n2020;7000\n".encode("latin-1"),
    "notas.txt": "ação".encode(),
    "dados.json": b"{}",
    "carta.docx": archive({"[Content_Types].xml": b"x", "word/document.xml": b"x"}),
    "folha.xlsx": archive({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}),
    "carta.odt": archive({"mimetype": b"application/vnd.oasis.opendocument.text"}),
    "kit.zip": archive({"a.txt": b"x"}),
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor(client):
    """An administrator whose admin speaks English."""
    user = get_user_model().objects.create_superuser("editora", "editora@example.org", "palavra-passe")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    client.user = user
    return client


def stored_files(media) -> list[str]:
    return [str(path) for path in media.rglob("*") if path.is_file()]


def words_of(response) -> str:
    return html.unescape(response.content.decode())


def image_fields(content: bytes, name: str, prefix: str = "", **fields) -> dict:
    data = {"title": "Foto", "alt_pt": "Uma foto", "file": upload(content, name), "collection": root_id(), **fields}
    return {prefix + key: value for key, value in data.items()}


def root_id() -> int:
    return Collection.get_first_root_node().pk


def assert_nothing_stored(media) -> None:
    assert (Image.objects.count(), Document.objects.count(), UploadedFile.objects.count()) == (0, 0, 0)
    assert stored_files(media) == []


@pytest.mark.parametrize("case", BAD_IMAGES)
def test_a_bad_image_is_refused_by_the_form_for_one(editor, media, case):
    make, name, message = BAD_IMAGES[case]

    response = editor.post(reverse("wagtailimages:add"), image_fields(make(), name))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert message in words_of(response)
    assert_nothing_stored(media)


@pytest.mark.parametrize("case", BAD_IMAGES)
def test_a_bad_image_is_refused_by_the_form_for_several(editor, media, case):
    make, name, message = BAD_IMAGES[case]

    response = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Foto", "collection": root_id(), "files[]": upload(make(), name)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )

    assert response.status_code == 200
    assert response.json() == {"success": False, "error_message": message}
    assert_nothing_stored(media)


@pytest.mark.parametrize("case", BAD_IMAGES)
def test_a_bad_image_is_refused_by_the_chooser(editor, media, case):
    make, name, message = BAD_IMAGES[case]

    response = editor.post(
        reverse("wagtailimages_chooser:create"), image_fields(make(), name, prefix="image-chooser-upload-")
    )

    assert response.status_code == 200
    answer = response.json()
    assert answer["step"] == "reshow_creation_form"
    assert message in html.unescape(answer["htmlFragment"])
    assert_nothing_stored(media)


@pytest.mark.parametrize("case", ["words", "cut off", "a bomb", "an SVG dressed up as PNG"])
def test_a_bad_image_does_not_replace_a_good_one(editor, media, case):
    good = picture_bytes(size=(40, 30))
    editor.post(reverse("wagtailimages:add"), image_fields(good, "boa.jpg"))
    image = Image.objects.get()
    make, name, message = BAD_IMAGES[case]

    response = editor.post(reverse("wagtailimages:edit", args=[image.pk]), image_fields(make(), name))

    assert list(response.context["form"].errors) == ["file"]
    assert message in words_of(response)
    assert Image.objects.get().file.name == image.file.name
    assert [path.read_bytes() for path in (media / "original_images").iterdir()] == [good]


def test_a_replaced_image_keeps_its_old_file_until_the_change_is_certain(
    editor, media, django_capture_on_commit_callbacks
):
    old, new = picture_bytes(size=(40, 30)), picture_bytes(size=(50, 30))
    editor.post(reverse("wagtailimages:add"), image_fields(old, "a.jpg"))
    image = Image.objects.get()

    def originals() -> list[bytes]:
        return sorted((path.read_bytes() for path in (media / "original_images").iterdir()), key=len)

    with django_capture_on_commit_callbacks(execute=True):
        response = editor.post(reverse("wagtailimages:edit", args=[image.pk]), image_fields(new, "a.jpg"))
        assert sorted(originals()) == sorted([old, new])

    assert response.status_code == 302
    assert originals() == [new]
    assert Image.objects.get().width == 50


@pytest.mark.parametrize(("name", "file_format"), [("a.jpg", "JPEG"), ("A.JPEG", "JPEG"), ("a.png", "PNG")])
def test_a_good_image_is_stored_under_a_name_never_used_before(editor, media, name, file_format):
    content = picture_bytes(size=(40, 30), file_format=file_format)
    for _time in range(2):
        response = editor.post(reverse("wagtailimages:add"), image_fields(content, name))
        assert response.status_code == 302

    first, second = Image.objects.order_by("pk")
    assert (first.width, first.height) == (40, 30)
    assert first.file.name != second.file.name
    extension = name.split(".")[1].lower()
    assert first.file.name.endswith(f"-{name[0]}.{extension}")


def test_a_short_animation_is_accepted(editor):
    response = editor.post(
        reverse("wagtailimages:add"), image_fields(animated_gif(size=(100, 100), frames=5), "animada.gif")
    )

    assert response.status_code == 302
    assert Image.objects.get().width == 100


def test_the_pixel_limit_itself_is_accepted(editor, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1200

    exact = editor.post(reverse("wagtailimages:add"), image_fields(picture_bytes(size=(40, 30)), "a.jpg"))
    over = editor.post(reverse("wagtailimages:add"), image_fields(picture_bytes(size=(41, 30)), "b.jpg"))

    assert (exact.status_code, over.status_code) == (302, 200)


def test_a_bomb_is_never_decoded(editor, monkeypatch):
    decoded = []
    monkeypatch.setattr(PillowImage.Image, "load", lambda picture: decoded.append(picture.size))

    editor.post(reverse("wagtailimages:add"), image_fields(png_claiming(width=20_000, height=20_000), "bomba.png"))

    assert decoded == []


def test_an_image_needs_words_in_portuguese(editor, media):
    response = editor.post(
        reverse("wagtailimages:add"),
        image_fields(picture_bytes(size=(40, 30)), "a.jpg", alt_pt="  ", alt_en="A photo"),
    )

    assert list(response.context["form"].errors) == ["alt_pt"]
    assert "Describe the image in Portuguese, or tick “decorative” if it says nothing by itself." in words_of(response)
    assert_nothing_stored(media)


def test_a_decorative_image_needs_no_words(editor):
    response = editor.post(
        reverse("wagtailimages:add"),
        image_fields(picture_bytes(size=(40, 30)), "a.jpg", alt_pt="", is_decorative="on"),
    )

    assert response.status_code == 302
    assert Image.objects.get().is_decorative is True


def test_several_images_are_dropped_first_and_described_then(editor):
    dropped = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Foto", "collection": root_id(), "files[]": upload(picture_bytes(size=(40, 30)), "a.jpg")},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()
    waiting = dropped["uploaded_file_id"]
    assert dropped["success"] is True
    assert Image.objects.count() == 0

    prefix = f"uploaded-image-{waiting}-"
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting])
    wordless = editor.post(address, {f"{prefix}title": "Foto", f"{prefix}collection": root_id()})
    described = editor.post(
        address, {f"{prefix}title": "Foto", f"{prefix}alt_pt": "Uma foto", f"{prefix}collection": root_id()}
    )

    assert wordless.json()["success"] is False
    assert described.json()["success"] is True
    image = Image.objects.get()
    assert (image.alt_pt, image.width, image.height) == ("Uma foto", 40, 30)
    assert len(image.file_hash) == 40


@pytest.mark.parametrize("case", BAD_DOCUMENTS)
def test_a_bad_document_is_refused_by_every_form(editor, media, case):
    make, name = BAD_DOCUMENTS[case]
    fields = {"title": "Documento", "collection": root_id()}

    one = editor.post(reverse("wagtaildocs:add"), {**fields, "file": upload(make(), name)})
    several = editor.post(
        reverse("wagtaildocs:add_multiple"),
        {**fields, "files[]": upload(make(), name)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    chooser_fields = {f"document-chooser-upload-{key}": value for key, value in fields.items()}
    chooser = editor.post(
        reverse("wagtaildocs_chooser:create"),
        {**chooser_fields, "document-chooser-upload-file": upload(make(), name)},
    )

    extension = name.split(".")[1] if "." in name else ""
    messages = {
        f"Files of the type “{extension}” are not accepted. "
        "Accepted: pdf, docx, xlsx, pptx, odt, ods, odp, epub, csv, json, txt, zip.",
        f"The content of this file is not of the type “{extension}”, or the file is damaged.",
    }
    assert list(one.context["form"].errors) == ["file"]
    assert several.json()["success"] is False
    message = several.json()["error_message"]
    assert message in messages
    assert message in words_of(one)
    assert chooser.json()["step"] == "reshow_creation_form"
    assert message in html.unescape(chooser.json()["htmlFragment"])
    assert_nothing_stored(media)


def test_a_document_over_the_limit_is_refused(editor, media, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000

    response = editor.post(
        reverse("wagtaildocs:add"),
        {"title": "Grande", "collection": root_id(), "file": upload(PDF + b" " * 1000, "grande.pdf")},
    )

    assert "This file is too big (1.0\xa0KB). Maximum filesize 1000\xa0bytes." in words_of(response)
    assert_nothing_stored(media)


@pytest.mark.parametrize("name", GOOD_DOCUMENTS)
def test_a_good_document_is_stored_and_served_as_an_attachment(editor, name):
    response = editor.post(
        reverse("wagtaildocs:add"),
        {"title": "Documento", "collection": root_id(), "language": "pt", "file": upload(GOOD_DOCUMENTS[name], name)},
    )
    assert response.status_code == 302

    document = Document.objects.get()
    served = editor.get(document.url)

    assert served.status_code == 200
    assert b"".join(served.streaming_content) == GOOD_DOCUMENTS[name]
    assert served["Content-Disposition"] == f'attachment; filename="{name}"'
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Security-Policy"] == "default-src 'none'"
    assert (document.file_size, document.file_type) == (len(GOOD_DOCUMENTS[name]), name.split(".")[1].lower())


def test_a_refused_document_does_not_replace_a_good_one(editor, media):
    editor.post(reverse("wagtaildocs:add"), {"title": "Bom", "collection": root_id(), "file": upload(PDF, "bom.pdf")})
    document = Document.objects.get()

    response = editor.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {"title": "Mau", "collection": root_id(), "file": upload(b"<script>", "bom.pdf")},
    )

    assert response.status_code == 200
    assert Document.objects.get().title == "Bom"
    with Document.objects.get().open_file() as file:
        assert file.read() == PDF


def test_a_new_version_keeps_the_address_and_the_old_file_until_the_change_is_certain(
    editor, media, django_capture_on_commit_callbacks
):
    first, second = PDF, PDF + b"% second\n"
    fields = {"title": "Guia", "collection": root_id()}
    editor.post(reverse("wagtaildocs:add"), {**fields, "file": upload(first, "guia.pdf")})
    document = Document.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("wagtaildocs:edit", args=[document.pk]), {**fields, "file": upload(second, "guia.pdf")})
        assert len(stored_files(media)) == 2

    changed = Document.objects.get()
    assert changed.url == document.url == f"/documents/{document.pk}/guia.pdf"
    assert b"".join(editor.get(changed.url).streaming_content) == second
    assert [path.read_bytes() for path in media.rglob("guia*.pdf")] == [second]


def test_nobody_can_guess_where_a_document_lies(editor):
    for _time in range(2):
        editor.post(
            reverse("wagtaildocs:add"),
            {"title": "Guia", "collection": root_id(), "file": upload(PDF, "guia.pdf")},
        )

    places = [document.file.name for document in Document.objects.all()]

    assert [re.sub(r"[0-9a-f]{24}", "…", place) for place in places] == ["documents/…/guia.pdf"] * 2
    assert len(set(places)) == 2


PORTUGUESE = {
    BROKEN: "Este ficheiro não é uma imagem que se possa ler, ou está danificado. "
    "Guarde-o de novo em JPEG, PNG ou WebP.",
    TOO_MANY_PIXELS: "Esta imagem tem demasiados píxeis; aceitam-se no máximo 50 milhões. Reduza-a primeiro.",
}


@pytest.mark.parametrize("case", ["words", "a bomb"])
def test_refusals_speak_portuguese(editor, case):
    UserProfile.objects.filter(user=editor.user).update(preferred_language="pt-pt")
    make, name, message = BAD_IMAGES[case]

    response = editor.post(reverse("wagtailimages:add"), image_fields(make(), name))

    assert list(response.context["form"].errors) == ["file"]
    assert PORTUGUESE[message] in words_of(response)
