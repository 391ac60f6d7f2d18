"""The product's own settings, for collecting its static files without compressing them.

Compressing takes half a minute, and no benchmark asks for a static file; the names with
digests, which every page looks up, are the same.
"""

from survey_site.settings import *  # noqa: F403 - settings extend settings
from survey_site.settings import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
