"""The demonstration site as the tests visit it: static files named and compressed as in production."""

from cms.settings.base import STORAGES
from cms.settings.development import *  # noqa: F403
from cms.settings.development import VAR_DIR

STORAGES = {**STORAGES}
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
