"""What signing is called on its button, for the person whose step it is and for a deputy."""

import pytest

from responses.domain.signing.approval_line import ANY_REVIEWER, Step
from responses.domain.signing.turns import SigningTurn
from responses.pages.signing import signing_button

ME, CHIEF = 1, 2


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("step", "onward", "own", "deputy"),
    [
        (Step("Law", (CHIEF,), consents=True), True, "Consent", "Consent as deputy"),
        (Step("Team", (CHIEF,)), True, "Sign", "Sign as deputy"),
        (Step("Chief", (CHIEF,)), False, "Approve", "Approve as deputy"),
    ],
)
def test_the_button_names_the_act_and_that_a_deputy_does_it(
    *, step: Step, onward: bool, own: str, deputy: str
) -> None:
    line = (step, ANY_REVIEWER) if onward else (step,)
    assert str(signing_button(SigningTurn(CHIEF, line, (), frozenset()))) == own
    assert str(signing_button(SigningTurn(ME, line, (), frozenset({CHIEF})))) == deputy
