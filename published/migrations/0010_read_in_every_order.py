"""Lets every list, in each order and filtered, be read in an index, as far as it is shown.

Terms get what lists are ordered and filtered by, from their entries. With 100,000 pages it takes some 20 seconds.
"""

from django.db import migrations, models

FILL = """
UPDATE published_term t SET sort_title = e.sort_title, starts_at = e.starts_at, ends_at = e.ends_at
FROM published_entry e WHERE e.key = t.key;
"""


class Migration(migrations.Migration):
    dependencies = [("published", "0009_number_statements")]

    operations = [
        migrations.RemoveIndex(
            model_name="entry",
            name="published_entry_newest",
        ),
        migrations.RemoveIndex(
            model_name="entry",
            name="published_entry_title",
        ),
        migrations.RemoveIndex(
            model_name="entry",
            name="published_entry_starts",
        ),
        migrations.RemoveIndex(
            model_name="term",
            name="published_term_list",
        ),
        migrations.AddField(
            model_name="term",
            name="ends_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="term",
            name="sort_title",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="term",
            name="starts_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["type", "locale", "-sort_at", "key"], include=("listed",), name="published_entry_dated"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["type", "locale", "sort_title", "key"],
                include=("listed", "sort_at"),
                name="published_entry_titled",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["type", "locale", "starts_at", "key"],
                include=("listed", "ends_at", "sort_at"),
                name="published_entry_timed",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.Func(models.F("tree"), models.Value(-4), function="left"),
                models.F("type"),
                models.F("tree"),
                models.F("key"),
                condition=models.Q(("listed", True), ("tree__isnull", False)),
                name="published_child_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.Func(models.F("tree"), models.Value(-4), function="left"),
                models.F("type"),
                models.OrderBy(models.F("sort_at"), descending=True),
                models.F("key"),
                condition=models.Q(("listed", True), ("tree__isnull", False)),
                name="published_child_dated",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.Func(models.F("tree"), models.Value(-4), function="left"),
                models.F("type"),
                models.F("sort_title"),
                models.F("key"),
                condition=models.Q(("listed", True), ("tree__isnull", False)),
                name="published_child_titled",
            ),
        ),
        migrations.AddIndex(
            model_name="term",
            index=models.Index(
                fields=["term", "type", "locale", "-sort_at", "key"],
                include=("starts_at", "ends_at"),
                name="published_term_dated",
            ),
        ),
        migrations.AddIndex(
            model_name="term",
            index=models.Index(
                fields=["term", "type", "locale", "sort_title", "key"],
                include=("sort_at",),
                name="published_term_titled",
            ),
        ),
        migrations.AddIndex(
            model_name="term",
            index=models.Index(
                fields=["term", "type", "locale", "starts_at", "key"],
                include=("ends_at", "sort_at"),
                name="published_term_timed",
            ),
        ),
    ]
