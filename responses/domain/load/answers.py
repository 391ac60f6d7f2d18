"""What a load has of answers: each version of them and of their translations, and files."""

from collections.abc import Mapping
from io import BytesIO

from responses.domain.content.content import Content
from responses.domain.content.kinds import KINDS
from responses.domain.content.kinds.files import row_of
from responses.domain.files.storing import bring
from responses.enums import Source
from responses.models import Answer, Response, Revision, User

from .cast import People
from .seasons import PAUSE, WRITING, Season, in_language, said, texts_of

A_TRANSLATION = 3
"""How many versions of an answer come to one of its translation."""
PLAN = ("plan.pdf", b"%PDF-1.7\n".ljust(4096, b"\n") + b"%%EOF\n")
"""A file that all cities with files have; another one is each city's own."""


def with_files(
    response: Response, author: User, season: Season, contents: Mapping[str, Content]
) -> Mapping[str, Content]:
    """Return what each question is answered, with two files wherever some are asked for."""
    own = f"구분,값\n{response.city.slug},{season.shape.code}\n".encode()
    rows = [
        row_of(name, bring(response, BytesIO(content), author=author, named=()))
        | {"caption": "시민 참여 현황", "alternative": ""}
        for name, content in (PLAN, ("figures.csv", own))
    ]
    return {
        key: Content(
            {
                **contents[key].parts,
                **{part.key: rows for part in question.parts if KINDS[part.kind].takes_files},
            }
        )
        for key, question in season.shape.questions_by_key.items()
    }


def write(
    response: Response,
    people: People,
    season: Season,
    contents: Mapping[str, Content],
    last: int,
) -> None:
    """Have the writers take turns: a round of all answers after the other, evenly over the time."""
    questions = list(season.shape.questions_by_key.values())
    apart = WRITING / (last * len(questions))
    writers = people["writer1"], people["writer2"]
    rounds = [
        [
            Revision(
                version=version,
                content=said(question, contents[question.key], version, last).to_json(),
                author=writers[(version + place) % 2],
                source=Source.AUTOSAVE,
                created_at=season.start + apart * ((version - 1) * len(questions) + place),
            )
            for place, question in enumerate(questions)
        ]
        for version in range(1, last + 1)
    ]
    answers = Answer.objects.bulk_create(
        Answer(
            response=response,
            question_id=question.pk,
            version=last,
            # Each version of a text has another last line.
            words_version=last if texts_of(question, contents[question.key]) else 0,
            content=newest.content,
            updated_at=newest.created_at,
            updated_by=newest.author,
        )
        for question, newest in zip(questions, rounds[-1], strict=True)
    )
    for each in rounds:
        for revision, answer in zip(each, answers, strict=True):
            revision.answer = answer
    Revision.objects.bulk_create(revision for each in rounds for revision in each)


def translate(
    response: Response, author: User, season: Season, contents: Mapping[str, Content], last: int
) -> None:
    """Have all words translated, each third version; every other answer is behind by one."""
    number, into = max(1, last // A_TRANSLATION), response.city.submission_language
    rounds: dict[int, list[Revision]] = {}
    for place, question in enumerate(season.shape.questions_by_key.values()):
        content = in_language(question, contents[question.key], into)
        if not content:
            continue
        rounds[question.pk] = [
            Revision(
                version=version,
                content=said(question, content, version, number).to_json(),
                translates=min(last, A_TRANSLATION * version) - place % 2,
                author=author,
                source=Source.AUTOSAVE,
                created_at=season.written + PAUSE * version / (number + 1),
            )
            for version in range(1, number + 1)
        ]
    answers = Answer.objects.bulk_create(
        Answer(
            response=response,
            question_id=question,
            language=into,
            version=number,
            translates=own[-1].translates,
            content=own[-1].content,
            updated_at=own[-1].created_at,
            updated_by=author,
        )
        for question, own in rounds.items()
    )
    for answer in answers:
        for revision in rounds[answer.question_id]:
            revision.answer = answer
    # In the order of their times, as the chain expects it.
    in_turn = zip(*rounds.values(), strict=True)
    Revision.objects.bulk_create(each for one in in_turn for each in one)
