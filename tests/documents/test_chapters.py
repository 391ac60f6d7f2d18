"""What is laid out by chapters is the same to the byte as what is laid out whole."""

from dataclasses import replace
from random import Random

import pytest

from responses.documents import chapters
from responses.documents.archival import write
from responses.documents.engine import engine
from responses.documents.figures import held
from responses.documents.markup import response_html
from responses.documents.pdf import render_pdf
from responses.documents.typesetting import typeset
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.response_json import response_json
from responses.domain.submissions.sealing import Reopened, Seal

from .demo_figures import demo_figures
from .snapshots import MOMENT, approved, make_answer, make_question, make_section, make_snapshot

SEAL = Seal(1, MOMENT, "Kim", 1, "ab" * 32, "", "https://lgq.example/verify/?digest=ab")
LANGUAGES = ("ko", "en")
LONG = "\n".join(["○ 한 줄 더"] * 50)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    chapters.forget()


def whole(
    snapshot: Snapshot, language: str, seal: Seal | None = None, after: Reopened | None = None
) -> bytes:
    """Return a document laid out whole, by nothing but WeasyPrint and our stylesheet."""
    html = typeset(response_html(snapshot, language, seal, after), engine().covers)
    with held(html, demo_figures):
        return write(engine().lay_out(html), response_json(snapshot, seal, after).encode())


def saying(snapshot: Snapshot, place: int, text: str) -> Snapshot:
    """Return a response in which the first text of a section is another one."""
    section = snapshot.sections[place]
    at, part = next(
        (at, part)
        for at, answer in enumerate(section.answers)
        for part in answer.question.parts
        if part.kind == "text"
    )
    answers = list(section.answers)
    answers[at] = make_answer(answers[at].question, parts={part.key: text})
    return with_section(snapshot, place, replace(section, answers=tuple(answers)))


def with_section(snapshot: Snapshot, place: int, section: object) -> Snapshot:
    sections = [*snapshot.sections]
    sections[place] = section  # type: ignore[call-overload]
    return replace(snapshot, sections=tuple(sections))


@pytest.mark.parametrize("language", [*LANGUAGES, "both"])
def test_the_demo_is_the_same_as_if_it_was_laid_out_whole(demo: Snapshot, language: str) -> None:
    longer = saying(demo, 2, LONG)
    sealed = replace(longer, sections=tuple(map(approved, longer.sections)))
    figures = demo_figures
    assert render_pdf(demo, language, figures=figures) == whole(demo, language)
    assert render_pdf(sealed, language, SEAL, figures=figures) == whole(sealed, language, SEAL)


def test_so_is_whatever_it_becomes_in_either_language_and_under_a_seal() -> None:
    chance = Random(11)  # noqa: S311 - no secret
    names = {"alpha": 'Plans & "more" <than>', "beta": "둘째", "gamma": "셋째"}
    sections = [
        make_section(make_answer(make_question(f"{key[0]}-1", "text")), key=key) for key in names
    ]
    snapshot = make_snapshot(
        *(
            replace(each, section=replace(each.section, title={"en": names[each.section.key]}))
            for each in sections
        )
    )
    for _step in range(12):
        place = chance.randrange(3)
        lines = chance.choice((0, 1, 2, 40))
        change = chance.choice(("text", "text", "text", "approval"))
        if change == "text":
            snapshot = saying(snapshot, place, f'○ {chance.random()} <&">\n' * lines)
        else:
            snapshot = with_section(snapshot, place, approved(snapshot.sections[place]))
        language = chance.choice(LANGUAGES)
        seal = SEAL if snapshot.approved and chance.random() < 0.5 else None
        after = chance.choice((None, Reopened(2, differs=True)))
        drawn = render_pdf(snapshot, language, seal, after=after)
        assert drawn == whole(snapshot, language, seal, after)


def test_so_are_contents_of_several_sheets() -> None:
    section = make_section(make_answer(make_question("a-1", "text")))
    titled = replace(section, section=replace(section.section, title={"en": "A title " * 900}))
    snapshot = make_snapshot(titled)
    assert render_pdf(snapshot, "en") == whole(snapshot, "en")
    told = [sheets for each, sheets in chapters._sheets.items() if "data-sheet" in each.html]
    assert [len(sheets) > 1 for sheets in told] == [True] * 2


def test_only_the_chapter_that_says_something_new_is_laid_out() -> None:
    answer = make_answer(make_question("a-1", "text"), parts={"text": "먼저 한 말"})
    sections = [make_section(answer, key=key) for key in ("alpha", "beta")]
    snapshot = make_snapshot(*sections)
    render_pdf(snapshot, "ko")
    before = dict(chapters._sheets)
    render_pdf(saying(snapshot, 1, "달라진 말"), "ko")
    assert {chapter: chapters._sheets[chapter] for chapter in before} == before
    [new] = [chapter for chapter in chapters._sheets if chapter not in before]
    assert "달라진 말" in new.html
    assert 'id="section-beta"' in new.html


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = [saying(make_snapshot(), 0, f"{number}") for number in range(4)]
    drawn = [render_pdf(each, "en") for each in snapshots]
    newest = next(reversed(chapters._sheets))
    monkeypatch.setattr(chapters, "KEPT_CHARACTERS", len(newest.html) + 1)
    monkeypatch.setattr(chapters, "KEPT_TEXTS", 1)
    assert [render_pdf(each, "en") for each in snapshots] == drawn
    assert [*chapters._sheets] == [newest]
    assert len(chapters._margins) == 1
