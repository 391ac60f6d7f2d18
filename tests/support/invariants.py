"""What must always hold in the database, whatever was done: read from its tables alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

from responses.characters import says_nothing
from responses.domain.answers.writes import Outcome, Write
from responses.domain.content.content import EMPTY, Content
from responses.domain.content.identity import row_ids
from responses.domain.digests import digest
from responses.domain.edition.shapes import QuestionShape
from responses.domain.files.stored import stream
from responses.domain.signing.approval_line import ANY_REVIEWER
from responses.domain.submissions.attached import whole
from responses.domain.submissions.verifying import faults
from responses.enums import Action, Source, State
from responses.models import (
    Answer,
    City,
    Event,
    Membership,
    Notice,
    RefusedText,
    Response,
    Revision,
    SectionWork,
    Submission,
    SubmissionFile,
    Upload,
    User,
)
from tests.support.factories import shape_of

OPEN = {State.DRAFT, State.CHANGES_REQUESTED}


@dataclass(frozen=True)
class Past:
    """What was done to a response, read once for all that must hold of it."""

    response: Response
    answers: list[Answer]
    # By their versions, each with its question.
    revisions: list[Revision]
    # Each section with what was done to it, in order.
    works: list[tuple[SectionWork, list[Event]]]


def read(response: Response) -> Past:
    """Read what was done to a response."""
    answers = Answer.objects.filter(response=response).select_related("question")
    revisions = Revision.objects.filter(answer__response=response).select_related(
        "answer__question", "author"
    )
    return Past(response, list(answers), list(revisions.order_by("version")), _events(response))


def assert_history_is_whole(past: Past) -> None:
    """Every answer is as its last revision, and no version is missing before it."""
    revisions: dict[int, list[Revision]] = {}
    for row in past.revisions:
        revisions.setdefault(row.answer_id, []).append(row)
    for answer in past.answers:
        rows = revisions[answer.pk]
        assert [row.version for row in rows] == list(range(1, answer.version + 1))
        assert (rows[-1].content, rows[-1].author_id) == (answer.content, answer.updated_by_id)


def assert_rows_keep_their_identity(past: Past) -> None:
    """No two rows are the same, a row that stayed is itself, and one that is new is new."""
    before: dict[tuple[int, str], dict[str, Any]] = {}
    for row in past.revisions:
        if row.answer.language:
            continue
        content, restored = Content.from_json(row.content), row.source == Source.RESTORE
        lists = {key for key, each in content.parts.items() if _is_rows(each)}
        for key in lists | {key for answer, key in before if answer == row.answer_id}:
            rows: Any = content.parts.get(key, ())
            now = dict(zip(row_ids(content, key), rows, strict=True))
            was = before.get((row.answer_id, key), {})
            assert len(now) == len(rows)
            if not restored:
                assert all(each.startswith(f"{row.version}.") for each in now.keys() - was.keys())
                for each, said in was.items():
                    if [*was.values()].count(said) == rows.count(said) == 1:
                        assert now[each] == said
            before[row.answer_id, key] = now


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def assert_translations_are_of_words(past: Past) -> None:
    """A text changed in the version that an answer says; each translation is of one there was."""
    rows: dict[tuple[int, str], list[Revision]] = {}
    for row in past.revisions:
        rows.setdefault((row.answer.question_id, row.answer.language), []).append(row)
    questions = {each.pk: each for each in shape_of(past.response).questions_by_key.values()}
    for answer in past.answers:
        mine = rows[answer.question_id, answer.language]
        assert answer.translates == mine[-1].translates
        if answer.language:
            originals = rows.get((answer.question_id, ""), [])
            for row in mine:
                assert row.translates is not None
                assert row.translates <= sum(each.pk < row.pk for each in originals)
            continue
        texts = [_texts(questions[answer.question_id], row.content) for row in mine]
        changed = [number for number, pair in enumerate(pairwise(texts), 2) if pair[0] != pair[1]]
        assert answer.words_version == (changed or [int(any(texts[0]))])[-1]


def _texts(question: QuestionShape, content: dict[str, Any]) -> list[Any]:
    keys = [part.key for part in question.parts if part.kind == "text"]
    return [*map(content["parts"].get, keys), content.get("nothing_to_report", "")]


def assert_events_are_whole(past: Past) -> None:
    """Each section stands where its events led it, and each event began where the last ended."""
    for work, events in past.works:
        states = [State.DRAFT, *(event.to_state for event in events)]
        assert [event.from_state for event in events] == states[:-1]
        assert work.state == states[-1]
        approvals = [event.pk for event in events if _approves(event)]
        assert work.approval_id == (approvals[-1] if approvals else None)
        sent = [place for place, event in enumerate(events) if event.action == Action.SEND]
        signed = [event for event in events[sent[-1] :] if event.signature] if sent else []
        assert work.signatures == [event.signature for event in signed]
        assert [(event.signature or {})["digest"] for event in signed] == [
            event.digest for event in signed
        ]


def assert_lines_are_signed_in_order(past: Past) -> None:
    """Approved is what every step of the line signed, nobody two of them for the same person."""
    for work, events in past.works:
        signers: list[tuple[int, str]] = []
        for event in events:
            assert bool(event.signature) == (event.action == Action.APPROVE)
            signers = [] if event.action == Action.SEND else signers
            if event.signature:
                signers.append((event.actor_id, event.signature["signed_for"]))
            assert len(signers) == len(set(signers))
        if work.state in OPEN:
            continue
        # Without a line, any reviewer's signature approves.
        line = work.approval_line or [ANY_REVIEWER.to_json()]
        assert (len(work.signatures) == len(line)) == (work.state == State.APPROVED)
        assert len(work.signatures) <= len(line)
        for step, signature in zip(line, work.signatures, strict=False):
            post = ("title", "consents", "department")
            assert [signature[name] for name in post] == [step[name] for name in post]
            own = not signature["signed_for"]
            assert not step["people"] or own == (signature["person"] in step["people"])


def _approves(event: Event) -> bool:
    """Return whether an event is the last signature of a section's approval line."""
    return event.action == Action.APPROVE and event.to_state == State.APPROVED


