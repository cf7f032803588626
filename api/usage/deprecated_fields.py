"""What of the schema is deprecated, by the names under which its use is counted. Read by the report."""

from functools import cache

from api.contract.announcements import deprecations


@cache
def deprecated_fields() -> dict[str, str]:
    """The reasons by name: ``NewsPage.subtitle``, ``Query.news(first:)``, ``When.PAST``."""
    from api.views import door  # made at the first request, not while Django starts

    return dict(deprecations(door().schema))
