from responses.domain.content.links import LinkValue
from responses.intake.readers.markdown import is_markdown, read

TEXT = r"""# 설문

## I. 조직 구조

**I.1** 귀 시의 공식 포털 주소는?

* [공식 누리집](https://www.seoul.go.kr/)
  * 2020\. 12월 <https://world.seoul.go.kr/>
- [x] 예
- [ ] 아니요

---

| 번호 | 제목 |
|------|------|
| 1 | 조사 |
"""


def test_marks_are_read_and_taken_off() -> None:
    lines = read(TEXT).lines
    assert [(line.text, line.is_heading) for line in lines] == [
        ("설문", True),
        ("I. 조직 구조", True),
        ("I.1 귀 시의 공식 포털 주소는?", False),
        ("- 공식 누리집 <https://www.seoul.go.kr/>", False),
        ("  - 2020. 12월 <https://world.seoul.go.kr/>", False),
        ("☑ 예", False),
        ("☐ 아니요", False),
        ("번호\t제목", False),
        ("1\t조사", False),
    ]
    assert lines[3].links == (LinkValue("공식 누리집", "https://www.seoul.go.kr/"),)


def test_what_people_write_in_plain_text_is_no_markdown() -> None:
    assert is_markdown(TEXT)
    assert not is_markdown("- *****개 실국** 별 예산서\n1. 질문\n* 항목\n# 하나")
