"""What people type, by chance: strategies for the values of answers."""

from typing import Any

from hypothesis import strategies as st

from responses.domain.content.content import Content, canonical
from responses.domain.edition.shapes import PartShape, QuestionShape

letters = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
SIGNS = (
    *("□ ", "○ ", "  - ", "※", "⇒", "가", "<웅녀웅남을 찾습니다>", "*****개 실국**", "🙂"),
    # Composed and decomposed: the same words in another form.
    *("\u1100\u1161", "e\u0301", "\u212b"),
    *("\t", "\n", "\r\n", "\r"),
)
texts = st.lists(letters | st.sampled_from(SIGNS), max_size=30).map("".join)
UNSEEN = (
    *"\x00\x07\x0b\x0c\x1b\x1e\x85\x93\ud800\ufffe",
    *"\u200b\u200d\u2028\u2060\u2800\u3164\ufeff",
)
pasted = st.lists(letters | st.sampled_from((*SIGNS, *UNSEEN)), max_size=30).map("".join)
one_lines = st.text(letters, max_size=30)
urls = one_lines | st.sampled_from(
    [
        "https://land.seoul.go.kr:444/land/",
        "https://map.seoul.go.kr/?a=%25EC%2582%25B0&b=¤tPage=1",
        "https://\u1109\u1165울.한국/\u1100\u1161?q=e\u0301",
    ]
)
percentages = st.decimals(0, 100, places=3).map(str) | st.sampled_from(["", " ", "23,1 %", "007"])
contacts = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("name", "title", "agency"), one_lines)
    | {"email": st.sampled_from(["", "cio@city.example", "cio@서울.한국"])},
)
links = st.lists(st.fixed_dictionaries({"label": one_lines, "url": urls}), max_size=5)


phrases = st.lists(st.fixed_dictionaries({"of": one_lines, "text": one_lines}), max_size=5)


def typed_values(part: PartShape) -> st.SearchStrategy[Any]:
    """Return what may be typed into one part, in any form that `canonical` takes."""
    choices = [choice.key for choice in part.choices]
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "yes_no": st.sampled_from(["", "yes", "no"]) | st.none(),
        "choices": st.lists(st.sampled_from(choices)) if choices else st.nothing(),
        "percentage": percentages,
        "contact": contacts,
        "text": texts,
        "links": links,
        "phrases": phrases,
        # Nobody types them: a row comes with its file.
        "files": st.none(),
    }
    return kinds[part.kind]


def typed_parts(question: QuestionShape) -> st.SearchStrategy[dict[str, Any]]:
    """Return what may be typed into some parts of a question."""
    return st.fixed_dictionaries(
        {}, optional={part.key: typed_values(part) for part in question.parts}
    )


def contents(question: QuestionShape) -> st.SearchStrategy[Content]:
    """Return canonical contents of a question, the empty one among them."""
    return st.builds(canonical, st.just(question), typed_parts(question), st.just("") | one_lines)
