"""Addresses beside a text: mended in it, moved out of it, and brought back, without scripts."""

from urllib.parse import quote

import pytest
from django.utils.datastructures import MultiValueDict

from responses.forms.answer.addresses import addresses_found
from responses.forms.answer.buttons import apply_button, links_beside
from responses.forms.answer.entry import ButtonResult
from responses.forms.answer.kinds.links import ENTRY
from responses.validators import LINKS_MAX, TEXT_MAX
from tests.support.shapes import make_part

TEXT, LINKS = "q-a-2--text", "q-a-2--links"
PARTS = {TEXT: make_part("text"), LINKS: make_part("links")}
FOUND = links_beside(PARTS)
BESIDE = dict.fromkeys(PARTS, FOUND) if FOUND else {}
GONE = "(<https://a.go.kr/b>)"


def typed(text: str, *urls: str, **others: str) -> MultiValueDict[str, str]:
    data = {TEXT: [text], "version-a-2": ["3"], **{key: [value] for key, value in others.items()}}
    for index, url in enumerate(urls):
        data |= {f"{LINKS}--{index}--label": [""], f"{LINKS}--{index}--url": [url]}
    return MultiValueDict(data)


def press(data: MultiValueDict[str, str], button: str) -> ButtonResult:
    return apply_button(PARTS, data, button, BESIDE)


def shown(result: ButtonResult) -> tuple[str, list[tuple[str, str]]]:
    rows = ENTRY.sent(result.data, LINKS).rows
    assert result.data["version-a-2"] == "3"
    return str(result.data[TEXT]), [(row["label"], row["url"]) for row in rows]


def test_an_address_moves_to_the_links_and_comes_back() -> None:
    data = typed(f"○ 포털{GONE}를\r\n끝", "a.kr")

    moved = press(data, f"move {TEXT} 4 {quote(GONE)}")

    assert shown(moved) == ("○ 포털를\n끝", [("", "a.kr"), ("포털", "https://a.go.kr/b")])
    assert shown(press(moved.data, moved.undo)) == (f"○ 포털{GONE}를\n끝", [("", "a.kr")])


def test_an_address_moves_into_an_empty_list_and_leaves_it_empty() -> None:
    data = typed(f"포털{GONE}", "", **{f"{LINKS}--paste": "아무 줄"})

    moved = press(data, f"move {TEXT} 2 {quote(GONE)}")

    assert shown(moved) == ("포털", [("포털", "https://a.go.kr/b")])
    back = press(moved.data, moved.undo)
    assert shown(back) == (f"포털{GONE}", [("", "")])
    assert back.data[f"{LINKS}--paste"] == "아무 줄"


def test_an_address_is_mended_in_its_text_and_comes_back() -> None:
    text = "보기 https://a.kr/?x=1¤tPage=2를"
    [found] = addresses_found(text).offers

    mended = press(typed(text), f"mend {TEXT} {found.told}")

    assert mended.data[TEXT] == "보기 https://a.kr/?x=1&currentPage=2를"
    assert mended.focus == TEXT
    assert press(mended.data, mended.undo).data[TEXT] == text


@pytest.mark.parametrize(
    "button",
    [
        f"move {TEXT}",
        f"move {TEXT} 3 {quote(GONE)}",
        f"move {TEXT} 4 {quote('(<https://a.go.kr/c>)')}",
        f"move {TEXT} -1 x",
        f"mend {TEXT} 4 {quote(GONE)}",
        f"mend {LINKS} 4 {quote(GONE)}",
        f"restore {TEXT} at=900&gone=x&put=",
        f"restore {TEXT} at=0&gone=x&put=y",
        f"restore {TEXT} {'&'.join(f'a{n}=1' for n in range(9))}",
        f"restore {TEXT}",
    ],
)
def test_a_button_of_an_older_text_changes_nothing(button: str) -> None:
    text = f"○ 포털{GONE}를"

    assert shown(press(typed(text, "a.kr"), button)) == (text, [("", "a.kr")])


def test_nothing_moves_to_a_full_list_or_to_none() -> None:
    text = f"○ 포털{GONE}를"
    full = typed(text, *(f"a{n}.kr" for n in range(LINKS_MAX)))
    button = f"move {TEXT} 4 {quote(GONE)}"

    assert press(full, button).data is full
    assert apply_button({TEXT: PARTS[TEXT]}, typed(text), button).data[TEXT] == text


def test_addresses_of_a_text_that_is_too_long_are_not_read() -> None:
    assert addresses_found(f"{GONE} " * TEXT_MAX) == ((), ())


def test_characters_that_nobody_sees_are_shown_by_their_codes() -> None:
    [found] = addresses_found("보기 https://a.kr/\u200bx\u2060y").offers

    assert found.shown == "https://a.kr/[U+200B]x[U+2060]y"
    assert found.after == "https://a.kr/xy"
    # It is mended before it moves.
    assert addresses_found("보기 https://a.kr/\u200bx\u2060y").moves == []
    assert found.question == ("This address contains invisible characters. Use it without them?")
