"""What is said of what was changed in who has what."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from responses.domain.assignment.assigning import AssignmentChanges
from responses.domain.assignment.assignment import Assignment, DelegationTerms, Person
from responses.domain.assignment.plan import read_assignments
from responses.domain.signing.approval_line import Step
from responses.enums import Role
from responses.models import Response
from responses.wording.assigning import empty_steps_left_out, saved_assignment, what_changed
from tests.support.factories import shape_of

pytestmark = pytest.mark.django_db

LINE = (Step("팀장", (1,), consents=True, department="Tax"), Step("과장", (2,)))
PEOPLE = {
    number: Person(number, name, "", Role.CONTRIBUTOR)
    for number, name in enumerate(("Kim", "Lee", "Choi", "Han", "Na", "Oh", "Yu"), 1)
}
FULL = Assignment("Law", date(2030, 5, 1), (1,), LINE)


@pytest.mark.parametrize(
    ("before", "after", "ko", "en"),
    [
        (
            *(Assignment(), FULL),
            (
                "담당 부서(Law), 작성자(Kim), 결재선 2단계(Tax 팀장 Kim(협조) → 과장 Lee), "
                "기한 2030. 5. 1."
            ),
            (
                "department (Law), contributors (Kim), "
                "approval line of 2 steps (Tax 팀장 Kim (consent) → 과장 Lee), due on 1 May 2030."
            ),
        ),
        (
            *(Assignment(), Assignment(contributors=(1, 2, 3, 4, 5, 6, 7))),
            "작성자(Kim, Lee, Choi, Han, Na 외 2명).",
            "contributors (Kim, Lee, Choi, Han, Na and 2 more).",
        ),
        (
            *(FULL, Assignment()),
            "담당 부서 없음, 담당 미지정, 결재선 없음(검토자 누구나), 기한 없음.",
            "no department, not assigned, any reviewer, no due date.",
        ),
    ],
)
def test_each_thing_that_changed_is_named(
    response: Response, before: Assignment, after: Assignment, ko: str, en: str
) -> None:
    plan, edition = read_assignments(response), shape_of(response)
    had = {"alpha": replace(plan.sections["alpha"], assignment=before)}
    plan = replace(plan, sections={**plan.sections, **had})
    for language, words in (("ko", ko), ("en", en)):
        with translation.override(language):
            said = what_changed(edition, plan, AssignmentChanges({"alpha": after}), PEOPLE)
            assert said.partition(": ")[2].replace("\xa0", " ") == words


def test_what_changes_alike_is_said_once(response: Response) -> None:
    dated = Assignment(due_on=date(2030, 5, 1))
    handed = DelegationTerms("Law", date(2030, 5, 2), (1, 2))
    changes = AssignmentChanges(
        {"alpha": dated, "beta": dated}, delegations={"a-1": handed, "b-1": None}
    )
    with translation.override("en"):
        said = what_changed(shape_of(response), read_assignments(response), changes, PEOPLE)
        assert said.replace("\xa0", " ") == (
            "A, B: due on 1 May 2030; A.1: delegated to Law (Kim, Lee), due on 2 May 2030; "
            "B.1: no longer delegated."
        )
        assert saved_assignment(changes) == "Saved the assignment of 2 sections, 2 questions."
        assert empty_steps_left_out(1) == "1 empty step was left out."
    with translation.override("ko"):
        assert saved_assignment(changes) == "2개 영역, 2개 문항의 배정을 저장했습니다."
        one = AssignmentChanges({"alpha": dated})
        assert saved_assignment(one) == "1개 영역의 배정을 저장했습니다."
