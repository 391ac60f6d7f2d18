"""The product's own settings, in local mode, made quick and strict for tests.

DATABASE_URL chooses the database, by default a SQLite file: one in memory has no real
transactions between threads. See `tests.support.strict_templates` for what else is strict.
"""

import atexit
import os
import shutil
import tempfile

os.environ["MODE"] = "local"
if "DATA_DIR" not in os.environ:
    # Worker processes of one run inherit it and find it there.
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="lgq-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from survey_site.settings import *  # noqa: F403
from survey_site.settings import DATA_DIR, DATABASES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    # What a power cut would lose need not be written; everything else is as in the product.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Nothing is collected for tests, so files are looked up as they are asked for.
WHITENOISE_AUTOREFRESH = True
