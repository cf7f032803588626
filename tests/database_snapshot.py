"""What the migrations put into the test database, kept in memory and put back after tests that commit.

Django empties every table after such a test: the root page, locales, site, groups and collections would be gone for all
that come after it. Putting them back with COPY takes milliseconds, whatever order the tests run in.
"""

from django.db import connection

Snapshot = dict[str, bytes]


def take() -> Snapshot:
    """The rows of every table that has any, but the migrations' own record, which is never emptied."""
    rows: Snapshot = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            with cursor.cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                if content := b"".join(bytes(part) for part in copy):
                    rows[table] = content
    return rows


def put_back(rows: Snapshot) -> None:
    with connection.cursor() as cursor:
        # Rows refer to each other in circles; what is put back was consistent when it was taken.
        cursor.execute("SET session_replication_role = replica")
        for table, content in rows.items():
            cursor.execute(f'DELETE FROM "{table}"')
            with cursor.cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(content)
        cursor.execute("SET session_replication_role = DEFAULT")
