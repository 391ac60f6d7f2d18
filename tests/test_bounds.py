"""What people type is read in steps that grow with its length, and not faster.

Steps a sign are the same for a text, one of twice its size and one of four times it, which is the
largest that is accepted; for two texts and for people, an eighth of it, as counting takes its time.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from responses import characters
from responses.domain.comparing.differences import differences
from responses.domain.comparing.merging import merge_text
from responses.domain.content import finding
from responses.domain.content.finding import addresses_in, read_links
from responses.domain.content.kinds.links import ROWS
from responses.domain.content.marked import MarkedTable, marked
from responses.domain.content.matches import Words
from responses.domain.content.outline import Table, outline
from responses.domain.content.rows import merge_rows
from responses.domain.glossary.finding import finder
from responses.domain.people.mentions import mentioned, unclear
from responses.enums import Role
from responses.forms.answer.kinds.links import breakable
from responses.forms.days import with_days_as_kept
from responses.forms.pasted_people import read_pasted
from responses.forms.pasted_terms import read_pasted_terms
from responses.models import City, User
from responses.validators import TEXT_MAX
from responses.wording.references import linked
from tests.support.browser import forms_of
from tests.support.factories import make_member, make_response
from tests.support.steps import CountingPattern, steps

SIZES = (TEXT_MAX // 4, TEXT_MAX // 2, TEXT_MAX)
# Of these each line that runs is counted in seconds.
SMALL_SIZES = (TEXT_MAX // 32, TEXT_MAX // 16, TEXT_MAX // 8)
NUMBERED: Any = SimpleNamespace(
    questions_by_key={f"i-{number}": SimpleNamespace(number=f"I.{number}") for number in range(24)}
)
# Of two texts that begin alike one is a term and one is none.
NESTED = {f"{'가' * number}나": str(number) for number in range(1, 30)}
NAMES = {number: f"Kim {number}" for number in range(50)}


def repeated(text: str) -> Callable[[int], str]:
    return lambda size: (text * size)[:size]


def words(size: int) -> list[str]:
    return [f"w{number:03}" for number in range(size // 5)]


def same(size: int) -> tuple[str, str]:
    return "a " * (size // 2), "b " * (size // 2)


def every_other_edited(size: int) -> tuple[str, str]:
    now = (word if number % 2 else f"x{word[1:]}" for number, word in enumerate(words(size)))
    return "\n".join(words(size)), "\n".join(now)


def turned_around(size: int) -> tuple[str, str]:
    return "\n".join(words(size)), "\n".join(reversed(words(size)))


def with_doubles(size: int) -> tuple[str, str]:
    lines = words(size)
    return "\n".join(lines), "\n".join(lines[number // 3] for number in range(len(lines)))


def cut_by_cut(size: int) -> tuple[str, str]:
    """Return two texts in which each cut makes one line alone of its kind, and so the next cut."""
    lines = [chr(0x4E00 + number) for number in range(size // 6)]
    now = [(f"+{after}", after, line) for line, after in pairwise(lines)]
    before = [each for line, after in pairwise(lines) for each in (after, line)]
    return "\n".join(before), "\n".join(each for some in now for each in some)


def as_words(size: int) -> tuple[str, str]:
    before, now = cut_by_cut(size)
    return before.replace("\n", " "), now.replace("\n", " ")


def as_rows(size: int) -> tuple[str, str]:
    before, now = cut_by_cut(size)
    return before.replace("\n", "\t\n"), now.replace("\n", "\t\n")


def small_pieces(size: int) -> tuple[str, str]:
    """Return two texts of many pieces that are just small enough to be compared in full."""
    pieces = [chr(0x4E00 + number) for number in range(size // 128)]
    return (
        "".join("q\n" + "a\na\nb\n" * 20 + f"r\n{each}\n" for each in pieces),
        "".join("s\n" + "a\nb\nb\n" * 20 + f"t\n{each}\n" for each in pieces),
    )


def wide_and_tall(size: int) -> tuple[str, str]:
    return "a\t" * (size // 4) + "\n" + "b\t" * (size // 4), "c\td\n" * (size // 4)


def rows_edited(size: int) -> tuple[str, str]:
    return "word\tx\n" * (size // 7), "word\ty\n" * (size // 7)


def in_text(text: str) -> object:
    return list(addresses_in(text))


def merged(mine: str, theirs: str) -> object:
    return merge_text("w001\nw002", mine, theirs, both=True)


def merged_from_nothing(mine: str, theirs: str) -> object:
    return merge_text("", mine, theirs)


def links_merged(mine: str, theirs: str) -> object:
    """Merge links of the letters of two texts, whose rows are another's turned around."""
    base, here, there = (
        [{"label": "", "url": f"a.kr/{each}"} for each in text.split()]
        for text in (f"{mine}\n{theirs}", theirs, mine)
    )
    return merge_rows(ROWS, base, here[::-1], there)


