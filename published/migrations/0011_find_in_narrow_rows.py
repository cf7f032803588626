"""Puts what a search reads into a table of narrow rows, beside the words: an entry's row is ten times as wide.

With 100,000 pages it takes some two minutes, most of it for the index on the words.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

FILL = """
INSERT INTO published_findable (key, type, locale, sort_at, sort_title, terms, search)
SELECT e.key, e.type, e.locale, e.sort_at, e.sort_title,
    ARRAY(SELECT t.term FROM published_term t WHERE t.key = e.key ORDER BY t.term), e.search
FROM published_entry e WHERE e.listed AND e.search IS NOT NULL;
"""

# A branch that moves changes none of these columns, so that it costs nothing here.
FOLLOW = """
CREATE FUNCTION published_find_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NOT NEW.listed OR NEW.search IS NULL THEN
        DELETE FROM published_findable f WHERE f.key = OLD.key;
    ELSE
        INSERT INTO published_findable AS f (key, type, locale, sort_at, sort_title, terms, search)
        VALUES (NEW.key, NEW.type, NEW.locale, NEW.sort_at, NEW.sort_title,
            ARRAY(SELECT t.term FROM published_term t WHERE t.key = NEW.key ORDER BY t.term), NEW.search)
        ON CONFLICT (key) DO UPDATE SET type = EXCLUDED.type, locale = EXCLUDED.locale, sort_at = EXCLUDED.sort_at,
            sort_title = EXCLUDED.sort_title, search = EXCLUDED.search
        WHERE (f.type, f.locale, f.sort_at, f.sort_title, f.search) IS DISTINCT FROM
            (EXCLUDED.type, EXCLUDED.locale, EXCLUDED.sort_at, EXCLUDED.sort_title, EXCLUDED.search);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER published_entry_found
AFTER INSERT OR DELETE OR UPDATE OF type, locale, listed, sort_at, sort_title, search ON published_entry
FOR EACH ROW EXECUTE FUNCTION published_find_entry();

CREATE FUNCTION published_find_terms() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    UPDATE published_findable f
    SET terms = ARRAY(SELECT t.term FROM published_term t WHERE t.key = f.key ORDER BY t.term)
    WHERE f.key = ANY(ARRAY(SELECT DISTINCT c.key FROM changed c));
    RETURN NULL;
END
$$;

CREATE TRIGGER published_term_inserted AFTER INSERT ON published_term
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION published_find_terms();
CREATE TRIGGER published_term_deleted AFTER DELETE ON published_term
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION published_find_terms();
"""

FORGET = """
DROP TRIGGER published_term_inserted ON published_term;
DROP TRIGGER published_term_deleted ON published_term;
DROP TRIGGER published_entry_found ON published_entry;
DROP FUNCTION published_find_terms();
DROP FUNCTION published_find_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("published", "0010_read_in_every_order")]

    operations = [
        migrations.RemoveIndex(model_name="term", name="published_term_dated"),
        migrations.AddIndex(
            model_name="term",
            index=models.Index(
                fields=["type", "locale", "term", "-sort_at", "key"],
                include=("starts_at", "ends_at"),
                name="published_term_newest",
            ),
        ),
        migrations.RemoveIndex(model_name="entry", name="published_entry_search"),
        migrations.CreateModel(
            name="Findable",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("type", models.TextField()),
                ("locale", models.TextField(default="")),
                ("sort_at", models.DateTimeField(null=True)),
                ("sort_title", models.TextField(default="")),
                (
                    "terms",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("search", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="findable",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["search"], name="published_findable_search"
            ),
        ),
        migrations.RunSQL(FOLLOW, FORGET),
    ]
