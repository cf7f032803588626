from typing import Any

from django.db import migrations, models
from django.utils.text import slugify


def give_slugs(apps: Any, schema_editor: Any) -> None:
    """Of the acronym or the name; a number behind it where another organisation has it already."""
    organisations = apps.get_model("content", "Organisation").objects
    taken: set[str] = set()
    for organisation in organisations.order_by("pk"):
        made = slugify(organisation.acronym or organisation.name)[:110].strip("-") or "organisation"
        slug, number = made, 2
        while slug in taken:
            slug, number = f"{made}-{number}", number + 1
        taken.add(slug)
        organisations.filter(pk=organisation.pk).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0005_document_places"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="slug",
            field=models.SlugField(blank=True, default="", max_length=120, verbose_name="slug", db_index=False),
            preserve_default=False,
        ),
        migrations.RunPython(give_slugs, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="organisation",
            name="slug",
            field=models.SlugField(
                blank=True,
                help_text=(
                    "The organisation in addresses; it stays when the name changes. Leave empty: it is made once."
                ),
                max_length=120,
                unique=True,
                verbose_name="slug",
            ),
        ),
    ]
