"""Lets the change feed tell of every entry whose answer changed, also where another one appeared, moved or went.

``mentions`` is every key in an entry's documents; filled here for what is published, without numbering it as changed.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# As published.entries.mentions_of reads it.
FILL = """
ALTER TABLE published_entry DISABLE TRIGGER published_entry_changed;
UPDATE published_entry SET mentions = ARRAY(
    SELECT DISTINCT m[1] FROM regexp_matches(
        card::text || body::text, '"([A-Z][A-Za-z0-9]*:[0-9]+)\\\\?"', 'g'
    ) m ORDER BY 1
);
ALTER TABLE published_entry ENABLE TRIGGER published_entry_changed;
"""

# What a change says: "upsert" and "remove" are told; "alias" is there and not announced, "forgotten" was.
# Whoever refers to what appears, goes or moves reads otherwise from now on, though no row of theirs is written: what it
# refers to, where its links lead, its parent, its translations. Their keys are looked up one index at a time: a branch of
# thousands of pages that moves asks for each.
CHANGE = """
CREATE OR REPLACE FUNCTION published_number_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    present_number bigint := published_present_number();
    touched published_entry := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    changed text := touched.key;
    present record;
    before_what text;
    present_what text;
    is_elsewhere boolean := false;
    referrers text[];
BEGIN
    IF touched.site IS NOT NULL AND touched.tree IS NULL AND touched.type <> 'Site' THEN
        changed := 'Site:' || touched.site;
    END IF;
    SELECT c.what INTO before_what FROM published_change c WHERE c.key = changed AND c.what IN ('upsert', 'alias');
    SELECT e.type, e.locale, e.listed INTO present FROM published_entry e WHERE e.key = changed;
    IF FOUND THEN
        present_what := CASE WHEN present.listed THEN 'upsert' ELSE 'alias' END;
        INSERT INTO published_change (key, locale, type, number, what)
        VALUES (changed, present.locale, present.type, present_number, present_what)
        ON CONFLICT (key, locale) DO UPDATE
        SET number = EXCLUDED.number,
            what = CASE WHEN EXCLUDED.what = 'alias' AND published_change.what IN ('upsert', 'remove') THEN 'remove'
                   ELSE EXCLUDED.what END
        WHERE published_change.number < EXCLUDED.number
        AND NOT (EXCLUDED.what = 'alias' AND published_change.what = 'remove');
        UPDATE published_change
        SET number = present_number, what = CASE what WHEN 'upsert' THEN 'remove' ELSE 'forgotten' END
        WHERE key = changed AND what IN ('upsert', 'alias') AND locale <> present.locale;
    ELSE
        UPDATE published_change
        SET number = present_number, what = CASE what WHEN 'upsert' THEN 'remove' ELSE 'forgotten' END
        WHERE key = changed AND what IN ('upsert', 'alias');
    END IF;
    IF TG_OP = 'UPDATE' THEN
        is_elsewhere := (OLD.site, OLD.path) IS DISTINCT FROM (NEW.site, NEW.path) OR (
            NEW.path IS NULL AND NEW.card->>'renditions' IS NULL AND OLD.card->>'url' IS DISTINCT FROM NEW.card->>'url'
        );
    END IF;
    IF is_elsewhere OR before_what IS DISTINCT FROM present_what THEN
        referrers := ARRAY(
            SELECT CASE WHEN e.site IS NOT NULL AND e.tree IS NULL AND e.type <> 'Site' THEN 'Site:' || e.site
                   ELSE e.key END
            FROM published_entry e WHERE e.mentions @> ARRAY[changed]
        );
        IF before_what IS DISTINCT FROM present_what THEN
            referrers := referrers || ARRAY(
                SELECT e.key FROM published_entry e WHERE e.translation_key = touched.translation_key
            ) || ARRAY(
                SELECT e.key FROM published_entry e WHERE e.tree > touched.tree AND e.tree <= touched.tree || 'ZZZZ'
                AND length(e.tree) = length(touched.tree) + 4
            );
        END IF;
        IF referrers <> '{}' THEN
            UPDATE published_change SET number = present_number
            WHERE key = ANY(referrers) AND what = 'upsert' AND number < present_number;
        END IF;
    END IF;
    RETURN NULL;
END
$$;
"""

CHANGE_AS_BEFORE = """
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
DELETE FROM published_change WHERE what IN ('alias', 'forgotten');
"""


class Migration(migrations.Migration):
    dependencies = [("published", "0007_expiry_index")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="mentions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None, blank=True
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["mentions"], name="published_entry_mentions", fastupdate=False
            ),
        ),
        migrations.RunSQL(CHANGE, CHANGE_AS_BEFORE),
    ]
