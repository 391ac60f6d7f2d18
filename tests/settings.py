"""The product's own settings, in local mode, made quick and strict for tests."""

import os
import tempfile

os.environ["MODE"] = "local"
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="lgq-test-"))

from survey_site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
