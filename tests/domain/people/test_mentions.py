from unicodedata import normalize

import pytest

from responses.domain.people.mentions import Unclear, mentioned, unclear

NAMES = {
    1: "김민",
    2: "김민수",
    3: "Kim",
    4: "Kim Min-su",
    5: "Lee",
    6: "Lee",
    7: "",
    8: normalize("NFD", "박하늘"),
}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", set()),
        ("Kim, look at this.", set()),
        ("@Kim, look at this.", {3}),
        ("@kim", {3}),
        ("@Kim Min-su and @김민", {4, 1}),
        ("@김민수님 확인 부탁드립니다", {2}),
        ("확인은@김민에게", {1}),
        ("@Kimchi", set()),
        ("office@Kim", set()),
        ("@Lee", {5, 6}),
        ("@ Kim", set()),
        ("@nobody @(.*)", set()),
        ("@\u1100\u1175\u11b7민수 확인", {2}),
        ("@박하늘 확인", {8}),
        ("＠김민수님 확인", {2}),
        ("hong＠Kim", set()),
        ("@\u200b김\u00ad민수, @Kim\u00a0Min-su", {2, 4}),
        ("@Kim  Min-su", {4}),
    ],
)
def test_mentioned_are_those_named_behind_an_at(text: str, keys: set[int]) -> None:
    assert mentioned(text, NAMES) == keys


def test_nobody_is_mentioned_where_there_is_nobody() -> None:
    assert mentioned("@Kim", {}) == frozenset()


@pytest.mark.parametrize(
    ("text", "unknown", "shared"),
    [
        ("@Kim, @김민수님 확인", (), ()),
        ("@없는사람 @Kim @없는사람, 확인. @nobody-here.", ("없는사람", "nobody-here"), ()),
        ("@Lee and @lee", (), ("Lee", "lee")),
        ("@Kimchi", ("Kimchi",), ()),
        ("office@nowhere.kr, a @ b, @3, @(.*)", (), ()),
        (normalize("NFD", "@없는사람"), ("없는사람",), ()),
        ("＠없는사람, ＠Kim\u00a0Min-su", ("없는사람",), ()),
        (normalize("NFD", "@박하늘 님과 @김민"), (), ()),
    ],
)
def test_what_does_not_name_one_person_is_unclear(
    text: str, unknown: tuple[str, ...], shared: tuple[str, ...]
) -> None:
    assert unclear(text, NAMES) == Unclear(unknown, shared)


def test_behind_an_at_nobody_is_known_where_there_is_nobody() -> None:
    assert unclear("@Kim", {}) == Unclear(("Kim",))
