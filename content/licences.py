"""The licences under which we publish images and documents; named by models as choices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """What a visitor may do with a file; the value upper-cased is the name in GraphQL."""

    CC_BY = "cc-by-4-0", _("Creative Commons Attribution 4.0")
    CC_BY_SA = "cc-by-sa-4-0", _("Creative Commons Attribution-ShareAlike 4.0")
    CC0 = "cc0-1-0", _("Creative Commons Zero 1.0 (no rights reserved)")
    PUBLIC_DOMAIN = "public-domain", _("Public domain")
    ALL_RIGHTS_RESERVED = "all-rights-reserved", _("All rights reserved")
