"""The demonstration: cities, people and responses, made as these people would make them.

Every answer goes through `answers.drafting`, every step of a section through `review.workflow`
and what is given out through `assignment.assigning`, so the demo holds nothing that the product
could not have made. Its pictures and documents are made by `demo_files`, and brought as people
bring theirs.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from responses.domain import demo_files
from responses.domain.answers import drafting
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.starting import start_response
from responses.domain.answers.writes import Write
from responses.domain.assignment import assigning
from responses.domain.assignment.assigning import AssignmentChanges
from responses.domain.assignment.assignment import Assignment, DelegationTerms
from responses.domain.assignment.plan import read_assignments
from responses.domain.auditing import Actor
from responses.domain.content.content import canonical
from responses.domain.content.kinds.files import row_of
from responses.domain.content.translating import placed, translated
from responses.domain.coverage.claiming import ServiceChange, write_services
from responses.domain.definition import loading
from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape, QuestionShape, SectionShape
from responses.domain.files.storing import bring
from responses.domain.glossary.glossing import TermText, import_terms
from responses.domain.notices.inbox import read_unmailed
from responses.domain.notices.notices import mailed
from responses.domain.people import members
from responses.domain.permissions import RefusedError
from responses.domain.review import workflow
from responses.domain.signing.approval_line import Step
from responses.domain.snapshot.failing import read_failing
from responses.domain.snapshot.services import NO_SERVICE, Service
from responses.domain.snapshot.snapshot import read_snapshot
from responses.domain.talk import talking
from responses.domain.talk.talking import Said
from responses.enums import Action, Role, Source
from responses.models import City, Edition, Response, User

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"

Definition = Mapping[str, Any]
People = Mapping[str, User]


class DemoRefusedError(RefusedError):
    """The demo cannot be loaded; the reason is one line."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person of the demo and what they are to their city."""

    email: str
    name: str
    city: str
    role: Role
    department: str = ""
    post: str = ""
    latin_name: str = ""


def read_demo() -> Definition:
    """Return the demo that comes with the product."""
    demo: Definition = json.loads((FIXTURES / "demo.json").read_text("utf-8"))
    return demo


def accounts_of(demo: Definition) -> list[Account]:
    """Return the people of the demo. Pure."""
    return [
        Account(
            person["email"],
            person["name"],
            person["city"],
            Role(person["role"]),
            person.get("department", ""),
            person.get("post", ""),
            person.get("latin_name", ""),
        )
        for person in demo["people"]
    ]


@transaction.atomic
def load(demo: Definition, password: str) -> None:
    """Make everything in `demo`, with one password for all its people.

    Its edition is loaded from fixtures/ if it is not there yet. Raises `DemoRefusedError`,
    and changes nothing, if one of its cities or people is there already.
    """
    _refuse_repetition(demo)
    edition = demo_edition(demo["edition"])
    for city in demo["cities"]:
        City.objects.create(**city)
    people = {account.email: _person(account, password) for account in accounts_of(demo)}
    for city, terms in demo["glossaries"].items():
        _translate(City.objects.get(slug=city), terms)
    for item in demo["responses"]:
        _answer(item, edition, people)
    for person in people.values():
        # The demo's people have no mailboxes.
        mailed(person, [notice.pk for notice in read_unmailed(person)], timezone.now())


def _refuse_repetition(demo: Definition) -> None:
    cities = City.objects.filter(slug__in=[city["slug"] for city in demo["cities"]])
    people = User.objects.filter(email__in=[person["email"] for person in demo["people"]])
    found = [*cities.values_list("slug", flat=True), *people.values_list("email", flat=True)]
    if found:
        raise DemoRefusedError(f"The demo was not loaded, as these exist: {', '.join(found)}.")


def demo_edition(code: str) -> Edition:
    """Return the edition of a file in fixtures/, loaded from there if it is not there yet."""
    if not Edition.objects.filter(code=code).exists():
        loading.load(json.loads((FIXTURES / f"{code}.json").read_text("utf-8")))
    return Edition.objects.get(code=code)


def _person(account: Account, password: str) -> User:
    person = User.objects.create_user(
        account.email, password, name=account.name, latin_name=account.latin_name
    )
    members.join(
        City.objects.get(slug=account.city),
        person,
        account.role,
        department=account.department,
        post=account.post,
        actor=None,
    )
    return person


def _answer(item: Definition, edition: Edition, people: People) -> None:
    """Make one city's response, then move its sections along their stories."""
    city = City.objects.get(slug=item["city"])
    starter = _coordinator(city)
    response = start_response(city, edition, actor=starter)
    shape = edition_shape(edition)
    for section in shape.sections:
        _write(response, section, item["answers"], people)
    _assign(response, item, starter, people)
    _tell(response, shape, item["sections"], people)
    for thread in item["threads"]:
        _talk(response, thread, people)
    services = {key: Service(**said) for key, said in item["services"].items()}
    changes = {key: ServiceChange(NO_SERVICE, each) for key, each in services.items()}
    write_services(response, shape, changes, actor=starter)


