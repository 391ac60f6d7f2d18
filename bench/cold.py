"""The product's own settings without a memory of cards: every page draws all that it shows."""

from survey_site.settings import *  # noqa: F403 - settings extend settings
from survey_site.settings import CACHES

CACHES = CACHES | {"cards": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
