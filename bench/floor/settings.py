"""The product's own settings, with other addresses and a place for the floors' templates."""

from pathlib import Path

from survey_site.settings import *  # noqa: F403 - settings extend settings
from survey_site.settings import TEMPLATES

ROOT_URLCONF = "bench.floor.urls"
TEMPLATES = [TEMPLATES[0] | {"DIRS": [Path(__file__).parent / "templates"]}]