def assert_approvals_are_of_content(past: Past) -> None:
    """Each event names the content it is about; while approved, that is what the answers say."""
    # Which row is which is no part of what is signed.
    contents = {
        (_key(row.answer), row.version): Content.from_json(row.content).alone.to_json()
        for row in past.revisions
    }
    now: dict[str, dict[str, int]] = {}
    submitted = City.objects.get(pk=past.response.city_id).submission_language
    for section in shape_of(past.response).sections:
        now[section.key] = {question.key: 0 for question in section.questions}
        now[section.key] |= {
            _key(answer): answer.version
            for answer in past.answers
            if answer.question.key in now[section.key] and answer.language in {"", submitted}
        }
    for work, events in past.works:
        for event in events:
            assert event.digest == _digest(
                past.response, work.section.key, event.versions, contents
            )
        # Nobody writes from sending on, until the section is open for writing again; but for
        # translations that are confirmed afterwards, of which nobody else signs any.
        for one, after in pairwise(events):
            if one.to_state in {State.IN_REVIEW, State.APPROVED}:
                confirming = Action.REVIEW_TRANSLATIONS in {one.action, after.action}
                kept = _originals if confirming else dict
                assert kept(after.versions) == kept(one.versions)
        if work.state in {State.IN_REVIEW, State.APPROVED}:
            # Of the translations, too, unless they come afterwards.
            kept = _originals if work.originals_alone else dict
            assert kept(events[-1].versions) == kept(now[work.section.key])
        for signature in work.signatures if work.state not in OPEN else []:
            said = kept(now[work.section.key])
            assert signature["digest"] == _digest(past.response, work.section.key, said, contents)


def _originals(versions: dict[str, int]) -> dict[str, int]:
    """Return the versions of answers that are no translations."""
    return {key: version for key, version in versions.items() if not key.endswith("_en")}


