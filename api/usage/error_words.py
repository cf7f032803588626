"""What an administrator can do about an error that apps are answered with, in words for people who do not program."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OURS = _("The fault is here: look for it in the log of the server.")
THE_KEY = _("The key is wrong or may not do this: compare its settings with what the app needs.")
MANY = _("The app asks too much in a minute: its developers should keep answers, or you give its key a larger budget.")
LARGE = _("The app asks too much at once: its developers should ask for less.")
WRONG = _("The app asks wrongly: its developers should read the error and correct the question.")

WORDS: dict[str, Promise] = {
    **dict.fromkeys(("INTERNAL_SERVER_ERROR", "TIMEOUT"), OURS),
    **dict.fromkeys(("UNAUTHENTICATED", "FORBIDDEN", "ORIGIN_NOT_ALLOWED", "STORED_OPERATIONS_ONLY"), THE_KEY),
    "INTROSPECTION_DISABLED": THE_KEY,
    "BUDGET_EXCEEDED": MANY,
    "PERSISTED_QUERY_NOT_FOUND": _("Nothing: the app sends its question again by itself."),
}


def what_to_do(code: str) -> str:
    """The words for a code; what has none of its own is too large or wrong."""
    is_large = code.startswith("TOO_MANY_") or "_TOO_" in code
    return str(WORDS.get(code, LARGE if is_large else WRONG))
