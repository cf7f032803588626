"""Makes the numbered changes a feed to follow: by type and language, of what is listed, removals kept for a time.

Each number gets a mark that nobody can guess: it tells this history from that of a backup or of another database.
"""

from django.db import migrations, models

NUMBER = """
CREATE FUNCTION published_present_number() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    present_number bigint := NULLIF(current_setting('published.number', true), '')::bigint;
BEGIN
    IF present_number IS NULL THEN
        INSERT INTO published_version (id, number) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET number = published_version.number + 1
        RETURNING number INTO present_number;
        INSERT INTO published_commit (number, mark, at)
        VALUES (present_number, substr(md5(gen_random_uuid()::text), 1, 12), clock_timestamp())
        ON CONFLICT (number) DO UPDATE SET mark = EXCLUDED.mark, at = EXCLUDED.at;
        PERFORM set_config('published.number', present_number::text, true);
    END IF;
    RETURN present_number;
END
$$;

CREATE OR REPLACE FUNCTION published_number_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM published_present_number();
    RETURN NULL;
END
$$;
"""

# A site's settings are part of the site for whoever reads. What is not listed is announced to nobody; what was listed
# and is no longer, or is now in another language, is removed where it was.
CHANGE = """
CREATE OR REPLACE FUNCTION published_number_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    present_number bigint := published_present_number();
    touched published_entry := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    changed text := touched.key;
    present record;
BEGIN
    IF touched.site IS NOT NULL AND touched.tree IS NULL AND touched.type <> 'Site' THEN
        changed := 'Site:' || touched.site;
    END IF;
    SELECT e.type, e.locale INTO present FROM published_entry e WHERE e.key = changed AND e.listed;
    IF FOUND THEN
        INSERT INTO published_change (key, locale, type, number, what)
        VALUES (changed, present.locale, present.type, present_number, 'upsert')
        ON CONFLICT (key, locale) DO UPDATE SET number = EXCLUDED.number, what = EXCLUDED.what
        WHERE (published_change.number, published_change.what) IS DISTINCT FROM (EXCLUDED.number, EXCLUDED.what);
        UPDATE published_change SET number = present_number, what = 'remove'
        WHERE key = changed AND what = 'upsert' AND locale <> present.locale;
    ELSE
        UPDATE published_change SET number = present_number, what = 'remove' WHERE key = changed AND what = 'upsert';
    END IF;
    RETURN NULL;
END
$$;

INSERT INTO published_commit (number, mark, at)
SELECT number, substr(md5(gen_random_uuid()::text), 1, 12), clock_timestamp() FROM published_version;

INSERT INTO published_change (key, locale, type, number, what)
SELECT e.key, e.locale, e.type, v.number, 'upsert' FROM published_entry e CROSS JOIN published_version v
WHERE e.listed AND (e.site IS NULL OR e.tree IS NOT NULL OR e.type = 'Site');
"""

FORGET_CHANGE = """
CREATE OR REPLACE FUNCTION published_number_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := CASE WHEN TG_OP = 'DELETE' THEN OLD.key ELSE NEW.key END;
    present_number bigint := NULLIF(current_setting('published.number', true), '')::bigint;
    present_what text;
BEGIN
    IF present_number IS NULL THEN
        INSERT INTO published_version (id, number) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET number = published_version.number + 1
        RETURNING number INTO present_number;
        PERFORM set_config('published.number', present_number::text, true);
    END IF;
    SELECT CASE WHEN EXISTS (SELECT FROM published_entry WHERE key = changed) THEN 'upsert' ELSE 'remove' END
    INTO present_what;
    INSERT INTO published_change (key, number, what) VALUES (changed, present_number, present_what)
    ON CONFLICT (key) DO UPDATE SET number = EXCLUDED.number, what = EXCLUDED.what;
    RETURN NULL;
END
$$;
"""

FORGET_NUMBER = """
CREATE OR REPLACE FUNCTION published_number_commit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    present_number bigint := NULLIF(current_setting('published.number', true), '')::bigint;
BEGIN
    IF present_number IS NULL THEN
        INSERT INTO published_version (id, number) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET number = published_version.number + 1
        RETURNING number INTO present_number;
        PERFORM set_config('published.number', present_number::text, true);
    END IF;
    RETURN NULL;
END
$$;

DROP FUNCTION published_present_number();
"""


class Migration(migrations.Migration):
    dependencies = [("published", "0005_number_ways")]

    operations = [
        migrations.CreateModel(
            name="Commit",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("mark", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(NUMBER, FORGET_NUMBER),
        # Its primary key becomes another: nobody read the rows yet, and they can be told again from the entries.
        migrations.DeleteModel(name="Change"),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "locale", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.TextField()),
                ("locale", models.TextField(blank=True, default="")),
                ("type", models.TextField()),
                ("number", models.BigIntegerField()),
                ("what", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["number", "key"], name="published_change_order"),
                    models.Index(fields=["type", "locale", "number", "key"], name="published_change_type"),
                ],
            },
        ),
        migrations.RunSQL(CHANGE, FORGET_CHANGE),
    ]
