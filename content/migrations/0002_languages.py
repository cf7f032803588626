"""Portuguese, the language of everything without one, and English."""

from contextlib import suppress

from django.db import migrations
from django.db.models import ProtectedError


def create_languages(apps, schema_editor):
    Locale = apps.get_model("wagtailcore", "Locale")
    codes = set(Locale.objects.values_list("language_code", flat=True))
    if "pt" not in codes:
        # Wagtail makes its first locale from LANGUAGE_CODE; whatever stands in it belongs to Portuguese.
        first = Locale.objects.exclude(language_code="en").order_by("pk").first()
        Locale.objects.update_or_create(pk=first and first.pk, defaults={"language_code": "pt"})
    Locale.objects.get_or_create(language_code="en")


def remove_english(apps, schema_editor):
    # What is still written in English keeps its language.
    with suppress(ProtectedError):
        apps.get_model("wagtailcore", "Locale").objects.filter(language_code="en").delete()


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(create_languages, remove_english)]
