"""The WSGI application that a web server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "venuewatch.settings")
os.environ.setdefault("DATABASE_POOL", "1")

application = get_wsgi_application()
