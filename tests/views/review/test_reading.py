"""The review page shows a section as it will be printed."""

import re

import pytest
from django.test import Client

from responses.enums import Action
from responses.models import Response, User
from tests.support.factories import write
from tests.views.review.pages import ALPHA, REVIEW, move, read

pytestmark = pytest.mark.django_db


def test_review_shows_every_part_as_it_will_be_printed(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    link = {"label": "Portal", "url": "portal.example/a?b=1&c"}
    parts = {"yes_no": "yes", "percentage": "23.1", "text": "○ One <b>bold</b>", "links": [link]}
    write(response, "a-1", writer, choices=["plan"], contact={"title": "CIO"}, **parts)
    html = read(client, reviewer)
    words = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    assert "☑ ticked: Yes ☐ No" in words
    assert "☑ ticked: plan ☐ budget ☐ staff" in words
    assert "Title CIO" in words
    assert "A.2 Explain In short. text — not answered —" in words
    assert "One <b>bold</b>" in html  # as text: `read` undoes its escaping
    assert '<a href="https://portal.example/a?b=1&c" rel="noopener noreferrer">' in html


def test_review_shows_the_codes_that_are_printed_for_symbols_that_no_font_has(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    code = (
        '<span class="lgq-code">{}<span class="visually-hidden"> (cannot be printed)</span></span>'
    )
    link = {"label": "포털\ue123", "url": "portal.example/🎉"}
    write(response, "a-2", writer, text="□ 완료✅\na\tที่\nb\t\u202ec", links=[link])
    html = read(client, reviewer)
    assert f"완료{code.format('[U+2705]')}" in html
    assert f"{code.format('[U+0E17][U+0E35][U+0E48]')}</th>" in html
    assert f"{code.format('[U+202E]')}c</td>" in html
    assert f"포털{code.format('[U+E123]')}" in html
    assert f">portal.example/{code.format('[U+1F389]')}</a>" in html
    move(response, Action.SEND, writer)
    move(response, Action.REQUEST_CHANGES, reviewer)
    write(response, "a-2", writer, text="□ 모두 완료✅\na\tที่\nb\t\u202ec", links=[link])
    changed = read(client, reviewer, f"{REVIEW}?changes=1")
    assert "lgq-pieces" in changed
    assert f"완료{code.format('[U+2705]')}" in changed
    for page in (f"{ALPHA}a-2/history/?from=1&to=2", f"{ALPHA}a-2/talk/"):
        assert f"완료{code.format('[U+2705]')}" in read(client, reviewer, page)


def test_review_never_takes_an_answer_for_markup(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    write(response, "a-2", writer, text="<script>alert(1)</script>")
    move(response, Action.SEND, writer, comment="<img src=x>")
    client.force_login(reviewer)
    html = client.get(REVIEW).content.decode()
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 1
    assert html.count("&lt;img src=x&gt;") == 2  # above the answers, and in the history
