from django.utils import translation

from responses.domain.people.mentions import Unclear
from responses.models import User
from responses.wording.talk import told_people, unclear_names


def test_who_was_told_is_named_as_long_as_they_are_few() -> None:
    people = [User(name=name) for name in ("김", "이", "박", "최", "정")]
    with translation.override("en"):
        assert [told_people(people[:count]) for count in (0, 1, 2, 5)] == [
            "",
            "김 has been told.",
            "김, 이 have been told.",
            "김, 이, 박 and 2 more have been told.",
        ]
    with translation.override("ko"):
        assert told_people(people[:2]) == "김, 이 님에게 알렸습니다."
        assert told_people(people) == "김, 이, 박 님 외 2명에게 알렸습니다."


def test_names_that_name_nobody_or_several_are_said() -> None:
    names = Unclear(("없는사람", "Nobody"), ("Lee",))
    with translation.override("en"):
        assert unclear_names(Unclear()) == ""
        assert unclear_names(names) == (
            "No member has this name, so nobody was told: “없는사람”, “Nobody”. Several members "
            "have this name, and all of them were told: “Lee”. To tell one alone, put the e-mail "
            "address in brackets behind the name."
        )
    with translation.override("ko"):
        said = "이름이 ‘없는사람’, ‘Nobody’인 구성원이 없어 알리지 못했습니다."
        assert unclear_names(Unclear(names.unknown)) == said
