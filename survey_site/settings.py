"""Settings of LGQ Desk, all read from the environment and a `.env` file here at the top.

README.md has the table of variables. MODE is `production` unless said otherwise,
and production refuses to start on an unsafe setting; the scripts run `local`.
"""

import os
from contextlib import suppress
from logging import getLevelNamesMapping
from pathlib import Path
from secrets import token_urlsafe
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit
from wsgiref.headers import Headers
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")


def _whole_number(name: str, said: str, most: int) -> int:
    """Return the number from 0 to `most` that a variable says."""
    digits = said.strip()
    short = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(most))
    if not short or int(digits) > most:
        raise ImproperlyConfigured(f"{name} is {said}; it must be from 0 to {most}.")
    return int(digits)


def _yes_or_no(name: str, said: str) -> bool:
    """Return whether a variable says yes."""
    said = said.strip().lower()
    if said not in {*env.BOOLEAN_TRUE_STRINGS, "", "false", "off", "n", "no", "0"}:
        raise ImproperlyConfigured(f"{name} is {said}; it must be true or false.")
    return said in env.BOOLEAN_TRUE_STRINGS


# Set to nothing, they would be read as something that nobody means, such as this folder.
_EMPTY = [
    name
    for name in (
        *("MODE", "DATA_DIR", "DATABASE_URL", "TIME_ZONE", "EMAIL_URL"),
        *("MAIL_DELAY", "MORNING_HOUR", "LOG_LEVEL"),
    )
    if not os.environ.get(name, "unset").strip()
]
if _EMPTY:
    raise ImproperlyConfigured(
        f"Set but empty: {', '.join(_EMPTY)}. Give a value, or leave the variable out."
    )

MODE: str = env.str("MODE", "production")
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATABASE_URL: str = env.str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
SECRET_KEY: str = env.str("SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
SITE_URL: str = env.str("SITE_URL", "").rstrip("/")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUST_PROXY: bool = _yes_or_no("TRUST_PROXY", env.str("TRUST_PROXY", ""))
HSTS_SUBDOMAINS: bool = _yes_or_no("HSTS_SUBDOMAINS", env.str("HSTS_SUBDOMAINS", ""))
DEBUG: bool = _yes_or_no("DEBUG", env.str("DEBUG", ""))
DEMO_PASSWORD: str = env.str("DEMO_PASSWORD", "")
TIME_ZONE: str = env.str("TIME_ZONE", "Asia/Seoul")
EMAIL_URL = env.email_url("EMAIL_URL", default="consolemail://")
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "")
MAIL_DELAY: int = _whole_number("MAIL_DELAY", env.str("MAIL_DELAY", "300"), most=86_400)
MORNING_HOUR: int = _whole_number("MORNING_HOUR", env.str("MORNING_HOUR", "8"), most=23)
BACKUP_KEY: str = env.str("BACKUP_KEY", "")
# Asks other sites whether what answers link to is there: the only connections that go out.
CHECK_LINKS: bool = _yes_or_no("CHECK_LINKS", env.str("CHECK_LINKS", ""))
# For tests: then this machine is the only one that is asked, which otherwise never is.
LINK_FARM: bool = _yes_or_no("LINK_FARM", env.str("LINK_FARM", ""))
LOG_LEVEL: str = env.str("LOG_LEVEL", "INFO")


def _kept_secret(path: Path) -> str:
    """Return the secret kept at `path`, making it on the first start."""
    # Nothing is written where there is one, as on a full disk nothing could be.
    with suppress(FileNotFoundError):
        return path.read_text()
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent) as new, suppress(FileExistsError):
        new.write(token_urlsafe(64))
        new.flush()
        # Whole or not at all: of two first starts at once, one finds the other's.
        os.link(new.name, path)
    return path.read_text()


def no_sniffing(headers: Headers, _path: str, _url: str) -> None:
    """Have browsers take a static file for what its name says, as they take pages."""
    headers["X-Content-Type-Options"] = "nosniff"


def _is_https(address: str) -> bool:
    """Return whether an address can stand before the path of every link in an e-mail."""
    parts = urlsplit(address)
    return parts.scheme == "https" and bool(parts.hostname) and not parts.path + parts.query


