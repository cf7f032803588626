"""What the tags write of images and areas: widths, dimensions, words, and addresses that stay on this site."""

import pytest
from django.template import Context, Template
from django.test import override_settings

IMAGE = {"alt": "Uma sala", "url": "https://labx.example/media/sala.png", "width": 1600, "height": 1067, "srcSet": None}
WIDTHS = "https://labx.example/media/sala.400.webp 400w, https://labx.example/media/sala.800.webp 800w"


@pytest.fixture(autouse=True)
def _base():
    with override_settings(WAGTAILADMIN_BASE_URL="https://labx.example"):
        yield


def written(tag, **context):
    return Template("{% load website %}" + tag).render(Context(context))


def test_a_picture_offers_every_width_of_its_preset_with_its_dimensions():
    tag = '{% picture image "CARD" sizes="(min-width: 48rem) 25rem, 100vw" %}'

    assert written(tag, image={**IMAGE, "srcSet": WIDTHS}) == (
        '<img src="/media/sala.400.webp" srcset="/media/sala.400.webp 400w, /media/sala.800.webp 800w"'
        ' sizes="(min-width: 48rem) 25rem, 100vw" width="800" height="533" alt="Uma sala" loading="lazy">'
    )


def test_until_its_presets_are_made_the_image_itself_is_shown():
    assert written("{% picture image lazy=False %}", image=IMAGE) == (
        '<img src="/media/sala.png" width="1600" height="1067" alt="Uma sala">'
    )


def test_a_picture_that_only_decorates_has_no_words():
    assert ' alt=""' in written('{% picture image alt="" %}', image=IMAGE)


def test_a_picture_kept_elsewhere_keeps_its_whole_address():
    image = {**IMAGE, "url": "https://files.example/sala.png"}

    assert 'src="https://files.example/sala.png"' in written("{% picture image %}", image=image)


def test_words_of_an_image_cannot_end_their_attribute():
    assert 'alt="&quot;&gt;&lt;script&gt;"' in written("{% picture image %}", image={**IMAGE, "alt": '"><script>'})


@pytest.mark.parametrize("area", ["INOVACAO", "inovacao", "area-inovacao"])
def test_an_area_has_its_own_shape(area):
    assert 'd="M0 0H8A8 8 0 0 1 0 8Z"' in written("{% area_mark area %}", area=area)


@pytest.mark.parametrize("area", [None, "", "OUTRA"])
def test_what_belongs_to_no_area_has_no_shape(area):
    assert written("{% area_mark area %}", area=area) == ""