def merged_edit(base: str, mine: str) -> object:
    return merge_text(base, mine, f"w000\n{base}")


def _of_one(
    read: Callable[[str], object], text: Callable[[int], str], size: int
) -> Callable[[], object]:
    return partial(read, text(size))


def _of_two(
    compare: Callable[[str, str], object], texts: Callable[[int], tuple[str, str]], size: int
) -> Callable[[], object]:
    return partial(compare, *texts(size))


ONE_TEXT: dict[str, tuple[Callable[[str], object], Callable[[int], str]]] = {
    "links, brackets": (read_links, repeated("http://a)")),
    "links, a list": (read_links, repeated("서울시누리집(https://www.seoul.go.kr/main),")),
    "links, stops": (read_links, repeated("http://a.,")),
    "links, unseen": (read_links, lambda size: "http://a" + "\u200b" * (size - 9) + "b"),
    "links, anchors": (read_links, lambda size: "<a " + "href=x " * (size // 7)),
    "links, one anchor": (read_links, lambda size: "<a href=" + "x" * (size - 8)),
    "links, left open": (read_links, repeated("http://a.kr/(")),
    "links, left open after a blank": (read_links, repeated("http://a.kr/(b ")),
    "links, written on": (read_links, repeated("가a.b.")),
    "links, written on, names": (read_links, repeated("가a가")),
    "links, joined hosts": (read_links, lambda size: "http://a" + "·b.c" * (size // 4)),
    "links, joined names": (read_links, lambda size: "http://a·" + "b." * (size // 2)),
    "links, numbers": (read_links, repeated("1.2-")),
    "links, programs": (read_links, repeated("com.a ")),
    "links, dots": (read_links, lambda size: "http://a" + "." * size),
    "links, in texts": (in_text, repeated("자세히는 http://a.kr/b(c)를 ")),
    "links, particles": (read_links, lambda size: "http://a.kr/b" + "에서" * (size // 2)),
    "links, no particles": (
        read_links,
        lambda size: "http://a.kr/b에" + "에서" * (size // 2) + "다",
    ),
    "links, verbs": (read_links, lambda size: "http://a.kr/b" + "확인" * (size // 2) + "!"),
    "links, said behind": (read_links, lambda size: "http://a.kr/" + "b(가)" * (size // 4)),
    "links, dashes": (read_links, lambda size: "http://a.kr/" + "-=" * (size // 2)),
    "links, numbered": (read_links, repeated("①a.kr")),
    "links, anchors left open": (read_links, repeated('<a href="http://a.kr/b">가')),
    "links, marked down": (read_links, repeated("[x](http://a.kr)")),
    "outline, bullets": (outline, repeated("- a\n  1. b\n")),
    "outline, one long row": (outline, lambda size: "a\t" * (size // 4) + "\na\tb" * (size // 8)),
    "outline, cells with lines": (outline, repeated('\t"a\n""b"')),
    "outline, lone quotes": (outline, repeated('\t\n"""a\n')),
    "outline, rows of one cell": (outline, lambda size: "a\t\n" * (size // 3) + "a\tb"),
    "mentions": (lambda text: mentioned(text, NAMES), repeated("@Kim 7, @Kim 123 ")),
    "mentions of nobody": (lambda text: unclear(text, NAMES), repeated("@nobody.-.- @@")),
    "numbers of questions": (
        lambda text: linked(text, NUMBERED, {"i-2": "#i-2"}),
        repeated("I.2 <a> "),
    ),
    "an address with many pieces": (breakable, repeated("/a")),
    "a day": (with_days_as_kept, repeated("2026. 1. ")),
    "terms of a glossary, none": (finder(NESTED), repeated("가나다라 ")),
    "terms of a glossary, nearly": (finder(NESTED), repeated("가")),
    "terms of a glossary, all": (finder(NESTED), repeated("가나 가가나 응답소 ")),
    "search": (lambda text: Words("aa a b").excerpts(text.split("\n")), repeated("aa b\n")),
}
# Of these many lines run for each sign, as each word is compared with the names of roles.
PASTED: dict[str, Callable[[int], str]] = {
    "people, one a line": repeated("김나라 a@b.kr 교통과 과장\n"),
    "people, in columns": repeated("작성지\t"),
    "people, of one row": repeated("a@b.kr,"),
    "people, of bad lines": repeated("과장,\n"),
}
TWO_TEXTS: dict[str, tuple[Callable[[str, str], object], Callable[[int], tuple[str, str]]]] = {
    "differences, words": (differences, same),
    "differences, every other line": (differences, every_other_edited),
    "differences, turned around": (differences, turned_around),
    "differences, doubles": (differences, with_doubles),
    "differences, cut by cut": (differences, cut_by_cut),
    "differences, words cut by cut": (differences, as_words),
    "differences, small pieces": (differences, small_pieces),
    "differences of rows cut by cut": (marked, as_rows),
    "differences of tables": (marked, wide_and_tall),
    "differences of rows": (marked, rows_edited),
    "merge, of two that began alike": (merged, every_other_edited),
    "merge, turned around": (merged, turned_around),
    "merge, cut by cut": (merged_from_nothing, cut_by_cut),
    "merge of links": (links_merged, turned_around),
    "merge, of an edit": (merged_edit, with_doubles),
}
TERMS = ("a", '"', "a,b\n", ",", '"a\n"", ', "'=\t")
CASES: dict[str, Callable[[int], Callable[[], object]]] = {
    **{name: partial(_of_one, *case) for name, case in ONE_TEXT.items()},
    **{name: partial(_of_one, read_pasted, text) for name, text in PASTED.items()},
    **{f"terms: {text!r}": partial(_of_one, read_pasted_terms, repeated(text)) for text in TERMS},
    **{name: partial(_of_two, *case) for name, case in TWO_TEXTS.items()},
}


@pytest.mark.parametrize("name", CASES)
def test_steps_grow_as_the_text_does(name: str) -> None:
    sizes = SIZES if name in ONE_TEXT else SMALL_SIZES
    *less, most = (steps(CASES[name](size)) / size for size in sizes)

    assert most <= 1.2 * max(less)
    assert most <= (400 if name in PASTED else 200)


@pytest.mark.parametrize("name", [name for name in ONE_TEXT if name.startswith("links")])
def test_each_sign_of_pasted_lines_is_looked_at_a_few_times(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    patterns = [CountingPattern(finding._BEGINNING), CountingPattern(finding._PIECE)]
    monkeypatch.setattr(finding, "_BEGINNING", patterns[0])
    monkeypatch.setattr(finding, "_PIECE", patterns[1])

    read_links(ONE_TEXT[name][1](TEXT_MAX))

    assert sum(pattern.signs for pattern in patterns) <= 4 * TEXT_MAX


def test_a_table_has_not_many_more_cells_than_were_typed() -> None:
    text = "a\t" * 5_000 + "\n" + "a\tb\n" * 2_500
    [*tables] = [each for each in outline(text) if isinstance(each, Table)]
    sparse = outline("a\tb\tc\td\te\tf\n" + "a\tb\n" * 20)[0]

    assert tables == []
    assert isinstance(sparse, Table)
    assert (len(sparse.head), len(sparse.rows)) == (6, 20)


def test_two_tables_that_share_nothing_are_shown_one_after_the_other() -> None:
    found = [each for each in marked(*wide_and_tall(4_000)) if isinstance(each, MarkedTable)]

    assert [(len(table.head.cells), len(table.rows)) for table in found] == [(1_000, 1), (2, 999)]


SECTION = {"city": "springfield", "edition": "test-2030", "section": "alpha", "question": "a-1"}
PLACES: dict[str, Any] = {
    name: {key: SECTION[key] for key in keys.split()}
    for keys, names in {
        "": "login password_reset profile admin:responses_user_add admin:responses_city_add",
        "city": "members deputies glossary",
        "city edition": "assignment dashboard",
        "city edition section": "section review",
        "city edition section question": "talk suggest",
    }.items()
    for name in names.split()
}
# Ten times as much may become short enough by being read.
TOO_LONG = "e\u0301\u200b\x0b" * (3 * TEXT_MAX)


class Watched:
    """A pattern that keeps the length of the longest text that was searched."""

    def __init__(self, pattern: Any) -> None:
        self.pattern, self.longest = pattern, 0

    def search(self, text: str) -> Any:
        """Search as the pattern does."""
        self.longest = max(self.longest, len(text))
        return self.pattern.search(text)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PLACES)
def test_what_is_longer_than_any_text_is_refused_without_being_read(
    name: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_member(make_response().city, Role.COORDINATOR)
    User.objects.update(is_staff=True, is_superuser=True)
    City.objects.update(submission_language="en")
    if name not in {"login", "password_reset"}:
        client.force_login(person)
    page = reverse(name, kwargs=PLACES[name])
    unread, apart, lengths = Watched(characters._UNREAD), characters._apart, [0]

    def watched(text: str) -> str:
        lengths.append(len(text))
        return apart(text)

    forms = [
        form
        for form in forms_of(client.get(page))
        if form.action not in {"/i18n/setlang/", "/accounts/logout/"}
    ]
    monkeypatch.setattr(characters, "_UNREAD", unread)
    monkeypatch.setattr(characters, "_apart", watched)
    for form in forms:
        for typed in form.fields.keys() - {"csrfmiddlewaretoken", "once", "person"}:
            name_of, value = (form.buttons or [("do", "")])[0]
            with transaction.atomic():
                client.post(form.action or page, form.typed({typed: TOO_LONG, name_of: value}))
                transaction.set_rollback(True)
            assert (typed, max(*lengths, unread.longest) <= 10 * TEXT_MAX) == (typed, True)
