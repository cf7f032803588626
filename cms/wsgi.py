"""The WSGI application that the server (granian) loads."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

try:
    django_application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"LabX CMS cannot start. {error}")

from api.front_door import front_door, warm_up

application = front_door(django_application)
warm_up()