def assert_nobody_approved_their_own(past: Past) -> None:
    """Whoever signed, or was signed for, wrote no revision since the approval before."""
    written = [
        (_key(row.answer), row.version, row.author_id, row.author.name) for row in past.revisions
    ]
    for _work, events in past.works:
        before: dict[str, int] = {}
        for event in events:
            authors = {
                author
                for key, version, *whom in written
                if before.get(key, 0) < version <= event.versions.get(key, 0)
                for author in whom
            }
            if event.signature:
                assert event.actor_id == event.signature["person"]
                assert not authors & {event.actor_id, event.signature["signed_for"] or None}
            if _approves(event):
                before = event.versions


def assert_nobody_confirmed_their_own(past: Past) -> None:
    """Whoever confirmed translations wrote none of the section before, and it is as it says."""
    written = [(row.answer, row.version, row.author_id) for row in past.revisions]
    for work, events in past.works:
        reviews = [event for event in events if event.action == Action.REVIEW_TRANSLATIONS]
        for event in reviews:
            assert event.to_state == State.APPROVED
            authors = {
                author
                for answer, version, author in written
                if answer.language and version <= event.versions.get(_key(answer), 0)
            }
            assert event.actor_id not in authors
        stored = work.translations_review
        last = (reviews[-1].actor_id, reviews[-1].digest) if reviews else None
        assert (stored and (stored["person"], stored["digest"])) == last


def assert_submissions_are_whole(response: Response) -> None:
    """Submissions are numbered from 1, and each is what its digests say, to its last file."""
    found = Submission.objects.filter(response=response).order_by("number")
    for number, submission in enumerate(found.prefetch_related("files"), start=1):
        assert submission.number == number
        assert submission.digest == sha256(submission.snapshot.encode()).hexdigest()
        archive = b"".join(whole(bytes(submission.archive)))
        assert submission.archive_digest == sha256(archive).hexdigest()
        with ZipFile(BytesIO(archive)) as pack:
            packed = {name: sha256(pack.read(name)).hexdigest() for name in pack.namelist()}
        assert packed == {each.name: each.digest for each in submission.files.all()}
        assert packed["snapshot.json"] == submission.digest
        named = named_in_contents([json.loads(submission.snapshot)])
        assert {digest for name, digest in packed.items() if name.startswith("files/")} == named
        assert list(faults(submission)) == []


def assert_files_are_there(response: Response) -> None:
    """What anything of a response names was brought to it, and is there to the last byte."""
    brought = {*Upload.objects.filter(response=response).values_list("file", flat=True)}
    named = named_in(response)
    assert named <= brought
    for each in named:
        assert sha256(b"".join(stream(each))).hexdigest() == each


def named_in(response: Response) -> set[str]:
    """Return the digests of files that anything of a response names."""
    contents = [
        *Revision.objects.filter(answer__response=response).values_list("content", flat=True),
        *Answer.objects.filter(response=response).values_list("content", flat=True),
        *RefusedText.objects.filter(response=response).values_list("content", flat=True),
    ]
    sealed = SubmissionFile.objects.filter(submission__response=response, name__startswith="files/")
    return {*named_in_contents(contents), *sealed.values_list("digest", flat=True)}


def named_in_contents(plain: Any) -> set[str]:
    """Return the digests of files that stand anywhere in some JSON: beside their names."""
    if isinstance(plain, list):
        return {each for value in plain for each in named_in_contents(value)}
    if not isinstance(plain, dict):
        return set()
    own = {plain["digest"]} if {"digest", "caption"} <= plain.keys() else set()
    return own | named_in_contents(list(plain.values()))


def assert_notices_are_given_rightly(response: Response) -> None:
    """Nobody is told of what they did, of anything twice, or of a city that is not theirs."""
    rows = Notice.objects.filter(response=response).order_by()
    told = list(rows.values_list("person", "key", "actor"))
    assert all(person != actor for person, _key, actor in told)
    assert len({(person, key) for person, key, _actor in told}) == len(told)
    members = Membership.objects.filter(city=response.city_id).order_by()
    assert {person for person, *_rest in told} <= set(members.values_list("user", flat=True))


