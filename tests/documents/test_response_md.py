from dataclasses import replace

import pytest
from django.utils import translation
from django.utils.encoding import iri_to_uri

from responses.documents.extract import Extract
from responses.documents.response_md import response_md
from responses.domain.content.links import href
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import Reopened
from responses.localized import localized

from .snapshots import make_answer, make_question, make_section, make_snapshot, saying


def text(extract: Extract) -> str:
    with translation.override(extract.first):
        return response_md(extract).decode()


def test_each_kind_of_part_reads_as_it_was_answered() -> None:
    snapshot = saying(
        yes_no="yes",
        choices=["budget"],
        percentage="23.1",
        contact={"name": "김_이", "title": "", "agency": "시청", "email": "kim@city.kr"},
        text="□ 하나\n- 둘 *****개",
        links=[{"label": "자료", "url": "data.seoul.go.kr"}, {"label": "", "url": "틀린 주소"}],
    )
    said = text(Extract(snapshot, "en"))
    _head, answers = said.split("### A.1 ", 1)
    for piece in (
        "**The yes\\_no**\n\n- [x] Yes\n- [ ] No\n\n",
        "- [ ] Has a plan\n- [x] Has a budget\n- [ ] Has a staff\n\n",
        "**The percentage**\n\n- 23.1%\n\n",
        "- Name: 김\\_이\n- Agency: 시청\n- E-mail address: kim@city.kr\n\n",
        "- □ 하나\n  - 둘 \\*\\*\\*\\*\\*개\n\n",
        "- 자료: [data.seoul.go.kr](<https://data.seoul.go.kr>)\n- 틀린 주소\n",
    ):
        assert piece in answers


def test_what_is_not_answered_is_said() -> None:
    question = make_question("a-1", "text", "links")
    said = text(Extract(make_snapshot(make_section(make_answer(question))), "en"))
    assert "**The text** — not answered —" in said


@pytest.mark.parametrize(
    ("sealed", "after", "words"),
    [
        (0, None, "> This is a working document, not a submission."),
        (
            0,
            Reopened(2, differs=True),
            "> Changed since submission no. 2. This is a working document, not a submission.",
        ),
        (
            3,
            None,
            "> This file is not sealed itself: it was made from what submission no. 3 says.",
        ),
    ],
)
def test_it_says_at_its_top_that_it_is_not_the_sealed_one(
    sealed: int, after: Reopened | None, words: str
) -> None:
    said = text(Extract(make_snapshot(), "en", sealed=sealed, after=after))
    assert said.split("\n\n")[2] == words


def test_demo_has_each_question_once_and_in_both_languages_each_answer_beside_the_other(
    demo: Snapshot,
) -> None:
    for language in ("ko", "en"):
        said = text(Extract(demo, language)).split("\n")
        asked = [each for each in said if each.startswith("### ")]
        assert [each.split(" ")[1] for each in asked] == [
            answer.question.number for answer in demo.answers_by_key.values()
        ]
        assert len([each for each in said if each.startswith("## ")]) == 8
    both = text(Extract(demo, "both"))
    assert both.count("#### Korean\n") + both.count("#### 한국어\n") == 24
    assert both.count("#### 영어\n") == 24
    one = text(Extract(demo, "both", "strategy"))
    assert [each for each in one.split("\n") if each.startswith("## ")] == [
        "## III. 전략 및 이행 / Strategy and implementation"
    ]
    assert one.count("### III.1 ") == 1
    english = localized(demo.answers_by_key["iii-1"].question.wording, "en")
    assert f"**{english}**" in one


def test_every_address_of_the_demo_is_a_link(demo: Snapshot) -> None:
    said = text(Extract(demo, "ko"))
    for answer in demo.answers_by_key.values():
        for link in answer.links:
            assert f"<{iri_to_uri(href(link.url))}>" in said


def test_same_extract_gives_the_same_bytes(demo: Snapshot) -> None:
    assert text(replace(Extract(demo, "both"))) == text(Extract(demo, "both"))
