"""Lets the last and the next start or end of all events be found at once, however many there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("published", "0011_find_in_narrow_rows"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("starts_at__isnull", False)), fields=["starts_at"], name="published_entry_starting"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("ends_at__isnull", False)), fields=["ends_at"], name="published_entry_ending"
            ),
        ),
    ]