if MODE not in {"local", "production"}:
    raise ImproperlyConfigured(f"MODE is {MODE!r}; it must be 'local' or 'production'.")
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE is {TIME_ZONE}; it must be one such as Asia/Seoul.")
if LOG_LEVEL not in getLevelNamesMapping():
    raise ImproperlyConfigured(f"LOG_LEVEL is {LOG_LEVEL}; it must be one such as INFO or WARNING.")
if BACKUP_KEY and len(BACKUP_KEY) < 16:  # noqa: PLR2004
    raise ImproperlyConfigured("BACKUP_KEY must have 16 characters or more.")

SECURE = MODE == "production"
if SECURE:
    _unsafe = {
        "DEBUG must be off": DEBUG,
        "LINK_FARM must be off": LINK_FARM,
        "SECRET_KEY must have 50 characters or more": len(SECRET_KEY) < 50,  # noqa: PLR2004
        "SECRET_KEY must be random": len(set(SECRET_KEY)) < 10 and len(SECRET_KEY) >= 50,  # noqa: PLR2004
        "ALLOWED_HOSTS must name this site's hosts": not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS,
        "SITE_URL must be this site's https:// address": not _is_https(SITE_URL),
    }
    if any(_unsafe.values()):
        faults = "; ".join(fault for fault, present in _unsafe.items() if present)
        raise ImproperlyConfigured(
            f"(On your own machine, set MODE=local.) MODE=production refuses to start: {faults}."
        )
else:
    SECRET_KEY = SECRET_KEY or _kept_secret(DATA_DIR / "secret-key")
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]
    SITE_URL = SITE_URL or "http://localhost:8000"
DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or f"LGQ Desk <noreply@{urlsplit(SITE_URL).hostname}>"

ROOT_URLCONF = "survey_site.urls"
WSGI_APPLICATION = "survey_site.wsgi.application"
AUTH_USER_MODEL = "responses.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "responses",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "responses.views.errors.drain",
    # Static files come before what is for pages: sixty heads of them are a tenth of a first page.
    "responses.views.static_files.StaticOverHttps",
    "django.middleware.security.SecurityMiddleware",
    "responses.views.compressing.PageCompression",
    "csp.middleware.CSPMiddleware",
    "responses.views.sessions.LastingSession",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "responses.views.again.SignInAgainMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Each process has its own. A thousand cards take some 10 MB.
_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": _MEMORY},
    "cards": {
        "BACKEND": _MEMORY,
        "LOCATION": "cards",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["responses.templatetags.hrefs"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "responses.views.notices.unread_notices",
                "responses.views.tabs.frame",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

if DATABASE_URL.partition("://")[0] not in env.DB_SCHEMES:
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")
_database = env.db_url_config(DATABASE_URL)
_database["CONN_MAX_AGE"] = 60
_database["CONN_HEALTH_CHECKS"] = True
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a writer waits at the start of its transaction instead of failing in the middle.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DATABASES = {"default": _database}

PASSWORD_HASHERS = ["survey_site.hashers.SmallArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["responses.domain.notices.accounts.Accounts"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "my_work"
LOGOUT_REDIRECT_URL = "login"
CSRF_FAILURE_VIEW = "responses.views.again.csrf_failure"
# A working week: people write for days and must not lose a page to a sign-in form.
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["survey_site.formats"]
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap/css", BASE_DIR / "node_modules/bootstrap/dist/css"),
    ("bootstrap/js", BASE_DIR / "node_modules/bootstrap/dist/js"),
]
# No other site has a use for them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = no_sniffing
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "media")},
    },
    "staticfiles": {"BACKEND": "survey_site.storage.StaticFiles"},
}

vars().update(EMAIL_URL)
EMAIL_TIMEOUT = 20  # s; a mail server that says nothing holds up the mails of everybody
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

FILE_UPLOAD_HANDLERS = [
    "responses.views.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Sections with many evidence rows send two fields a row, and Hangul takes nine bytes a letter.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
# It would bind all other hosts of a city below this site's, so the city has to say so.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE and HSTS_SUBDOMAINS
if not HSTS_SUBDOMAINS:
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    # Who is told to come again (503) is told on purpose, by what says why itself.
    "filters": {
        "unless_asked_to_wait": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: getattr(record, "status_code", None) != 503,  # noqa: PLR2004
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # A refused request is told to the person; the log is for what went wrong here.
    "loggers": {
        "django.request": {"level": "ERROR", "filters": ["unless_asked_to_wait"]},
        # The worker says what it looks for each second; `responses.tasks` says what came of it.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "ERROR"},
    },
}
