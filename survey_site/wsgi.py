"""The WSGI application that gunicorn serves."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "survey_site.settings")

application = get_wsgi_application()
# With all views, which would else be read at the first request, by each worker for itself.
import_module(settings.ROOT_URLCONF)
