"""A form of 32 fields, of the kinds and in the numbers that the measured section has."""

from collections.abc import Iterator

from crispy_forms.helper import FormHelper
from django import forms

YES_NO = [("yes", "예"), ("no", "아니요"), ("", "답하지 않음")]
CHOICES = [(f"choice-{number}", f"전략에 들어 있는 항목 {number}") for number in range(1, 15)]
TEXT = "○ 서울재정포털에서 세입·세출 공개\n  - 분야별 통계와 한눈에 보는 예산\n" * 4
LINKS = 10

INITIAL = {
    "rate": "23.1",
    "strategies": ["choice-2", "choice-5", "choice-9"],
    **{f"yes-no-{number}": "yes" for number in range(1, 6)},
    **{f"text-{number}": TEXT for number in range(1, 6)},
    **{f"label-{number}": f"서울재정포털 {number}" for number in range(1, LINKS + 1)},
    **{f"url-{number}": f"https://news.seoul.go.kr/gov/{number}" for number in range(1, LINKS + 1)},
}


def _fields() -> Iterator[tuple[str, forms.Field]]:
    """Yield 5 questions' yes/no and text, a percentage, items to tick, and 10 links."""
    for number in range(1, 6):
        yield (
            f"yes-no-{number}",
            forms.ChoiceField(
                label=f"질문 {number}", choices=YES_NO, widget=forms.RadioSelect, required=False
            ),
        )
        yield (
            f"text-{number}",
            forms.CharField(
                label="설명", widget=forms.Textarea, required=False, help_text="개조식"
            ),
        )
    yield (
        "strategies",
        forms.MultipleChoiceField(
            label="항목", choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False
        ),
    )
    yield "rate", forms.CharField(label="비율", required=False)
    for number in range(1, LINKS + 1):
        yield f"label-{number}", forms.CharField(label="이름", required=False)
        yield f"url-{number}", forms.CharField(label="주소", required=False)


class ThirtyTwo(forms.Form):
    """The form; crispy lays it out as it does by itself."""

    helper = FormHelper()

    def __init__(self) -> None:
        super().__init__(initial=INITIAL)
        self.fields.update(_fields())
