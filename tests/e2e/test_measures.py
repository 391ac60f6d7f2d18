"""What is measured of pages finds faults, each where alone it shows."""

import re

from .conftest import Opener
from .measures import DESK, shortcomings_both_ways

PAGE = """<!doctype html><html lang="en"><title>Faults</title><style>
    body { color: black; background: white; }
    button { min-height: 44px; }
    @media (prefers-color-scheme: dark) {
        body { color: white; background: black; }
        #pale { color: #333; }
    }
    @media (max-width: 40rem) { #wide { width: 400px; } }
    @media (min-width: 40rem) { #phone { display: none; } #small { min-height: 20px; } }
</style>
<main><h1>Faults</h1>
    <p id="pale">Pale in the dark</p>
    <p id="wide">Wide on a phone</p>
    <button id="phone"></button>
    <button id="small">Small on a desk</button>
</main>"""
# Width, light and kind of what is found.
FAULT = re.compile(r"'width': (\d+).*?, (\w+): .*?(color-contrast|sideways|button-name|high)")


def test_each_fault_is_found_where_it_shows(visit: Opener) -> None:
    page = visit(viewport=DESK, color_scheme="light")
    page.set_content(PAGE)
    found = shortcomings_both_ways(page)
    assert [FAULT.findall(each) for each in found] == [
        [("1280", "light", "high")],
        [("360", "dark", "button-name")],
        [("360", "dark", "color-contrast")],
        [("360", "dark", "sideways")],
    ]
    assert page.viewport_size == DESK
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
