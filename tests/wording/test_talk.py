from django.utils import translation

from responses.models import User
from responses.wording.talk import told_people


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
