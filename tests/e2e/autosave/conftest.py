"""The page of a section of the demo, open in a browser."""

import pytest
from playwright.sync_api import Page

from tests.e2e.autosave.pages import PAGE
from tests.e2e.cast import Cast
from tests.e2e.conftest import Opener


@pytest.fixture
def page(visit: Opener, cast: Cast) -> Page:
    page = visit(cast.contributor)
    page.goto(PAGE)
    return page
