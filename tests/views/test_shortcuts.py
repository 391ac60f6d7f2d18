"""The sheet of keyboard shortcuts names every key that the scripts listen to."""

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.wording.shortcuts import SHORTCUTS
from tests.support.browser import words

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
ALONE = {row.keys for place in SHORTCUTS for row in place.rows if row.is_alone}


@pytest.mark.django_db
def test_page_lists_all_for_anybody_without_a_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        page = client.get("/shortcuts/", headers={"accept-language": "en"})
    shown = words(page)
    for place in SHORTCUTS:
        for row in place.rows:
            assert " ".join(row.keys) in shown
    assert "Ctrl S Save" in shown
    assert "Ctrl Enter Go to the next question to answer" in shown


def test_keys_that_are_alone_are_those_that_scripts_listen_to() -> None:
    listened = {
        key
        for path in SCRIPTS.rglob("*.js")
        for key in re.findall(r'\bonKey\("(.)"', path.read_text(encoding="utf-8"))
    }
    assert {(key,) for key in listened} == ALONE


def test_only_one_sign_can_be_alone() -> None:
    assert ALONE
    assert [keys for keys in ALONE if len(keys) != 1 or len(keys[0]) != 1] == []
