"""The tags `url` and `static` show what Django's own do, whatever was asked for before."""

from itertools import product

import pytest
from django.template import Context, Engine, engines
from django.urls import NoReverseMatch, set_script_prefix
from django.utils.safestring import SafeString
from pytest_django import Settings

from responses.pages import hrefs

OURS = Engine(builtins=["responses.templatetags.hrefs"])
DJANGOS = Engine(libraries={"static": "django.templatetags.static"})
TEXTS = [
    "{% url 'my_work' %}",
    "{% url 'overview' city 'lgq-2022' %}",
    "{% url page city 'lgq-2022' section %}",
    "{% url 'section' city=city edition='lgq-2022' section=section %}",
    "{% url 'admin:index' %}",
    "{% url 'guide' odd %}",
    "{% autoescape off %}{% url 'guide' odd %}{% endautoescape %}",
    "{% url 'overview' city 'lgq-2022' as it %}[{{ it }}]",
    "{% url 'no_such_page' city as it %}[{{ it }}]",
    "{% static 'css/site.css' %}",
    "{% static file %}",
    "{% static file as it %}[{{ it }}]",
]
CONTEXTS = [
    {"city": "seoul", "page": "section", "section": "strategy", "odd": "a'b", "file": "a.css"},
    {"city": "busan", "page": "review", "section": "s", "odd": "가&<b>", "file": "b'&.css"},
]


@pytest.fixture(autouse=True)
def _own_names(settings: Settings) -> None:
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    hrefs._static_href.cache_clear()


@pytest.mark.parametrize("text", TEXTS)
def test_addresses_are_those_of_django_in_any_order(text: str) -> None:
    ours = OURS.from_string(text)
    djangos = DJANGOS.from_string(f"{{% load static %}}{text}")
    try:
        for prefix, values, _ in product(("/", "/desk/", "/"), CONTEXTS, range(2)):
            set_script_prefix(prefix)
            shown, expected = (each.render(Context(values)) for each in (ours, djangos))
            assert shown == expected
            assert type(shown) is SafeString
    finally:
        set_script_prefix("/")


@pytest.mark.parametrize("text", ["{% url 'no_such_page' %}", "{% url 'overview' 'seoul' %}"])
def test_page_that_is_not_there_is_an_error(text: str) -> None:
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            OURS.from_string(text).render(Context())


def test_href_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hrefs._href.cache_clear()
    assert {hrefs.href_of("overview", "seoul", "e") for _ in range(9)} == {"/seoul/e/"}
    assert hrefs._href.cache_info()[:2] == (8, 1)


def test_every_template_has_them() -> None:
    django = engines["django"].engine  # type: ignore[attr-defined]
    assert django.template_builtins[-1].tags.keys() == {"url", "static"}
