"""Whatever goes wrong in a page fails its test."""

from django.urls import reverse

from .conftest import Opener
from .steps import until

# No server answers at this address.
PAGE = """<!doctype html><title>Faults</title><img src="http://127.0.0.1:1/a.png">
<script>nothing()</script>"""
FAULTS = {"404", "console", "failed", "request to another host", "script"}


def test_each_kind_of_fault_is_noted(visit: Opener, faults: list[str], provoked: set[str]) -> None:
    provoked |= FAULTS
    page = visit()
    page.set_content(PAGE)
    page.goto(reverse("login"))
    page.evaluate("fetch('/static/nowhere.js')")
    until(page, lambda: {each.partition(":")[0] for each in faults} == FAULTS)
