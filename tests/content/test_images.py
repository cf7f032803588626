import io

import pytest
from django.core.files.images import ImageFile
from django.utils import translation

from content.models import Document, Image
from tests.content.pictures import PDF, make_image, picture_bytes, upload

# Even an unsaved image looks up its collection.
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_alternative_texts_are_published_by_language():
    assert Image(alt_pt="Um quadro", alt_en="A painting").published_alt == {"pt": "Um quadro", "en": "A painting"}
    assert Image(alt_pt="Um quadro").published_alt == {"pt": "Um quadro"}


def test_a_decorative_image_has_no_alternative_text_anywhere():
    image = Image(title="Fundo", alt_pt="Um quadro", is_decorative=True)

    assert image.published_alt == {}
    assert image.default_alt_text == ""


@pytest.mark.parametrize(
    ("language", "expected"),
    [("pt-pt", "Um quadro"), ("pt", "Um quadro"), ("en", "A painting"), ("en-gb", "A painting"), ("fr", "Um quadro")],
)
def test_templates_get_the_alternative_text_of_the_active_language(language, expected):
    image = Image(title="quadro.jpg", alt_pt="Um quadro", alt_en="A painting")

    with translation.override(language):
        assert image.default_alt_text == expected


def test_the_title_never_stands_in_for_a_missing_alternative_text():
    assert Image(title="IMG_2034.jpg").default_alt_text == ""


def test_a_content_language_without_a_field_for_its_words_is_an_error(settings):
    settings.WAGTAIL_CONTENT_LANGUAGES = [("pt", "Português"), ("en", "English"), ("fr", "Français")]

    errors = [error for error in Image.check() if error.id == "content.E001"]

    assert [error.msg for error in errors] == ["Images have no alternative text in the content language “fr”."]


def test_the_focal_point_is_published_as_fractions():
    image = Image(
        width=1600, height=1200, focal_point_x=400, focal_point_y=900, focal_point_width=10, focal_point_height=10
    )

    assert image.published_focal_point == {"x": 0.25, "y": 0.75}
    assert Image(width=1600, height=1200).published_focal_point is None


def test_two_uploads_of_one_name_never_share_an_address():
    first = make_image(name="Edifício da Câmara.JPG")
    second = make_image(name="Edifício da Câmara.JPG")
    first_url = first.original_url
    first.delete()
    third = make_image(name="Edifício da Câmara.JPG")

    assert len({first_url, second.original_url, third.original_url}) == 3
    token, stem = second.file.name.removeprefix("original_images/").split("-", 1)
    assert (len(token), stem) == (12, "Edificio_da_Camara.jpg")


def test_a_file_saved_without_a_form_is_measured_too():
    content = picture_bytes()
    image = make_image(content=content)
    first_hash = image.file_hash
    image.file = ImageFile(io.BytesIO(picture_bytes(colour="orange")), name="outra.jpg")
    image.save()

    image.refresh_from_db()
    assert (image.width, image.height) == (400, 300)
    assert len(first_hash) == 40
    assert image.file_hash not in ("", first_hash)
    with image.open_file() as file:
        assert len(file.read()) == image.file_size


def test_a_document_publishes_name_size_type_and_language():
    document = Document.objects.create(title="Relatório", language="pt", file=upload(PDF, "Relatorio.PDF"))

    assert document.filename == "Relatorio.PDF"
    assert document.file_type == "pdf"
    assert document.file_size == len(PDF)
    assert document.url == f"/documents/{document.pk}/Relatorio.PDF"
