"""Two coordinators decide on one file at the same moment."""

from functools import partial

import pytest

from responses.domain.auditing import Actor
from responses.domain.incoming.placed import ACCEPTED, PlacedLines, Suggested
from responses.domain.incoming.receiving import accept, move
from responses.enums import Role
from responses.models import Import, IncomingFile, Response, Revision
from tests.support.factories import make_city, make_member, make_response
from tests.support.incoming import LINES, PLACED, make_incoming
from tests.support.racing import Race

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20


def refill(_question: object, numbers: object, _wording: object) -> Suggested:
    return Suggested({"text": f"{numbers}"}, 1.0, sure=True)


def everywhere(placed: PlacedLines) -> list[int]:
    taken = [n for each in placed.proposals.values() for n in (*each.lines, *each.wording)]
    return sorted([*placed.wording, *placed.headings, *placed.not_placed, *taken])


def test_what_one_accepts_and_another_moves_is_all_kept(race: Race) -> None:
    for number in range(ROUNDS):
        response: Response = make_response(make_city(f"city-{number}"))
        first, second = (Actor(make_member(response.city, Role.COORDINATOR)) for _ in range(2))
        found = make_incoming(response, first.person)
        both = {key: PLACED.of(key).seen for key in ("a-2", "b-1")}
        accepted = partial(accept, response, found.pk, both, wanted=None)
        race(partial(accepted, actor=first), partial(accepted, actor=second))
        assert Revision.objects.filter(answer__response=response).count() == 2
        assert Import.objects.filter(response=response).count() == 1
        more = partial(move, response, found.pk, to="b-1", refill=refill)
        race(partial(more, numbers={7}), partial(more, numbers={1}))
        placed = PlacedLines.from_json(IncomingFile.objects.get(pk=found.pk).placed or {})
        assert everywhere(placed) == list(range(1, len(LINES) + 1))
        assert placed.of("b-1").lines == (1, 6, 7)
        assert placed.of("a-2").decision in ACCEPTED
