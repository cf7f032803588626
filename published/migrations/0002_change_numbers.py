"""Numbers the changes of the store at COMMIT: in commit order, without gaps, one number per transaction."""

from django.db import migrations

# The first deferred trigger of a transaction locks the one row of the version until the commit is done; that is what
# puts numbers in commit order. The number is remembered for the rest of the transaction in a setting local to it.
NUMBER_CHANGES = """
CREATE FUNCTION published_number_change() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE CONSTRAINT TRIGGER published_entry_changed
AFTER INSERT OR UPDATE OR DELETE ON published_entry
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION published_number_change();

INSERT INTO published_version (id, number) VALUES (1, 0);
"""

FORGET_CHANGES = """
DROP TRIGGER published_entry_changed ON published_entry;
DROP FUNCTION published_number_change();
DELETE FROM published_version;
"""


class Migration(migrations.Migration):
    dependencies = [("published", "0001_initial")]

    operations = [migrations.RunSQL(NUMBER_CHANGES, FORGET_CHANGES)]
