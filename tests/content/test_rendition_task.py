import io

import pytest
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_save
from django_tasks_db.models import DBTaskResult
from PIL import Image as PillowImage

from content.models import Image, Rendition
from content.presets import ALL_SPECS, PRESETS
from content.tasks import make_image_renditions, make_missing_renditions
from published import publication
from published.models import Entry
from published.projection import project
from tests.content.pictures import make_image, picture_bytes, two_sided_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def file_names(media) -> set[str]:
    return {path.name for path in media.rglob("*") if path.is_file()}


def test_saving_a_new_image_makes_every_preset_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image()
        assert image.renditions.count() == 0

    assert sorted(image.renditions.values_list("filter_spec", flat=True)) == sorted(ALL_SPECS)


def test_a_queue_in_the_database_takes_the_task_with_the_image(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    image = make_image()

    (waiting,) = DBTaskResult.objects.filter(task_path="content.tasks.make_image_renditions")
    assert waiting.args_kwargs == {"args": [image.pk], "kwargs": {}}


def test_nothing_is_made_if_the_publication_is_rolled_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        try:
            with transaction.atomic():
                make_image()
                raise RuntimeError("the publication fails")
        except RuntimeError:
            pass

    assert callbacks == []
    assert Rendition.objects.count() == 0


def test_changing_words_makes_nothing(django_capture_on_commit_callbacks):
    image = make_image()

    with django_capture_on_commit_callbacks() as callbacks:
        image.alt_pt = "Outras palavras"
        image.save()
        image.credit = "Exemplo"
        image.save(update_fields=["credit"])

    assert callbacks == []


def test_a_new_focal_point_makes_new_files_and_keeps_the_old_addresses(media, django_capture_on_commit_callbacks):
    image = make_image(content=two_sided_bytes(), name="lados.png")
    make_missing_renditions(image)
    square_before = image.published_renditions["SQUARE"]["webp"]["url"]
    files_before = file_names(media)

    with django_capture_on_commit_callbacks(execute=True):
        image.focal_point_x, image.focal_point_y = 1500, 600
        image.focal_point_width = image.focal_point_height = 100
        image.save()

    square_after = Image.objects.get(pk=image.pk).published_renditions["SQUARE"]["webp"]["url"]
    assert square_after != square_before
    assert files_before < file_names(media)
    with PillowImage.open(media / "images" / square_after.rsplit("/", 1)[1]) as made:
        assert made.size == (1080, 1080)
        red, _green, blue = made.convert("RGB").getpixel((540, 540))
        assert (red, blue) == pytest.approx((0, 255), abs=6)


def test_a_replaced_file_loses_its_renditions_and_gets_new_names(media, django_capture_on_commit_callbacks):
    image = make_image(name="edificio.jpg")
    make_missing_renditions(image)
    original_before = image.file.name
    urls_before = {made.url for made in image.renditions.all()}

    with django_capture_on_commit_callbacks(execute=True):
        image = Image.objects.get(pk=image.pk)
        image.file = ImageFile(io.BytesIO(picture_bytes(colour="orange")), name="edificio.jpg")
        image.save()

    urls_after = {made.url for made in image.renditions.all()}
    assert image.file.name != original_before
    assert len(urls_after) == len(ALL_SPECS)
    assert urls_before.isdisjoint(urls_after)


def test_a_finished_task_saves_the_image_once_and_no_rendition_one_by_one():
    image = make_image()
    heard = []

    def listen(sender, instance, **kwargs):
        heard.append((sender.__name__, instance.pk))

    post_save.connect(listen)
    try:
        assert make_missing_renditions(image) == len(ALL_SPECS)
    finally:
        post_save.disconnect(listen)

    ours = [entry for entry in heard if entry[0] in {"Image", "Rendition"}]
    assert ours == [("Image", image.pk)]


def test_the_world_learns_of_all_presets_at_once(monkeypatch):
    image = make_image()
    assert Entry.objects.get(key=f"Image:{image.pk}").card["renditions"] == {}
    projected = []

    def project_and_count(instance, **keywords):
        projected.append(str(instance))
        return project(instance, **keywords)

    monkeypatch.setattr(publication, "project", project_and_count)
    make_missing_renditions(image)

    assert projected == ["Quadro"]
    assert list(Entry.objects.get(key=f"Image:{image.pk}").card["renditions"]) == list(PRESETS)


def test_the_world_forgets_the_presets_of_a_replaced_file():
    image = make_image()
    make_missing_renditions(image)

    image = Image.objects.get(pk=image.pk)
    image.file = ImageFile(io.BytesIO(picture_bytes(colour="orange")), name="outra.jpg")
    image.save()

    card = Entry.objects.get(key=f"Image:{image.pk}").card
    assert (card["url"], card["renditions"]) == (image.original_url, {})


def test_a_second_run_makes_nothing_and_saves_nothing():
    image = make_image()
    make_missing_renditions(image)
    made_at = Image.objects.get(pk=image.pk).renditions_made_at

    assert make_missing_renditions(image) == 0
    assert Image.objects.get(pk=image.pk).renditions_made_at == made_at


def test_what_was_drawn_of_an_outdated_file_is_thrown_away(media):
    image = make_image()
    stale = Image.objects.get(pk=image.pk)
    image.file = ImageFile(io.BytesIO(picture_bytes(colour="orange")), name="outra.jpg")
    image.save()

    assert make_missing_renditions(stale) == 0
    assert image.renditions.count() == 0
    assert [name for name in file_names(media) if ".fill-" in name] == []


def test_an_image_deleted_before_its_task_runs_is_no_error():
    assert make_image_renditions.call(999_999) == 0


def run_command() -> tuple[list[str], list[str]]:
    out, err = io.StringIO(), io.StringIO()
    call_command("make_renditions", stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def test_make_renditions_mends_what_is_missing_and_says_so():
    image = make_image()
    make_missing_renditions(image)
    image.renditions.filter(filter_spec=ALL_SPECS[0]).delete()

    assert run_command() == (["1 images lacked presets: 1 files made, 0 unreadable."], [])
    assert run_command() == (["0 images lacked presets: 0 files made, 0 unreadable."], [])


def test_make_renditions_goes_on_after_an_unreadable_original():
    unreadable = make_image(title="Perdida")
    unreadable.file.storage.delete(unreadable.file.name)
    make_image()

    out, err = run_command()

    assert out == [f"2 images lacked presets: {len(ALL_SPECS)} files made, 1 unreadable."]
    assert [line.split(":")[0] for line in err] == [f"Image {unreadable.pk} (Perdida)"]
