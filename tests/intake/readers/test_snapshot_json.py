import json

import pytest

from responses.domain.answers.importing import AcceptedAnswer, ImportedFile, import_answers
from responses.domain.auditing import Actor
from responses.domain.edition.editions import edition_shape
from responses.domain.snapshot.plain import snapshot_text
from responses.domain.snapshot.snapshot import read_snapshot
from responses.intake.proposals import propose
from responses.intake.readers.snapshot_json import is_snapshot, read
from responses.intake.reading import read_file
from responses.intake.refusals import UnreadableFileError
from responses.models import Answer, Response, User
from tests.documents.snapshots import saying
from tests.support.factories import make_city, make_edition, make_response, write

LINKS = [{"label": "", "url": "https://a.example/?b=¤tPage=1"}]
HOSTILE = "=1+1\n\n  ○ <b>*****개**\n1. Everything?\n\tx\t"


@pytest.mark.django_db
def test_a_response_goes_round(response: Response, writer: User) -> None:
    write(response, "a-1", writer, yes_no="no", choices=["plan", "staff"], percentage="23.1")
    write(response, "a-2", writer, text=HOSTILE, links=LINKS)
    text = snapshot_text(read_snapshot(response))
    edition = edition_shape(make_edition())
    file = read_file(text.encode())
    proposed = propose(edition, file)
    printed = proposed.to_json()
    numbers = [number for row in printed["placed"] for number in row["lines"]]
    rest = [*printed["wording"], *printed["headings"], *printed["not_placed"]]
    assert sorted([*numbers, *rest]) == list(range(1, len(file.lines) + 1))
    assert [row["certainty"] for row in printed["placed"]] == [1.0, 1.0, 1.0]
    other = make_response(make_city("shelbyville"))
    coordinator = User.objects.get(memberships__city=other.city)
    accepted = [
        AcceptedAnswer(each.question, each.content, each.lines)
        for each in proposed.answers
        if each.is_sure and each.content
    ]
    source = ImportedFile("response.json", file.reader, text.encode())
    outcome = import_answers(other, edition, accepted, source, actor=Actor(coordinator))
    assert outcome.written == ("a-1", "a-2")
    [before, after] = [
        [section.digest for section in read_snapshot(each).sections] for each in (response, other)
    ]
    assert before == after
    answer = Answer.objects.get(response=other, question__key="a-2")
    assert answer.content["parts"]["links"] == LINKS


def test_lines_say_what_is_asked_and_answered() -> None:
    snapshot = saying(text="○ 그대로")
    file = read(snapshot_text(snapshot))
    assert file
    assert file.edition == snapshot.edition.code
    assert [each.content.parts for each in file.ready] == [{"text": "○ 그대로"}]
    assert [line.text for line in file.lines][-1] == "○ 그대로"


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain.pop("sections"),
        lambda plain: plain.update(sections=[1]),
        lambda plain: plain.update(edition="x"),
        lambda plain: plain.update(sections="x"),
        lambda plain: plain["sections"][0].update(answers={"a": 1}),
    ],
)
def test_damaged_json_is_refused(change: object) -> None:
    plain = json.loads(snapshot_text(saying(text="○ 그대로")))
    assert callable(change)
    change(plain)
    with pytest.raises(UnreadableFileError):
        read_file(json.dumps(plain).encode())
    nested = '{"format": "lgq-desk-snapshot/2", "x": ' + "[" * 100_000
    with pytest.raises(UnreadableFileError):
        read_file(nested.encode())


def test_other_json_is_text() -> None:
    assert not is_snapshot('{"a": 1}')
    assert read_file(b'{"a": 1}').reader == "text"
