import pytest
from django.template import Context, Template
from django.utils import translation

from responses.templatetags import lgq


@pytest.mark.parametrize(("language", "expected"), [("ko", "서울특별시"), ("en", "Seoul")])
def test_localized_follows_the_reader(language: str, expected: str) -> None:
    with translation.override(language):
        page = Template("{% load lgq %}{{ city|localized }}")
        assert page.render(Context({"city": {"ko": "서울특별시", "en": "Seoul"}})) == expected


@pytest.mark.parametrize(("active", "other"), [("ko", ("en", "English")), ("en", ("ko", "한국어"))])
def test_other_languages_are_named_in_themselves(active: str, other: tuple[str, str]) -> None:
    with translation.override(active):
        found = lgq.other_languages()
    assert [(language["code"], language["name_local"]) for language in found] == [other]
