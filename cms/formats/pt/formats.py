"""Portuguese: Django's own, but for the hour, which follows a comma."""

DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
