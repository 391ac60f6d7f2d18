"""Addresses of pages and static files, each made once a process.

Django makes the address of a page anew each time, and looks a static file's up by way of four
objects; a page has dozens of both.
"""

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import get_script_prefix, reverse


def href_of(name: str, *args: Any) -> str:
    """Return what `reverse` does."""
    return _href(get_script_prefix(), name, args)


def static_href(path: str) -> str:
    """Return what Django's `static` does."""
    return _static_href(get_script_prefix(), path)


@lru_cache(maxsize=4096)
def _href(_prefix: str, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, args=args)


@lru_cache(maxsize=1024)
def _static_href(_prefix: str, path: str) -> str:
    return static(path)
