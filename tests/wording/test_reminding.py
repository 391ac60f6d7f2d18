"""What is said to a coordinator who reminded people."""

import pytest
from django.utils import translation

from responses.domain.edition.shapes import SectionShape
from responses.domain.telling.urging import Urged
from responses.wording.reminding import not_joined, not_reminded, reminded, unassigned

III, V, VI, VII, VIII, IX, X = (
    SectionShape(pk, "", number, {"ko": number, "en": number}, ())
    for pk, number in enumerate(("III", "V", "VI", "VII", "VIII", "IX", "X"))
)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                (
                    "Reminders sent: III. III (Kim, already earlier today: Lee); "
                    "IX. IX (its writers have not joined: coordinator Choi)"
                ),
                "Already reminded today, and not again: VI. VI (Lee)",
                "Nobody was reminded where nobody but you has to act now: VII. VII",
                (
                    "No writer is assigned, so only these people are reminded: VIII. VIII "
                    "(delegated question: Han, Choi · sent it to review before: Moon · "
                    "coordinator: Choi); X. X (already earlier today: Lee). "
                    "No writer is assigned, and there is nobody else to remind: V. V."
                ),
            ],
        ),
        (
            "ko",
            [
                (
                    "독촉 알림을 보냈습니다: III. III(Kim, 오늘 이미 보냄: Lee); "
                    "IX. IX(담당자 미가입: 총괄 담당자 Choi 님에게)"
                ),
                "오늘 이미 독촉 알림을 보내 다시 보내지 않았습니다: VI. VI(Lee)",
                "본인 외에 지금 처리할 사람이 없어 독촉 알림을 보내지 않았습니다: VII. VII",
                (
                    "담당 미지정 영역은 다음 사람에게만 독촉 알림을 보냈습니다: VIII. VIII"
                    "(문항 배정: Han, Choi · 전에 검토 요청: Moon · 총괄 담당자: Choi); "
                    "X. X(오늘 이미 보냄: Lee). "
                    "담당 미지정 영역이며, 달리 알릴 사람이 없어 독촉 알림을 보내지 않았습니다: "
                    "V. V."
                ),
            ],
        ),
    ],
)
def test_each_section_stands_once_with_what_happened(language: str, said: list[str]) -> None:
    found = [
        Urged(III, ("Kim",), ("Lee",)),
        Urged(V, (), (), unassigned=True),
        Urged(VI, (), ("Lee",)),
        Urged(VII, (), ()),
        Urged(
            VIII,
            ("Choi", "Han", "Choi", "Moon"),
            (),
            unassigned=True,
            in_place=("Choi",),
            senders=("Moon",),
        ),
        Urged(IX, ("Choi",), (), in_place=("Choi",)),
        Urged(X, (), ("Lee",), unassigned=True),
    ]
    with translation.override(language):
        assert [reminded(found), *not_reminded(found), unassigned(found)] == said
        assert not_joined(found) == ""
