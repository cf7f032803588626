import pytest

from content.models import Image
from content.presets import ALL_SPECS, PRESETS
from content.tasks import make_missing_renditions
from tests.content.pictures import make_image, picture_bytes


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_presets_are_these():
    assert {name: (preset.width, preset.height) for name, preset in PRESETS.items()} == {
        "CARD": (800, 533),
        "HERO": (1600, 800),
        "OPEN_GRAPH": (1200, 630),
        "SQUARE": (1080, 1080),
        "PORTRAIT": (1080, 1350),
        "STORY": (1080, 1920),
        "THUMBNAIL": (240, 160),
    }


def test_each_preset_is_webp_and_networks_get_jpeg_beside_it():
    assert ALL_SPECS == (
        "fill-400x266|format-webp",
        "fill-800x533|format-webp",
        "fill-800x400|format-webp",
        "fill-1200x600|format-webp",
        "fill-1600x800|format-webp",
        "fill-1200x630|format-webp",
        "fill-1200x630|format-jpeg",
        "fill-1080x1080|format-webp",
        "fill-1080x1080|format-jpeg",
        "fill-1080x1350|format-webp",
        "fill-1080x1350|format-jpeg",
        "fill-1080x1920|format-webp",
        "fill-1080x1920|format-jpeg",
        "fill-240x160|format-webp",
    )


@pytest.mark.django_db
def test_a_reader_of_an_image_without_renditions_gets_none_and_makes_none(django_assert_num_queries):
    image = make_image()

    with django_assert_num_queries(1):
        assert image.published_renditions == {}
    assert image.renditions.count() == 0


@pytest.mark.django_db
def test_the_public_form_names_every_preset_with_its_formats_and_sizes():
    image = make_image(content=picture_bytes(size=(2400, 2000)))
    make_missing_renditions(image)

    made = image.published_renditions

    assert {
        name: {
            file_format: (file["width"], file["height"])
            for file_format, file in files.items()
            if file_format != "srcSet"
        }
        for name, files in made.items()
    } == {
        "CARD": {"webp": (800, 533)},
        "HERO": {"webp": (1600, 800)},
        "OPEN_GRAPH": {"webp": (1200, 630), "jpeg": (1200, 630)},
        "SQUARE": {"webp": (1080, 1080), "jpeg": (1080, 1080)},
        "PORTRAIT": {"webp": (1080, 1350), "jpeg": (1080, 1350)},
        "STORY": {"webp": (1080, 1920), "jpeg": (1080, 1920)},
        "THUMBNAIL": {"webp": (240, 160)},
    }
    assert [(file["width"], file["height"]) for file in made["CARD"]["srcSet"]] == [(400, 266), (800, 533)]
    assert [(file["width"], file["height"]) for file in made["HERO"]["srcSet"]] == [
        (800, 400),
        (1200, 600),
        (1600, 800),
    ]
    assert [name for name, files in made.items() if "srcSet" in files] == ["CARD", "HERO"]
    stem = image.file.name.removeprefix("original_images/").split(".")[0]
    assert made["SQUARE"]["jpeg"]["url"].startswith(f"/media/images/{stem[:12]}")
    assert made["SQUARE"]["jpeg"]["url"].endswith(".fill-1080x1080.format-jpeg.jpg")


@pytest.mark.django_db
def test_a_small_original_is_cropped_but_never_enlarged():
    image = make_image(content=picture_bytes(size=(600, 600)))
    make_missing_renditions(image)

    made = image.published_renditions

    assert (made["SQUARE"]["webp"]["width"], made["SQUARE"]["webp"]["height"]) == (600, 600)
    assert (made["HERO"]["webp"]["width"], made["HERO"]["webp"]["height"]) == (600, 300)
    assert [file["width"] for file in made["HERO"]["srcSet"]] == [600]


@pytest.mark.django_db
def test_prefetched_renditions_cost_no_statement_per_image(django_assert_num_queries):
    for _number in range(3):
        make_missing_renditions(make_image(content=picture_bytes(size=(300, 300))))

    with django_assert_num_queries(2):
        made = [sorted(image.published_renditions) for image in Image.objects.prefetch_related("renditions")]

    assert made == [sorted(PRESETS)] * 3
