import pytest
from django.utils import translation

from responses.domain.permissions import Permission
from responses.enums import Role
from responses.pages.tabs import PAGES, Tab, tabs

CITY, EDITION = "springfield", "test-2030"
ALL = [each.name for each in PAGES]
SHOWN = {
    Role.COORDINATOR: ALL,
    Role.CONTRIBUTOR: ["overview", "evidence", "submissions", "export", "glossary"],
    Role.REVIEWER: ["overview", "deputies", "evidence", "submissions", "export", "glossary"],
    Role.VIEWER: ["overview", "evidence", "submissions", "export", "glossary"],
}


def row(
    role: Role, page: str, edition: str = EDITION, *, in_two_languages: bool = True
) -> tuple[Tab, ...]:
    with translation.override("en"):
        return tabs(CITY, edition, role, page, in_two_languages=in_two_languages)


def marked(role: Role, page: str) -> dict[str, str]:
    return {tab.label: tab.current for tab in row(role, page) if tab.current}


def test_tabs_lead_to_the_pages_of_the_response_and_remember_it_on_those_of_the_city() -> None:
    assert [(tab.label, tab.href) for tab in row(Role.COORDINATOR, "overview")] == [
        ("Response", "/springfield/test-2030/"),
        ("Dashboard", "/springfield/test-2030/dashboard/"),
        ("Assignment", "/springfield/test-2030/assignment/"),
        ("People", "/springfield/members/?edition=test-2030"),
        ("Deputies", "/springfield/deputies/?edition=test-2030"),
        ("Evidence", "/springfield/test-2030/evidence/"),
        ("Submissions", "/springfield/test-2030/submissions/"),
        ("Export", "/springfield/test-2030/export/"),
        ("Import", "/springfield/test-2030/import/"),
        ("Glossary", "/springfield/glossary/?edition=test-2030"),
        ("Audit", "/springfield/audit/?edition=test-2030"),
        ("Settings", "/springfield/settings/?edition=test-2030"),
    ]


@pytest.mark.parametrize("role", Role)
def test_a_city_of_one_language_has_no_glossary(role: Role) -> None:
    labels = [tab.label for tab in row(role, "overview", in_two_languages=False)]
    assert labels == [tab.label for tab in row(role, "overview") if tab.label != "Glossary"]


@pytest.mark.parametrize("role", Role)
def test_tabs_are_what_the_role_may_see(role: Role) -> None:
    every = row(Role.COORDINATOR, "overview")
    expected = [tab.href for name, tab in zip(ALL, every, strict=True) if name in SHOWN[role]]
    assert [tab.href for tab in row(role, "overview")] == expected


@pytest.mark.parametrize("page", ALL)
def test_the_current_page_is_marked(page: str) -> None:
    label = dict(zip(ALL, row(Role.COORDINATOR, page), strict=True))[page].label
    assert marked(Role.COORDINATOR, page) == {label: "page"}


@pytest.mark.parametrize(
    ("page", "label"),
    [("section", "Response"), ("talk", "Response"), ("compare_submissions", "Submissions")],
)
def test_a_page_below_another_marks_that(page: str, label: str) -> None:
    assert marked(Role.CONTRIBUTOR, page) == {label: "true"}


def test_a_city_without_a_response_has_its_own_pages() -> None:
    assert [tab.href for tab in row(Role.COORDINATOR, "members", edition="")] == [
        "/springfield/members/",
        "/springfield/deputies/",
        "/springfield/glossary/",
        "/springfield/audit/",
        "/springfield/settings/",
    ]


def test_one_tab_is_no_row() -> None:
    assert row(Role.REVIEWER, "deputies", edition="", in_two_languages=False) == ()
    assert row(Role.VIEWER, "overview", edition="") == ()


def test_every_tab_is_somebodys() -> None:
    assert {each.permission for each in PAGES} <= set(Permission)
    assert set().union(*SHOWN.values()) == set(ALL)