def assert_kept(response: Response, author: User, write: Write, outcome: Outcome) -> None:
    """What was acknowledged is a revision, and what was refused waits for its author."""
    if outcome.refusal is None:
        assert outcome.refused is None
        said = meant(write, outcome)
        stored = revision(response, write.question, outcome.version)
        if outcome.changed:
            assert stored == (said.alone.to_json(), author.pk)
        elif stored[0] != said.alone.to_json():
            base = revision(response, write.question, write.base_version or 0)
            assert base[0] == write.content.alone.to_json()
    elif outcome.refused is None:
        stored = revision(response, write.question, outcome.version)
        assert stored[0] == write.content.alone.to_json()
    else:
        refused = outcome.refused
        refused.refresh_from_db()
        kept = Content.from_json(refused.content).alone.to_json()
        assert (refused.author_id, kept) == (author.pk, write.content.alone.to_json())
        assert refused.response_id == response.pk
        assert (refused.question_id, refused.language) == write.question.place
        assert refused.refusal == outcome.refusal


def meant(write: Write, outcome: Outcome) -> Content:
    """Return what was saved of an acknowledged write that changed the answer."""
    return write.content if outcome.combined is None else outcome.combined


def revision(
    response: Response, question: QuestionShape, version: int
) -> tuple[dict[str, Any], int | None]:
    """Return what a version of an answer says and who wrote it; version 0 says nothing."""
    if version == 0:
        return EMPTY.to_json(), None
    row = Revision.objects.get(
        answer__response=response,
        answer__question=question.pk,
        answer__language=question.language,
        version=version,
    )
    return Content.from_json(row.content).alone.to_json(), row.author_id


def _events(response: Response) -> list[tuple[SectionWork, list[Event]]]:
    """Return each section of a response with what was done to it, in order."""
    events: dict[int, list[Event]] = {}
    for event in Event.objects.filter(work__response=response).order_by("pk"):
        events.setdefault(event.work_id, []).append(event)
    works = SectionWork.objects.filter(response=response).select_related("section")
    return [(work, events.get(work.pk, [])) for work in works.order_by("pk")]


def _digest(
    response: Response, section: str, versions: dict[str, int], contents: dict[Any, Any]
) -> str:
    shape = shape_of(response)
    asked = {question.key for question in shape.sections_by_key[section].questions}
    # Of a translation that says nothing nothing is signed.
    said = {
        key: content
        for key, version in versions.items()
        if (content := contents.get((key, version), EMPTY.to_json())) != EMPTY.to_json()
        or key in asked
    }
    assert asked <= said.keys()
    return digest({"edition": shape.digest, "section": section, "said": said})


def _key(answer: Answer) -> str:
    """Return the key of an answer's question, and of a translation its language behind it."""
    key = answer.question.key
    return f"{key}_{answer.language}" if answer.language else key


def pieces(content: Content) -> set[Any]:
    """Return what an answer says in the smallest pieces that a person would miss."""
    said: set[Any] = {("", content.nothing_to_report)} if content.nothing_to_report else set()
    for key, value in content.parts.items():
        if isinstance(value, Mapping):
            said |= {(key, name, line) for name, line in value.items() if line}
        elif not isinstance(value, str):
            rows = [row if isinstance(row, Mapping) else {"": row} for row in value]
            said |= {(key, *piece) for row in rows for piece in row.items() if piece[1]}
        else:
            # Nobody misses a bullet without words.
            said |= {(key, line) for line in value.split("\n") if not says_nothing(line)}
    return said


def stand(wanted: set[Any], content: Content) -> bool:
    """Return whether pieces stand in a content.

    A line of text does, too, where another goes on with it: it was being typed then.
    """
    found = pieces(content)
    lines = [piece for piece in found if len(piece) == len(("part", "line"))]
    return all(
        any(key == piece[0] and line.startswith(piece[-1]) for key, line in lines)
        for piece in wanted - found
    )


def added(before: Content, after: Content) -> set[Any]:
    """Return the pieces of an answer that were not there before."""
    return pieces(after) - pieces(before)
