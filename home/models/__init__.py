"""The home page and the settings of a site."""

from home.models.pages import HomePage
from home.models.settings import SiteSettings

__all__ = ["HomePage", "SiteSettings"]
