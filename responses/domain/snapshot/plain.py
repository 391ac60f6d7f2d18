"""A snapshot as plain data, whole enough to print everything from it again. Pure.

The form is JSON with the edition's own wording in it, so that a sealed response can be
read in fifty years by somebody who has neither this database nor this program. What only an open
response has, such as steps that nobody has signed, is left out where there is none: so the text
of a sealed one is as it was before the form had it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from responses.domain.content.completeness import Settled, settling
from responses.domain.content.content import Content
from responses.domain.content.kinds import KINDS
from responses.domain.content.translating import Original, named, translated
from responses.domain.edition.shapes import (
    ChoiceShape,
    EditionShape,
    Follows,
    PartShape,
    QuestionShape,
    SectionShape,
)
from responses.domain.glossary.glossary import Glossary
from responses.domain.signing.approval_line import ANY_REVIEWER, Signature, Step
from responses.enums import State

from .annex import CityContact, SnapshotService
from .answer import AnswerSnapshot, LastChange, TranslationSnapshot
from .links import SnapshotLink
from .section import SectionSnapshot
from .snapshot import Snapshot

FORMAT = "lgq-desk-snapshot/2"
# The form before sections had approval lines: one approval a section.
_ONE_APPROVAL = "lgq-desk-snapshot/1"

Plain = Mapping[str, Any]


class UnreadableError(ValueError):
    """Plain data that is no snapshot in a form that is known here."""


def snapshot_text(snapshot: Snapshot) -> str:
    """Return a snapshot as JSON text; equal snapshots give equal texts."""
    return json.dumps(to_plain(snapshot), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def read_text(text: str) -> Snapshot:
    """Return the snapshot that `snapshot_text` wrote; raises `UnreadableError`."""
    try:
        plain = json.loads(text)
        if plain["format"] not in {FORMAT, _ONE_APPROVAL}:
            raise UnreadableError(plain["format"])
        return from_plain(plain)
    except (KeyError, TypeError, ValueError) as fault:
        raise UnreadableError(str(fault)) from fault


def read_contents(text: str) -> Mapping[str, Content]:
    """Return by question what the answers say in a text that `snapshot_text` wrote.

    So for the translations that were written, by the keys of `SectionSnapshot.said`.
    """
    plain = json.loads(text)
    translations = {
        named(answer["question"], plain["submission_language"]): answer["translation"]
        for section in plain["sections"]
        for answer in section["answers"]
        if "translation" in answer
    }
    written = {
        key: Content.from_json(each["content"])
        for key, each in translations.items()
        if each["version"]
    }
    return {**_said(plain), **written}


def _said(plain: Plain) -> Mapping[str, Content]:
    return {
        answer["question"]: Content.from_json(answer["content"])
        for section in plain["sections"]
        for answer in section["answers"]
    }


def to_plain(snapshot: Snapshot) -> dict[str, Any]:
    """Return a snapshot as lists, dicts, strings and numbers."""
    return {
        "format": FORMAT,
        "city": {"slug": snapshot.city_slug, "name": dict(snapshot.city_name)},
        "language": snapshot.language,
        "edition": _edition(snapshot.edition),
        "sections": [_section(section) for section in snapshot.sections],
        **snapshot.beside,
    }


def from_plain(plain: Plain) -> Snapshot:
    """Return the snapshot that `to_plain` gave; raises `KeyError` and the like for other data."""
    edition = _edition_shape(plain["edition"])
    said, language = _said(plain), plain.get("submission_language", "")
    return Snapshot(
        city_slug=plain["city"]["slug"],
        city_name=plain["city"]["name"],
        language=plain["language"],
        edition=edition,
        sections=tuple(
            _section_snapshot(edition, shape, section, said, language)
            for shape, section in zip(edition.sections, plain["sections"], strict=True)
        ),
        contacts=(
            tuple(CityContact(**each) for each in plain["contacts"])
            if "contacts" in plain
            else None
        ),
        glossary=Glossary.from_json(plain.get("glossary", {})),
        submission_language=language,
        links=tuple(map(SnapshotLink.from_json, plain["links"])) if "links" in plain else None,
        services=tuple(map(SnapshotService.from_json, plain.get("services", ()))),
    )


def _edition(shape: EditionShape) -> dict[str, Any]:
    return {
        "code": shape.code,
        "year": shape.year,
        "title": dict(shape.title),
        "digest": shape.digest,
        "sections": [
            {
                "key": section.key,
                "number": section.number,
                "title": dict(section.title),
                "questions": [_question(question) for question in section.questions],
            }
            for section in shape.sections
        ],
    }


def _question(shape: QuestionShape) -> dict[str, Any]:
    return {
        "key": shape.key,
        "number": shape.number,
        "lead": dict(shape.lead),
        "wording": dict(shape.wording),
        "help": dict(shape.help),
        "indicators": list(shape.indicators),
        "parts": [
            {
                "key": part.key,
                "kind": part.kind,
                "label": dict(part.label),
                "choices": [
                    {"key": choice.key, "label": dict(choice.label)} for choice in part.choices
                ],
                # Left out where the edition does not say, as no edition once did.
                **({} if part.required is None else {"required": part.required}),
            }
            for part in shape.parts
        ],
        **_follows(shape),
    }


def _follows(shape: QuestionShape) -> dict[str, Any]:
    """Return what a question follows; nothing at all for one that follows none."""
    follows = shape.follows
    if follows is None:
        return {}
    return {"follows": {"question": follows.question, "answer": follows.answer}}


def _section(section: SectionSnapshot) -> dict[str, Any]:
    return {
        "key": section.section.key,
        "state": str(section.state),
        "state_since": section.state_since.isoformat(),
        "department": section.department,
        "due_on": section.due_on.isoformat() if section.due_on else None,
        "digest": section.digest,
        "signatures": [signature.to_json() for signature in section.signed],
        **_open(section),
        **section.apart,
        "answers": [_answer(answer) for answer in section.answers],
    }


def _open(section: SectionSnapshot) -> dict[str, Any]:
    """Return what the signatures do not tell: a line with more steps, and that it was reopened."""
    # Who can sign them says nothing here.
    line = tuple(replace(step, people=()) for step in section.line)
    return {
        **({} if line == _signed_line(section.signed) else {"line": list(map(_plain_step, line))}),
        **({"reopened": True} if section.reopened else {}),
    }


def _plain_step(step: Step) -> dict[str, Any]:
    return {"title": step.title, "consents": step.consents, "department": step.department}


def _answer(answer: AnswerSnapshot) -> dict[str, Any]:
    return {
        "question": answer.question.key,
        "version": answer.version,
        "content": answer.content.to_json(),
        "changed": _change(answer.changed),
        **({"translation": _translation(answer.translation)} if answer.translation else {}),
    }


def _translation(translation: TranslationSnapshot) -> dict[str, Any]:
    return {
        "version": translation.version,
        "content": translation.content.to_json(),
        "changed": _change(translation.changed),
        "of": translation.of,
        "words_version": translation.original.words_version,
    }


def _change(change: LastChange | None) -> dict[str, str] | None:
    return {"by": change.by, "at": change.at.isoformat()} if change else None


def _edition_shape(plain: Plain) -> EditionShape:
    return EditionShape(
        plain["code"],
        plain["year"],
        plain["title"],
        plain["digest"],
        tuple(
            SectionShape(
                0,
                section["key"],
                section["number"],
                section["title"],
                tuple(_question_shape(question) for question in section["questions"]),
            )
            for section in plain["sections"]
        ),
    )


def _question_shape(plain: Plain) -> QuestionShape:
    parts = tuple(
        PartShape(
            part["key"],
            _kind(part["kind"]),
            part["label"],
            tuple(ChoiceShape(choice["key"], choice["label"]) for choice in part["choices"]),
            part.get("required"),
        )
        for part in plain["parts"]
    )
    texts = (plain["key"], plain["number"], plain["lead"], plain["wording"], plain["help"])
    # The keys of rows in a database say nothing here.
    follows = Follows(**plain["follows"]) if "follows" in plain else None
    return QuestionShape(0, *texts, tuple(plain["indicators"]), parts, follows)


def _kind(key: str) -> str:
    if key not in KINDS:
        raise UnreadableError(f"{key} is no kind of part")
    return key


def _section_snapshot(
    edition: EditionShape,
    shape: SectionShape,
    plain: Plain,
    said: Mapping[str, Content],
    language: str,
) -> SectionSnapshot:
    signatures = _signatures(plain)
    return SectionSnapshot(
        section=shape,
        state=State(plain["state"]),
        state_since=datetime.fromisoformat(plain["state_since"]),
        department=plain["department"],
        due_on=date.fromisoformat(plain["due_on"]) if plain["due_on"] else None,
        line=(
            tuple(Step(**each) for each in plain["line"])
            if "line" in plain
            else _signed_line(signatures)
        ),
        signatures=signatures,
        answers=tuple(
            _answer_snapshot(question, answer, settling(edition, question, said), language)
            for question, answer in zip(shape.questions, plain["answers"], strict=True)
        ),
        edition_digest=edition.digest,
        reopened=plain.get("reopened", False),
        # Left out where translations were approved with the section, as they always were once.
        originals_alone=plain.get("originals_alone", False),
        translations_review=Signature.from_json(plain["confirmed"])
        if "confirmed" in plain
        else None,
        is_confirmed="confirmed" in plain,
    )


def _signatures(plain: Plain) -> tuple[Signature, ...]:
    if "signatures" in plain:
        return tuple(map(Signature.from_json, plain["signatures"]))
    nothing_else = {"title": "", "consents": False, "department": "", "person": 0, "signed_for": ""}
    return (Signature.from_json(nothing_else | plain["approval"]),) if plain["approval"] else ()


def _signed_line(signatures: tuple[Signature, ...]) -> tuple[Step, ...]:
    """Return the line of which each step is signed; without a signature, the default one."""
    return tuple(map(_step, signatures)) or (ANY_REVIEWER,)


def _step(signature: Signature) -> Step:
    return Step(signature.title, (), signature.consents, signature.department)


def _answer_snapshot(
    question: QuestionShape, plain: Plain, settled: Settled | None, language: str
) -> AnswerSnapshot:
    answer = AnswerSnapshot(
        question,
        Content.from_json(plain["content"]),
        plain["version"],
        _last_change(plain["changed"]),
        settled,
    )
    if "translation" not in plain:
        return answer
    return replace(answer, translation=_read_translation(answer, plain["translation"], language))


def _read_translation(answer: AnswerSnapshot, plain: Plain, language: str) -> TranslationSnapshot:
    question, content, version = answer.question, answer.content, answer.version
    return TranslationSnapshot(
        translated(question, language),
        Content.from_json(plain["content"]),
        plain["version"],
        _last_change(plain["changed"]),
        original=Original(question, content, version, plain["words_version"]),
        of=plain["of"],
    )


def _last_change(plain: Plain | None) -> LastChange | None:
    return LastChange(plain["by"], datetime.fromisoformat(plain["at"])) if plain else None
