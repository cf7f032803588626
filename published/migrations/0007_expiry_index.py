"""The next expiry of a page is asked with every answer that a cache may keep: found in an index of those that expire."""

from django.db import migrations

INDEX = "CREATE INDEX published_page_expiry ON wagtailcore_page (expire_at) WHERE live AND expire_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("published", "0006_change_feed"),
        ("wagtailcore", "0001_squashed_0016_change_page_url_path_to_text_field"),
    ]

    operations = [migrations.RunSQL(INDEX, "DROP INDEX published_page_expiry")]
