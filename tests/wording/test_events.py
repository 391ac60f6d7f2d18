from django.utils import translation

from responses.enums import Action
from responses.wording.events import done


def test_done_tells_every_action() -> None:
    with translation.override("en"):
        assert [done(action) for action in Action] == [
            "Sent for review",
            "Withdrawn from review",
            "Approved",
            "Changes requested",
            "Reopened",
            "Comment",
        ]
