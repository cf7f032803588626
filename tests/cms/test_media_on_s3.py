"""Uploaded files in a bucket of a real S3 server: written there, read there by the world, and never asked for twice."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import environ
import pytest
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, UploadedFile

from cms.media import FOREVER, PUBLIC_FOLDERS, media_address, media_origin
from content.models import Document, Image
from content.presets import ALL_SPECS
from home.demo.files import ensure_document, ensure_image
from home.demo.library import Library
from home.panels.plan import Panel
from tests import factories
from tests.cms.s3_server import Bucket, S3Server, s3_server
from tests.content.pictures import make_image, picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)

AJAX = {"x-requested-with": "XMLHttpRequest"}
PICTURES = "{ news { nodes { image { url rendition(preset: CARD) { url } srcSet(preset: CARD) } } } }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with s3_server(tmp_path_factory.mktemp("s3")) as one:
        yield one


@pytest.fixture
def bucket(server: S3Server, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """The product keeps its files in a bucket of this test."""
    one = server.bucket()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    settings.MEDIA_S3_BUCKET = one.name
    settings.MEDIA_URL = one.address
    keep_in(settings, one.name)
    return one


def keep_in(settings: Any, bucket: str) -> None:
    on_s3 = {"BACKEND": "cms.media_on_s3.MediaOnS3", "OPTIONS": {"bucket_name": bucket}}
    settings.STORAGES = {**settings.STORAGES, "default": on_s3}


@pytest.fixture
def editor(client: Any) -> Any:
    client.force_login(get_user_model().objects.create_superuser("editora", "editora@example.org", "palavra-passe"))
    return client


def fields(file: SimpleUploadedFile, **more: Any) -> dict[str, Any]:
    return {"title": "Um", "alt_pt": "Um", "file": file, "collection": Collection.get_first_root_node().pk, **more}


def picture(name: str = "foto.jpg", **more: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes(**more), content_type="text/html")  # browsers claim what they like


def problems() -> list[str]:
    return [str(one.id) for one in checks.run_checks(tags=["media"], include_deployment_checks=True)]


def test_an_uploaded_image_and_its_presets_are_public_and_kept_for_ever(bucket: Bucket, editor: Any) -> None:
    assert editor.post(reverse("wagtailimages:add"), fields(picture())).status_code == 302

    image = Image.objects.get()
    names = {image.file.name, *(made.file.name for made in image.renditions.all())}
    assert len(names) == 1 + len(ALL_SPECS)
    assert bucket.names == names
    for name in names:
        answer = bucket.as_a_stranger(name)
        kind = "image/webp" if name.endswith(".webp") else "image/jpeg"
        told = (answer.status_code, answer.headers["Content-Type"], answer.headers["Cache-Control"])
        assert told == (200, kind, FOREVER)
    assert bucket.as_a_stranger(image.file.name).content == picture_bytes()


def test_a_replaced_or_deleted_image_takes_its_files_with_it_and_their_names_are_not_used_again(
    bucket: Bucket, editor: Any
) -> None:
    editor.post(reverse("wagtailimages:add"), fields(picture()))
    before, image = bucket.names, Image.objects.get()

    editor.post(reverse("wagtailimages:edit", args=[image.pk]), fields(picture(colour="red")))

    image.refresh_from_db()
    assert bucket.as_a_stranger(image.file.name).content == picture_bytes(colour="red")
    assert len(bucket.names) == 1 + len(ALL_SPECS)
    assert bucket.names.isdisjoint(before)

    editor.post(reverse("wagtailimages:delete", args=[image.pk]))
    assert bucket.names == set()


def test_what_waits_for_its_form_is_nobodys_business_and_overwrites_nothing(bucket: Bucket, editor: Any) -> None:
    for _ in range(2):  # without words for the picture it is not an image yet
        editor.post(reverse("wagtailimages:add_multiple"), {"title": "Um", "files[]": picture()}, headers=AJAX)
    first, second = (one.file.name for one in UploadedFile.objects.order_by("pk"))
    assert first != second
    assert bucket.names == {first, second}
    assert bucket.as_a_stranger(first).status_code == 403

    waiting = UploadedFile.objects.order_by("pk")[0].pk
    words = {"title": "Um", "alt_pt": "Um", "collection": Collection.get_first_root_node().pk}
    answer = editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting]),
        {f"uploaded-image-{waiting}-{name}": value for name, value in words.items()},
        headers=AJAX,
    )
    assert answer.json()["success"]
    assert bucket.as_a_stranger(Image.objects.get().file.name).status_code == 200


def test_a_document_is_read_through_the_product_and_not_at_the_bucket(bucket: Bucket, editor: Any, client: Any) -> None:
    content = b"ano;pessoas\n2020;7000\n" * 100_000
    editor.post(reverse("wagtaildocs:add"), fields(SimpleUploadedFile("dados.csv", content, content_type="text/html")))
    document = Document.objects.get()
    address = document.url
    told = bucket.head(document.file.name)
    assert told["ContentType"] == "application/octet-stream"
    assert (told["ContentDisposition"], told["CacheControl"]) == ("attachment", "private, no-store")
    assert bucket.as_a_stranger(document.file.name).status_code == 403

    client.logout()
    answer = client.get(address)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, content)
    assert answer["Content-Length"] == str(len(content))
    assert answer["Content-Type"] == "text/csv"
    assert answer["Content-Disposition"] == "attachment; filename=dados.csv; filename*=UTF-8''dados.csv"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    answer.close()


def test_a_new_version_of_a_document_keeps_its_address(bucket: Bucket, editor: Any, client: Any) -> None:
    editor.post(reverse("wagtaildocs:add"), fields(SimpleUploadedFile("dados.csv", b"antes")))
    document = Document.objects.get()
    old = document.file.name

    editor.post(
        reverse("wagtaildocs:edit", args=[document.pk]), fields(SimpleUploadedFile("dados.csv", b"depois", "text/csv"))
    )

    assert b"".join(client.get(document.url).streaming_content) == b"depois"
    document.refresh_from_db()
    assert bucket.names == {document.file.name}
    assert document.file.name != old


def test_a_document_of_a_private_collection_is_given_to_nobody_else(bucket: Bucket, client: Any) -> None:
    private = Collection.get_first_root_node().add_child(name="Só nós")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    document = Document.objects.create(title="Um", file=ContentFile(b"segredo", "um.txt"), collection=private)

    answer = client.get(document.url)

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("wagtailcore_login"))
    assert bucket.as_a_stranger(document.file.name).status_code == 403


def test_addresses_are_permanent_and_reading_asks_the_s3_server_nothing(bucket: Bucket, client: Any) -> None:
    image = make_image(content=picture_bytes(size=(1600, 1200)))
    news = factories.news(title="Com imagem", image=image)
    before = bucket.server.asked()

    read = client.get("/graphql", {"query": PICTURES}).json()["data"]["news"]["nodes"][0]["image"]
    page = client.get(news.url)
    feed = client.get(f"{news.get_parent().url}rss.xml")

    assert bucket.server.asked() == before
    assert read["url"] == bucket.address + image.file.name
    assert bucket.as_a_stranger(read["rendition"]["url"].removeprefix(bucket.address)).status_code == 200
    assert read["rendition"]["url"] in read["srcSet"]
    assert (read["srcSet"].count(bucket.address), read["srcSet"].count("?")) == (2, 0)
    assert page.status_code == feed.status_code == 200
    assert f'src="{bucket.address}images/' in page.content.decode()


def test_the_site_is_served_while_the_s3_server_is_down(
    bucket: Bucket, settings: Any, monkeypatch: pytest.MonkeyPatch, editor: Any
) -> None:
    news = factories.news(image=make_image())
    document = Document.objects.create(title="Um", file=ContentFile(b"um", "um.txt"))
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    keep_in(settings, bucket.name)

    assert editor.get(news.url).status_code == 200
    assert "errors" not in editor.get("/graphql", {"query": PICTURES}).json()
    assert editor.get(reverse("wagtailimages:index")).status_code == 200
    document.delete()  # its file stays behind, and the log says so
    assert problems() == ["cms.W001"]


def test_the_demonstrations_files_are_kept_in_the_bucket(bucket: Bucket) -> None:
    panel = Panel("Um")
    library = Library()
    words = {"title": "Dados", "file": "dados", "table": [["ano", "pessoas"], ["2020", "7000"]], "sources": []}

    assert ensure_image("um", panel, (1600, 800), library) == 1
    assert ensure_document("dados", {"pt": words, "en": {**words, "title": "Data"}}, library) == 2

    assert bucket.as_a_stranger(library.images["um"].file.name).headers["Content-Type"] == "image/png"
    assert len([name for name in bucket.names if name.startswith("documents/")]) == 2


def test_files_that_moved_to_s3_are_read_there_and_old_addresses_lead_to_them(
    server: S3Server, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, client: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    image = make_image()
    factories.news(image=image)
    old = client.get("/graphql", {"query": PICTURES}).json()["data"]["news"]["nodes"][0]["image"]["url"]
    assert old.endswith(f"/media/{image.file.name}")

    bucket = server.bucket()
    for folder in PUBLIC_FOLDERS:  # what `aws s3 sync` does
        for path in (tmp_path / folder).iterdir():
            told = {"ContentType": "image/jpeg", "CacheControl": FOREVER}
            server.client.upload_file(str(path), bucket.name, f"{folder}/{path.name}", ExtraArgs=told)
    shutil.rmtree(tmp_path / "images")
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    settings.MEDIA_S3_BUCKET, settings.MEDIA_URL = bucket.name, bucket.address
    keep_in(settings, bucket.name)
    call_command("rebuild_published", verbosity=0)

    new = client.get("/graphql", {"query": PICTURES}).json()["data"]["news"]["nodes"][0]["image"]["url"]
    answer = client.get(f"/media/{image.file.name}")
    assert new == bucket.address + image.file.name
    assert (answer.status_code, answer["Location"]) == (301, new)
    assert client.get("/media/documents/um.txt").status_code == 404
    call_command("verify_published", verbosity=0)


# What `manage.py check --deploy` says. The S3 server of the tests lists a bucket to everybody (E002), whatever its
# policy.


def test_the_deployment_check_tries_the_bucket_and_leaves_nothing_in_it(bucket: Bucket) -> None:
    assert problems() == ["cms.E002"]
    assert bucket.names == set()


def test_the_deployment_check_says_when_documents_are_public(bucket: Bucket) -> None:
    bucket.put_policy(
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",'
        f' "Resource": "arn:aws:s3:::{bucket.name}/*"}}]}}'
    )
    assert problems() == ["cms.E001", "cms.E002"]


def test_the_deployment_check_says_when_pictures_are_not(bucket: Bucket) -> None:
    bucket.server.client.delete_bucket_policy(Bucket=bucket.name)
    assert problems() == ["cms.W002", "cms.E002"]


def test_the_deployment_check_says_when_nothing_can_be_written(bucket: Bucket, settings: Any, tmp_path: Path) -> None:
    keep_in(settings, "labx-nothing-here")
    assert problems() == ["cms.W001"]


def test_the_deployment_check_tries_a_folder_too(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    assert problems() == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    with patch.object(default_storage._wrapped, "_save", side_effect=OSError("full")):
        assert problems() == ["cms.W001"]


# The settings


@pytest.mark.parametrize(
    ("given", "address", "origin"),
    [
        ({}, "/media/", []),
        ({"MEDIA_URL": "https://media.example.org"}, "https://media.example.org/", ["https://media.example.org"]),
        (
            {"MEDIA_URL": "https://cdn.example.org:8443/labx/", "MEDIA_S3_BUCKET": "b"},
            "https://cdn.example.org:8443/labx/",
            ["https://cdn.example.org:8443"],
        ),
        ({"MEDIA_URL": "/ficheiros", "MEDIA_S3_BUCKET": "b"}, "/ficheiros/", []),
    ],
)
def test_the_address_of_media_and_what_pages_may_load(given: dict[str, str], address: str, origin: list[str]) -> None:
    with patch.object(environ.Env, "ENVIRON", given):
        assert media_address(environ.Env()) == address
    assert media_origin(address) == origin


@pytest.mark.parametrize(
    "given",
    [
        {"MEDIA_S3_BUCKET": "labx-media"},
        {"MEDIA_URL": "media.example.org"},
        {"MEDIA_URL": "//media.example.org/"},
        {"MEDIA_URL": "ftp://media.example.org/"},
        {"MEDIA_URL": "https://media.example.org/?key="},
    ],
)
def test_an_address_that_leads_nowhere_is_refused_at_start(given: dict[str, str]) -> None:
    with patch.object(environ.Env, "ENVIRON", given), pytest.raises(ImproperlyConfigured, match="Set MEDIA_URL to"):
        media_address(environ.Env())
