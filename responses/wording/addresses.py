"""Addresses of the site as they leave it: in e-mails, sealed files and QR codes."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse


def public(path: str) -> str:
    """Return the address of a path, which begins with SITE_URL whatever host a request names."""
    return settings.SITE_URL + path


def digest_address() -> str:
    """Return the address of the page that looks up a digest, which is put behind it."""
    return public(f"{reverse('verify')}?digest=")


def site_host() -> str:
    """Return the host of the site, by which mails of the site are known."""
    return urlsplit(settings.SITE_URL).hostname or ""
