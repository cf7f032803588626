"""The home pages in Portuguese and English, each other's translation, and the site LabX in place of Wagtail's own."""

import uuid

from django.db import migrations
from django.utils import timezone

WORDS = {
    "pt": {"title": "LabX", "summary": "Centro de Inovação no Setor Público."},
    "en": {"title": "LabX", "summary": "Centre for Innovation in the Public Sector."},
}
WELCOME = {"title": "Welcome to your new Wagtail site!", "slug": "home", "depth": 2, "numchild": 0}


def create_home_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")

    Page.objects.filter(**WELCOME).delete()
    root = Page.objects.get(depth=1)
    content_type, _ = ContentType.objects.get_or_create(app_label="home", model="homepage")
    translation_key = uuid.uuid4()
    now = timezone.now()
    pages = {}
    for code, words in WORDS.items():
        pages[code] = HomePage.objects.create(
            **words,
            draft_title=words["title"],
            slug=code,
            path=_next_path(Page, root),
            depth=2,
            numchild=0,
            url_path=f"/{code}/",
            content_type=content_type,
            locale=Locale.objects.get(language_code=code),
            translation_key=translation_key,
            first_published_at=now,
            last_published_at=now,
        )
    root.numchild = Page.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    if not Site.objects.exists():
        Site.objects.create(
            hostname="localhost", port=80, site_name="LabX", root_page_id=pages["pt"].pk, is_default_site=True
        )


def _next_path(Page, root):
    last = Page.objects.filter(depth=2).order_by("-path").values_list("path", flat=True).first()
    number = int(last[4:], 36) + 1 if last else 1
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return root.path + digits.rjust(4, "0")


def restore_welcome_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")

    Page.objects.filter(depth__gte=2).delete()
    root = Page.objects.get(depth=1)
    welcome = Page.objects.create(
        **WELCOME,
        draft_title=WELCOME["title"],
        path=root.path + "0001",
        url_path="/home/",
        content_type=ContentType.objects.get(app_label="wagtailcore", model="page"),
        locale=Locale.objects.get(language_code="pt"),
        translation_key=uuid.uuid4(),
    )
    root.numchild = 1
    root.save(update_fields=["numchild"])
    if not Site.objects.exists():
        Site.objects.create(hostname="localhost", port=80, root_page_id=welcome.pk, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial"), ("content", "0002_languages")]

    operations = [migrations.RunPython(create_home_pages, restore_welcome_page)]
