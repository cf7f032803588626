"""Numbers the changes of a transaction together: what each statement touched is noted, and read once at COMMIT.

A trigger for each row asked its questions once a row: a branch of 5,000 pages that moved waited for them.
"""

from importlib import import_module

from django.db import migrations

# What a statement touched waits here until the commit. Only its own transaction sees the row and takes it away again,
# so the table is empty for everybody else, and nothing is lost with it when the server falls. Plans are made once for
# one row and for thousands (to make one takes longer than to follow it), hence no nested loop.
NOTE = """
CREATE UNLOGGED TABLE published_touched (
    transaction xid8 NOT NULL,
    keys text[] NOT NULL,
    translations uuid[] NOT NULL,
    trees text[] NOT NULL,
    elsewhere boolean[] NOT NULL
);

CREATE FUNCTION published_note_change() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_nestloop = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO published_touched
        SELECT pg_current_xact_id(), array_agg(published_announced_key(a.key, a.type, a.site, a.tree)),
            array_agg(a.translation_key), array_agg(a.tree), array_agg(false)
        FROM after a HAVING count(*) > 0;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO published_touched
        SELECT pg_current_xact_id(), array_agg(published_announced_key(b.key, b.type, b.site, b.tree)),
            array_agg(b.translation_key), array_agg(b.tree), array_agg(false)
        FROM before b HAVING count(*) > 0;
    ELSE
        INSERT INTO published_touched
        SELECT pg_current_xact_id(), array_agg(published_announced_key(a.key, a.type, a.site, a.tree)),
            array_agg(a.translation_key), array_agg(a.tree), array_agg(
                (b.site, b.path) IS DISTINCT FROM (a.site, a.path) OR (
                    a.path IS NULL AND a.card->>'renditions' IS NULL AND b.card->>'url' IS DISTINCT FROM a.card->>'url'
                )
            )
        FROM after a JOIN before b ON b.key = a.key HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION published_announced_key(key text, type text, site integer, tree text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN site IS NOT NULL AND tree IS NULL AND type <> 'Site' THEN 'Site:' || site ELSE key END
$$;
"""

# The same questions as before (see 0008), asked of all that was touched at once. The first firing of a transaction
# finds everything, the others nothing. Each question is an index's: a plan that reads a whole table is not wanted even
# where the planner believes it cheaper, since it does not know how many keys there are.
NUMBER = """
CREATE FUNCTION published_number_changes() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    touched record;
    present_number bigint;
    appeared record;
    moved text[];
    referrers text[];
BEGIN
    WITH taken AS (DELETE FROM published_touched WHERE transaction = pg_current_xact_id() RETURNING *)
    SELECT array_agg(u.key) AS keys, array_agg(u.translation) AS translations, array_agg(u.tree) AS trees,
        array_agg(u.is_elsewhere) AS elsewhere
    INTO touched
    FROM taken t CROSS JOIN LATERAL unnest(t.keys, t.translations, t.trees, t.elsewhere)
        u(key, translation, tree, is_elsewhere);
    IF touched.keys IS NULL THEN
        RETURN NULL;
    END IF;
    present_number := published_present_number();

    SELECT array_agg(t.key) AS keys, array_agg(t.translation) AS translations, array_agg(t.tree) AS trees INTO appeared
    FROM (
        SELECT DISTINCT u.key, u.translation, u.tree
        FROM unnest(touched.keys, touched.translations, touched.trees) u(key, translation, tree)
    ) t
    LEFT JOIN published_change c ON c.key = t.key AND c.what IN ('upsert', 'alias')
    LEFT JOIN published_entry e ON e.key = t.key
    WHERE c.what IS DISTINCT FROM CASE WHEN e.listed THEN 'upsert' WHEN NOT e.listed THEN 'alias' END;
    moved := ARRAY(
        SELECT DISTINCT t.key FROM unnest(touched.keys, touched.elsewhere) t(key, is_elsewhere) WHERE t.is_elsewhere
    );

    INSERT INTO published_change AS c (key, locale, type, number, what)
    SELECT e.key, e.locale, e.type, present_number, CASE WHEN e.listed THEN 'upsert' ELSE 'alias' END
    FROM published_entry e WHERE e.key = ANY(touched.keys)
    ON CONFLICT (key, locale) DO UPDATE
    SET number = EXCLUDED.number,
        what = CASE WHEN EXCLUDED.what = 'alias' AND c.what IN ('upsert', 'remove') THEN 'remove'
               ELSE EXCLUDED.what END
    WHERE (c.number < EXCLUDED.number OR c.what <> EXCLUDED.what)
    AND NOT (EXCLUDED.what = 'alias' AND c.what = 'remove');
    UPDATE published_change c
    SET number = present_number, what = CASE c.what WHEN 'upsert' THEN 'remove' ELSE 'forgotten' END
    WHERE c.key = ANY(touched.keys) AND c.what IN ('upsert', 'alias')
    AND NOT EXISTS (SELECT FROM published_entry e WHERE e.key = c.key AND e.locale = c.locale);

    IF appeared.keys IS NULL AND moved = '{}' THEN
        RETURN NULL;
    END IF;
    referrers := ARRAY(
        SELECT published_announced_key(e.key, e.type, e.site, e.tree)
        FROM unnest(appeared.keys || moved) k(key) JOIN published_entry e ON e.mentions @> ARRAY[k.key]
    ) || ARRAY(
        SELECT e.key FROM unnest(appeared.translations) t(key)
        JOIN published_entry e ON e.translation_key = t.key
    ) || ARRAY(
        SELECT e.key FROM unnest(appeared.trees) t(tree)
        JOIN published_entry e ON e.tree > t.tree AND e.tree <= t.tree || 'ZZZZ'
            AND length(e.tree) = length(t.tree) + 4
    );
    UPDATE published_change SET number = present_number
    WHERE key = ANY(referrers) AND what = 'upsert' AND number < present_number;
    RETURN NULL;
END
$$;

DROP TRIGGER published_entry_changed ON published_entry;
DROP FUNCTION published_number_change();

CREATE TRIGGER published_entry_inserted AFTER INSERT ON published_entry
REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION published_note_change();
CREATE TRIGGER published_entry_updated AFTER UPDATE ON published_entry
REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION published_note_change();
CREATE TRIGGER published_entry_deleted AFTER DELETE ON published_entry
REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION published_note_change();

CREATE CONSTRAINT TRIGGER published_entry_changed AFTER INSERT ON published_touched
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION published_number_changes();
"""

DROP = """
DROP TRIGGER published_entry_inserted ON published_entry;
DROP TRIGGER published_entry_updated ON published_entry;
DROP TRIGGER published_entry_deleted ON published_entry;
DROP TABLE published_touched;
DROP FUNCTION published_number_changes();
DROP FUNCTION published_note_change();
DROP FUNCTION published_announced_key(text, text, integer, text);
"""

ONE_BY_ONE = """
CREATE CONSTRAINT TRIGGER published_entry_changed
AFTER INSERT OR UPDATE OR DELETE ON published_entry
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION published_number_change();
"""


class Migration(migrations.Migration):
    dependencies = [("published", "0008_tell_referrers")]

    operations = [
        migrations.RunSQL(
            NOTE + NUMBER, DROP + import_module("published.migrations.0008_tell_referrers").CHANGE + ONE_BY_ONE
        )
    ]
