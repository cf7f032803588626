"""Counts a change of redirections or withdrawals as a publication: kept answers that tell of addresses are read again."""

from django.db import migrations

NUMBER_WAYS = """
CREATE FUNCTION published_number_commit() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE CONSTRAINT TRIGGER published_redirection_changed
AFTER INSERT OR UPDATE OR DELETE ON published_redirection
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION published_number_commit();

CREATE CONSTRAINT TRIGGER published_withdrawal_changed
AFTER INSERT OR UPDATE OR DELETE ON published_withdrawal
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION published_number_commit();
"""

FORGET_WAYS = """
DROP TRIGGER published_withdrawal_changed ON published_withdrawal;
DROP TRIGGER published_redirection_changed ON published_redirection;
DROP FUNCTION published_number_commit();
"""


class Migration(migrations.Migration):
    dependencies = [("published", "0004_redirections_and_withdrawals")]

    operations = [migrations.RunSQL(NUMBER_WAYS, FORGET_WAYS)]
