import pytest

from responses.domain.content.links import LinkValue
from responses.domain.content.moving import movable_in
from responses.validators import LINE_MAX

URL = "https://a.go.kr/b"


@pytest.mark.parametrize(
    ("text", "label", "left"),
    [
        (f"○ 재정포털(<{URL}>)를 통해 공개", "재정포털", "○ 재정포털를 통해 공개"),
        (f"○ 재정포털 【{URL}】 참고", "재정포털", "○ 재정포털  참고"),
        (f"□ 하나\n- 예산서 : {URL}\n○ 둘", "예산서", "□ 하나\n- 예산서\n○ 둘"),
        (f"- 예산서 :\n\n{URL}\n○ 둘", "예산서", "- 예산서 :\n\n○ 둘"),
        (f"- 예산서\n - <{URL}>", "예산서", "- 예산서"),
        (f"<{URL}>\n끝", "", "끝"),
        (f"자세히는 {URL}에서 확인", "자세히는", "자세히는 에서 확인"),
        (URL, "", ""),
        (f"{'가' * (LINE_MAX + 1)}({URL})", "", "가" * (LINE_MAX + 1)),
    ],
)
def test_an_address_goes_with_its_brackets_and_takes_the_words_before_it(
    text: str, label: str, left: str
) -> None:
    [(link, gone)] = movable_in(text)

    assert link == LinkValue(label, URL)
    assert text[: gone.start] + text[gone.stop :] == left


def test_each_address_of_a_line_can_move() -> None:
    text = "자료(data.a.kr), 지도(<https://map.a.kr>), hong@a.kr, 'www.a.kr', 붙임.pdf"

    assert [link for link, _ in movable_in(text)] == [
        LinkValue("자료", "data.a.kr"),
        LinkValue("지도", "https://map.a.kr"),
    ]
