"""The people of a story, and what they do off stage."""

import json
from dataclasses import dataclass

from responses.domain.auditing import Actor
from responses.domain.demo import FIXTURES
from responses.domain.edition.shapes import SectionShape
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role
from responses.models import Response, User
from tests.support.factories import (
    make_city,
    make_edition,
    make_member,
    make_response,
    make_user,
    shape_of,
)

SITE = "/busan/lgq-2022/"


@dataclass(frozen=True)
class Cast:
    """Busan's empty response to the real questionnaire, and one person of each kind."""

    response: Response
    coordinator: User
    contributor: User
    colleague: User
    reviewer: User
    viewer: User
    stranger: User

    def section(self, key: str) -> SectionShape:
        """Return a section of the questionnaire."""
        return shape_of(self.response).sections_by_key[key]

    def send(self, key: str) -> None:
        """Have the contributor send a section to review."""
        perform(Move(Action.SEND), self.response, self.section(key), actor=Actor(self.contributor))

    def approve(self, key: str) -> None:
        """Have the reviewer approve a section as it stands in review."""
        seen = read_snapshot(self.response).sections_by_key[key].digest
        perform(
            Move(Action.APPROVE, seen=seen),
            self.response,
            self.section(key),
            actor=Actor(self.reviewer),
        )

    def reopen(self, key: str) -> None:
        """Have the reviewer reopen a section."""
        move = Move(Action.REOPEN, comment="A figure was wrong.")
        perform(move, self.response, self.section(key), actor=Actor(self.reviewer))


def make_cast() -> Cast:
    """Start Busan's response, with its people."""
    city = make_city("busan")
    edition = make_edition(json.loads((FIXTURES / "lgq-2022.json").read_text("utf-8")))
    return Cast(
        response=make_response(city, edition),
        coordinator=make_member(city, Role.COORDINATOR, "Coordinator Kang"),
        contributor=make_member(city, Role.CONTRIBUTOR, "Contributor Oh"),
        colleague=make_member(city, Role.CONTRIBUTOR, "Contributor Moon"),
        reviewer=make_member(city, Role.REVIEWER, "Reviewer Baek"),
        viewer=make_member(city, Role.VIEWER, "Viewer Ryu"),
        stranger=make_user("Stranger"),
    )
