"""The tests' database, as other processes reach it: over TCP, or over the socket of the embedded one."""

from urllib.parse import quote, urlencode

from django.db import connection


def database_url() -> str:
    database = connection.settings_dict
    user = quote(database["USER"] or "") + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    port = f":{database['PORT']}" if database["PORT"] else ""
    options = urlencode({key: value for key, value in database["OPTIONS"].items() if key == "host"})
    return f"postgres://{user}@{database['HOST'] or ''}{port}/{database['NAME']}?{options}"
