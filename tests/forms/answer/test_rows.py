import pytest
from django.utils.datastructures import MultiValueDict

from responses.forms.answer.buttons import apply_button
from responses.forms.answer.entry import ButtonResult
from responses.forms.answer.kinds.links import ENTRY
from tests.support.shapes import make_part

NAME = "q-a-2--links"
PARTS = {NAME: make_part("links"), "q-a-2--text": make_part("text")}
ENTITY = "https://a.kr/?x=1¤tPage=2"


def typed(*urls: str, paste: str = "", **others: str) -> MultiValueDict[str, str]:
    data: dict[str, list[str]] = {key: [value] for key, value in others.items()}
    for index, url in enumerate(urls):
        data |= {f"{NAME}--{index}--label": [url.upper()], f"{NAME}--{index}--url": [url]}
    return MultiValueDict(data | {f"{NAME}--paste": [paste]})


def urls_of(data: MultiValueDict[str, str]) -> list[str]:
    rows = ENTRY.sent(data, NAME).rows
    assert [row["label"] for row in rows] == [row["url"].upper() for row in rows]
    return [row["url"] for row in rows]


@pytest.mark.parametrize(
    ("button", "urls", "focus"),
    [
        (f"add {NAME}", ["a", "b", "c", ""], "3--label"),
        (f"remove {NAME} 0", ["b", "c"], "0--label"),
        (f"remove {NAME} 2", ["a", "b"], "1--label"),
        (f"up {NAME} 2", ["a", "c", "b"], "1--up"),
        (f"up {NAME} 1", ["b", "a", "c"], "0--down"),
        (f"up {NAME} 0", ["a", "b", "c"], "0--down"),
        (f"down {NAME} 0", ["b", "a", "c"], "1--down"),
        (f"down {NAME} 1", ["a", "c", "b"], "2--up"),
        (f"down {NAME} 2", ["a", "b", "c"], "2--up"),
        (f"paste {NAME}", ["a", "b", "c"], "2--label"),
    ],
)
def test_apply_button_changes_the_rows(button: str, urls: list[str], focus: str) -> None:
    changed = apply_button(PARTS, typed("a", "b", "c"), button)

    assert (urls_of(changed.data), changed.focus) == (urls, f"{NAME}--{focus}")


@pytest.mark.parametrize(
    "button",
    [
        "",
        "add",
        f"drop {NAME} 0",
        f"up {NAME} 2",
        f"remove {NAME}",
        f"remove {NAME} -1",
        f"remove {NAME} {'9' * 5000}",
        "add q-a-2--text",
        "add q-a-3--links",
    ],
)
def test_apply_button_changes_nothing_where_it_makes_no_sense(button: str) -> None:
    assert urls_of(apply_button(PARTS, typed("a", "b"), button).data) == ["a", "b"]


def test_apply_button_keeps_everything_else_as_typed() -> None:
    data = typed("a", **{"q-a-2--text": "○ One\r\n", "version-a-2": "3"})
    data.setlist("q-a-1--choices", ["plan", "staff"])

    changed = apply_button(PARTS, data, f"remove {NAME} 0").data

    assert changed["q-a-2--text"] == "○ One\r\n"
    assert changed["version-a-2"] == "3"
    assert changed.getlist("q-a-1--choices") == ["plan", "staff"]


def test_apply_button_keeps_a_list_whose_name_begins_alike() -> None:
    data = typed("a", **{"q-a-2--links2--0--url": "b.kr"})

    assert apply_button(PARTS, data, f"remove {NAME} 0").data["q-a-2--links2--0--url"] == "b.kr"


def test_apply_button_makes_rows_of_pasted_lines_and_keeps_the_others() -> None:
    data = typed("", paste="A: a.kr\r\nno address\r\nB: b.kr")

    changed = apply_button(PARTS, data, f"paste {NAME}")

    rows = ENTRY.sent(changed.data, NAME)
    assert rows.rows == [{"label": "A", "url": "a.kr"}, {"label": "B", "url": "b.kr"}]
    assert rows.rest == "no address"


def test_apply_button_takes_the_suggested_address() -> None:
    changed = apply_button(PARTS, typed("a.kr", ENTITY), f"use {NAME} 1")

    assert changed.data[f"{NAME}--1--url"] == "https://a.kr/?x=1&currentPage=2"
    assert changed.data[f"{NAME}--1--label"] == ENTITY.upper()
    assert changed.focus == f"{NAME}--1--url"


@pytest.mark.parametrize(("label", "kept"), [("", "가"), ("나", "나 가")])
def test_apply_button_takes_the_label_that_stands_with_the_suggested_address(
    label: str, kept: str
) -> None:
    data = typed("[가](https://a.kr/x)")
    data[f"{NAME}--0--label"] = label

    changed = apply_button(PARTS, data, f"use {NAME} 0")

    assert ENTRY.sent(changed.data, NAME).rows == [{"label": kept, "url": "https://a.kr/x"}]


def test_apply_button_previews_a_text() -> None:
    data = typed("a", **{"q-a-2--text": "○ One"})

    assert apply_button(PARTS, data, "preview q-a-2--text") == ButtonResult(
        data, "q-a-2--text--preview", "q-a-2--text"
    )
