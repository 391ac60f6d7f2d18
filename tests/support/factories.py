"""Plain functions that make the objects tests need, and nothing more than asked for."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from responses.domain.answers.drafting import save_answer
from responses.domain.answers.starting import start_response
from responses.domain.answers.writes import Outcome, Write
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.content.translating import find_question, parted, translated
from responses.domain.definition.loading import load
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape, QuestionShape, SectionShape
from responses.domain.glossary.choosing import choose_submission_language
from responses.domain.review.afterwards import review_translations_afterwards
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.submissions.sealing import prepare, seal
from responses.enums import ORIGINAL, WRITABLE, Action, Role, Source, State
from responses.models import (
    Answer,
    City,
    Delegation,
    Edition,
    Membership,
    Response,
    Revision,
    SectionWork,
    Submission,
    User,
)

_numbers = count(1)

PASSWORD = "correct horse battery staple"


def wording(text: str) -> dict[str, str]:
    """Return `text` as wording in both languages."""
    return {"ko": f"{text} (한국어)", "en": text}


def make_definition(code: str = "test-2030", **changes: Any) -> dict[str, Any]:
    """Return an edition of two sections and three questions that uses every kind of part."""
    choices = [{"key": key, "label": wording(key)} for key in ("plan", "budget", "staff")]
    parts: dict[str, dict[str, Any]] = {
        kind: {"key": kind.replace("_", "-"), "kind": kind, "label": wording(kind)}
        for kind in ("yes_no", "choices", "percentage", "contact", "text", "links")
    }
    parts["choices"]["choices"] = choices
    questions = [
        {
            "key": "a-1",
            "number": "A.1",
            "wording": wording("Everything"),
            "parts": list(parts.values()),
        },
        {
            "key": "a-2",
            "number": "A.2",
            "wording": wording("Explain"),
            "help": wording("In short."),
            "indicators": ["#7"],
            "parts": [parts["text"], parts["links"]],
        },
        {"key": "b-1", "number": "B.1", "wording": wording("Only text"), "parts": [parts["text"]]},
    ]
    sections = [
        {"key": "alpha", "number": "A", "title": wording("Alpha"), "questions": questions[:2]},
        {"key": "beta", "number": "B", "title": wording("Beta"), "questions": questions[2:]},
    ]
    definition = {"code": code, "year": 2030, "title": wording("Test"), "sections": sections}
    return definition | changes


def make_follow_up(code: str = "test-2031") -> dict[str, Any]:
    """Return the edition of `make_definition` with a section more, which has a follow-up.

    C.1 asks for yes or no; C.1a, "if so", requires a text and takes links.
    """
    parts = {
        kind: {"key": kind.replace("_", "-"), "kind": kind, "label": wording(kind)}
        for kind in ("yes_no", "text", "links")
    }
    parent = {
        "key": "c-1",
        "number": "C.1",
        "wording": wording("Is there one?"),
        "parts": [parts["yes_no"]],
    }
    follow_up = {
        "key": "c-1-a",
        "number": "C.1a",
        "wording": wording("If so, which?"),
        "follows": {"question": "c-1", "answer": "yes"},
        "parts": [
            {**parts["text"], "required": True},
            {**parts["links"], "required": False},
        ],
    }
    gamma = {
        "key": "gamma",
        "number": "C",
        "title": wording("Gamma"),
        "questions": [parent, follow_up],
    }
    sections = [*make_definition()["sections"], gamma]
    return make_definition(code, sections=sections)


def make_edition(definition: dict[str, Any] | None = None) -> Edition:
    """Load an edition, by default the small one of `make_definition`, if it is not there yet."""
    definition = definition or make_definition()
    load(definition)
    return Edition.objects.get(code=definition["code"])


def make_city(slug: str = "springfield") -> City:
    """Return the city of that slug, made if there is none."""
    return City.objects.get_or_create(slug=slug, defaults={"name": wording(slug.title())})[0]


def make_user(name: str = "", **fields: Any) -> User:
    """Make a person with an e-mail address of their own, whose password is `PASSWORD`."""
    number = next(_numbers)
    name = name or f"Person {number}"
    return User.objects.create_user(f"person{number}@city.example", PASSWORD, name=name, **fields)


def make_member(city: City, role: Role | str, name: str = "") -> User:
    """Make a person with a role in a city."""
    user = make_user(name)
    Membership.objects.create(city=city, user=user, role=role)
    return user


def make_response(city: City | None = None, edition: Edition | None = None) -> Response:
    """Start an empty response, by default Springfield's to the small edition."""
    city = city or make_city()
    coordinator = make_member(city, Role.COORDINATOR, "Starter")
    return start_response(city, edition or make_edition(), actor=Actor(coordinator))


def assign(response: Response, section: str, *people: User) -> None:
    """Let these contributors alone write a section, by its key; without any, every one does."""
    SectionWork.objects.get(response=response, section__key=section).contributors.set(people)