def _coordinator(city: City) -> Actor:
    return Actor(User.objects.get(memberships__city=city, memberships__role=Role.COORDINATOR))


def _translate(city: City, terms: Mapping[str, str]) -> None:
    """Fill a city's glossary."""
    import_terms(city, [TermText(*each) for each in terms.items()], actor=_coordinator(city))


def _assign(response: Response, item: Definition, coordinator: Actor, people: People) -> None:
    """Give each section its department, people and a date some days from now."""
    now, today = read_assignments(response).sections, timezone.localdate()
    sections, delegations = item["sections"], item["delegations"]
    assigning.apply_changes(
        response,
        AssignmentChanges(
            {
                key: Assignment(
                    plan["department"],
                    today + timedelta(days=plan["due_in_days"]),
                    _keys(plan.get("contributors", ()), people),
                    tuple(_step(step, people) for step in plan.get("line", ())),
                    _keys(plan.get("translators", ()), people),
                    _in_days(plan.get("translation_due_in_days")),
                )
                for key, plan in sections.items()
            },
            {key: now[key].assignment.digest for key in sections},
            {
                key: DelegationTerms(
                    plan["department"],
                    today + timedelta(days=plan["due_in_days"]),
                    _keys(plan["people"], people),
                )
                for key, plan in delegations.items()
            },
            dict.fromkeys(delegations, ""),
        ),
        actor=coordinator,
    )


def _in_days(days: int | None) -> date | None:
    return timezone.localdate() + timedelta(days=days) if days else None


def _step(step: Definition, people: People) -> Step:
    consents, department = step.get("consents", False), step.get("department", "")
    return Step(step["title"], _keys(step["people"], people), consents, department)


def _keys(emails: Iterable[str], people: People) -> tuple[int, ...]:
    return tuple(people[email].pk for email in emails)


def _write(response: Response, section: SectionShape, answers: Definition, people: People) -> None:
    for question in section.questions:
        if answer := answers.get(question.key):
            author = people[answer["writer"]]
            with_files = _with_files(response, answer, author)
            for write in _writes(question, with_files, response.city.submission_language):
                drafting.save_answer(response, section, write, author=author, source=Source.DEMO)


def _with_files(response: Response, answer: Definition, author: User) -> Definition:
    """Return an answer that names the files it has by what is in them, once they are brought."""
    if "files" not in answer["parts"]:
        return answer
    rows = [_row(response, file, author) for file in answer["parts"]["files"]]
    return {**answer, "parts": {**answer["parts"], "files": rows}}


def _row(response: Response, file: Definition, author: User) -> Definition:
    content = BytesIO(demo_files.make(file["file"]))
    facts = bring(response, content, author=author, named=())
    said = {key: file[key] for key in ("caption", "alternative")}
    return {**row_of(file["file"], facts), **said}


def _writes(question: QuestionShape, answer: Definition, language: str) -> Iterator[Write]:
    """Yield an answer and its translation, which may be of what the answer said before."""
    originals = [answer["before"], answer] if "before" in answer else [answer]
    for version, said in enumerate(originals):
        yield Write(question, canonical(question, said["parts"]), base_version=version)
        if version == 0 and language and "translation" in answer:
            asked = translated(question, language)
            words = canonical(asked, answer["translation"]["parts"])
            content = placed(question, canonical(question, said["parts"]), words)
            yield Write(asked, content, base_version=0, translates=1)


def _tell(response: Response, shape: EditionShape, sections: Definition, people: People) -> None:
    """Do the actions of each section's story in order."""
    for key, plan in sections.items():
        section = shape.sections_by_key[key]
        for step in plan["story"]:
            said = read_snapshot(response).sections_by_key[key]
            # Links of another response may have failed here, which says nothing of a demo.
            failing = [each.digest for each in read_failing(response.pk, [said.as_bound])]
            move = workflow.Move(
                Action(step["action"]), step["comment"], said.digest, failing=failing
            )
            workflow.perform(move, response, section, actor=Actor(people[step["by"]]))


def _talk(response: Response, thread: Definition, people: People) -> None:
    """Have people say what they say about an answer, one after the other."""
    first, *more = thread["remarks"]
    shape = edition_shape(response.edition)
    section = next(
        each.key
        for each in shape.sections
        if thread["question"] in {question.key for question in each.questions}
    )
    place = AnswerRef(response.city.slug, response.edition.code, section, thread["question"])
    started = talking.start(
        people[first["by"]], place, Said(first["text"]), required=thread["required"]
    )
    for remark in more:
        talking.reply(people[remark["by"]], place, started.pk, Said(remark["text"]))
