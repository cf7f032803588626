"""What the admin's scripts say in Portuguese, beyond what Wagtail brings; answers ``/admin/jsi18n/`` in its place."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


class AdminWords(JavaScriptCatalog):
    """Wagtail's catalogue with ours (``locale/*/LC_MESSAGES/djangojs.po``) on top."""

    packages = ["wagtail.admin"]

    def get_paths(self, packages: list[str]) -> list[str]:
        return [*super().get_paths(packages), *(str(path) for path in settings.LOCALE_PATHS)]


def admin_words(request: HttpRequest) -> HttpResponse:
    """Answer in the language of the editor's account; also before sign-in, as Wagtail does."""
    return get_localized_response(AdminWords.as_view(), request)
