"""Whatever goes wrong in a page fails its test."""

import socket

from django.urls import reverse

from .conftest import Opener
from .steps import until

PAGE = """<!doctype html><title>Faults</title><img src="http://{}:{}/a.png">
<script>nothing()</script>"""
FAULTS = {"404", "console", "failed", "request to another host", "script"}


def test_each_kind_of_fault_is_noted(visit: Opener, faults: list[str], provoked: set[str]) -> None:
    provoked |= FAULTS
    page = visit()
    # Whether there is another host or not, no page reaches it.
    with socket.create_server(("127.0.0.1", 0)) as other:
        page.set_content(PAGE.format(*other.getsockname()))
        page.goto(reverse("login"))
        page.evaluate("fetch('/static/nowhere.js')")
        until(page, lambda: {each.partition(":")[0] for each in faults} == FAULTS)


def test_a_page_may_be_refused_and_what_it_asks_for_may_not(
    visit: Opener, faults: list[str], provoked: set[str]
) -> None:
    provoked.add("404")
    page = visit()
    page.goto("/nowhere/")
    assert faults == []
    page.evaluate("fetch('/nowhere/')")
    until(page, lambda: faults == [f"404: {page.url}"])