def name_translators(
    response: Response, section: str, *people: User, due_on: date | None = None
) -> None:
    """Have these people translate a section, by its key, of a city that submits in English."""
    response.city.submission_language = "en"
    response.city.save()
    works = SectionWork.objects.filter(response=response, section__key=section)
    works.update(translation_due_on=due_on)
    works.get().translators.set(people)


def delegate(
    response: Response,
    key: str,
    *people: User,
    department: str = "Statistics",
    due_on: date | None = None,
) -> Delegation:
    """Hand a question, by its key, to people of another department."""
    delegation = Delegation.objects.create(
        response=response,
        question_id=find(response, key)[1].pk,
        department=department,
        due_on=due_on,
    )
    delegation.people.set(people)
    return delegation


def approve_all(response: Response, reviewer: User) -> None:
    """Have every section that is not approved yet sent to review, and approved by `reviewer`."""
    coordinator = make_member(response.city, Role.COORDINATOR, "Sender")
    for part in read_snapshot(response).sections:
        if part.state in WRITABLE:
            perform(Move(Action.SEND), response, part.section, actor=Actor(coordinator))
        if part.state is not State.APPROVED:
            perform(
                Move(Action.APPROVE, seen=part.digest),
                response,
                part.section,
                actor=Actor(reviewer),
            )


def make_submission(response: Response) -> Submission:
    """Approve what is not approved and seal the response, with one small file in place of all."""
    approve_all(response, make_member(response.city, Role.REVIEWER))
    actor = make_member(response.city, Role.COORDINATOR, "Sealer")
    prepared = prepare(response, actor=Actor(actor), address="https://lgq.example/verify/?digest=")
    files = {"snapshot.json": prepared.text.encode()}
    return seal(response, prepared, files=files, archive=b"archive", actor=Actor(actor))


def shape_of(response: Response) -> EditionShape:
    """Return the edition that a response answers."""
    return edition_shape(response.edition)


def find(response: Response, key: str) -> tuple[SectionShape, QuestionShape]:
    """Return a question of the response's edition, or a translation of one, with its section."""
    shape = shape_of(response)
    of = shape.questions_by_key[parted(key)[0]]
    section = next(part for part in shape.sections if of in part.questions)
    return section, find_question(shape, key)


def write(response: Response, key: str, author: User, /, **parts: Any) -> Outcome:
    """Save an answer over its present version; parts by key, with `_` for `-`."""
    return _write(response, key, author, ORIGINAL, parts)


def translate(response: Response, key: str, author: User, /, **parts: Any) -> Outcome:
    """Save an English translation of the present version of an answer, as `write` does."""
    return _write(response, key, author, "en", parts)


def translate_afterwards(response: Response, key: str, coordinator: User, /, **parts: Any) -> None:
    """Have a city's translations into English reviewed afterwards, and translate an answer."""
    actor = Actor(coordinator)
    choose_submission_language(response.city, "en", actor=actor)
    review_translations_afterwards(response.city, afterwards=True, actor=actor)
    response.city.refresh_from_db()
    translate(response, key, coordinator, **parts)


def _write(
    response: Response, key: str, author: User, language: str, parts: Mapping[str, Any]
) -> Outcome:
    section, question = find(response, key)
    asked = translated(question, language) if language else question
    versions = dict(
        Answer.objects.filter(response=response, question=question.pk).values_list(
            "language", "version"
        )
    )
    values = {name.replace("_", "-"): value for name, value in parts.items()}
    reason = values.pop("nothing-to-report", "")
    write = Write(
        asked,
        canonical(asked, values, reason),
        versions.get(language, 0),
        translates=versions.get(ORIGINAL, 0) if language else None,
    )
    return save_answer(response, section, write, author=author)


def revise(
    response: Response, key: str, authors: Sequence[User], *, gap: timedelta = timedelta(minutes=1)
) -> None:
    """Give an empty answer a revision by each author in turn, a `gap` apart.

    Version n has n lines "Line 1" … in its text. Written past `domain.answers.drafting`,
    as thousands would take it long.
    """
    question, start = find(response, key)[1], datetime(2030, 5, 6, 9, tzinfo=UTC)
    lines = [f"Line {number}" for number in range(1, len(authors) + 1)]
    contents = [
        canonical(question, {"text": "\n".join(lines[:number])}).to_json()
        for number in range(1, len(authors) + 1)
    ]
    answer = Answer.objects.create(
        response=response,
        question_id=question.pk,
        version=len(authors),
        content=contents[-1],
        updated_at=start + (len(authors) - 1) * gap,
        updated_by=authors[-1],
    )
    Revision.objects.bulk_create(
        Revision(
            answer=answer,
            version=version,
            content=content,
            author=author,
            source=Source.AUTOSAVE,
            created_at=start + (version - 1) * gap,
        )
        for version, (author, content) in enumerate(zip(authors, contents, strict=True), start=1)
    )
