"""What is said in a load: a thread on the first question of each section."""

from responses.models import Notice, Remark, Response, Thread
from responses.notice_kinds import NoticeKind

from .cast import People
from .seasons import PAUSE, Season

SAID = (("reviewer", "근거 자료의 연도를 확인해 주십시오."), ("writer1", "2021년 자료입니다."))
"""What is said of the first question of each section, and by whom."""


def talk(response: Response, people: People, season: Season, version: int) -> None:
    """Have something said in each section; where all is over, it is settled."""
    at, settler = season.written + PAUSE, people["reviewer"] if season.is_over else None
    threads = Thread.objects.bulk_create(
        Thread(
            response=response,
            question_id=section.questions[0].pk,
            resolved_at=at + PAUSE if settler else None,
            resolved_by=settler,
            started_by=people[SAID[0][0]],
            last_by=people[SAID[-1][0]],
        )
        for section in season.shape.sections
    )
    remarks = Remark.objects.bulk_create(
        Remark(thread=thread, author=people[name], text=text, version=version, created_at=at)
        for thread in threads
        for name, text in SAID
    )
    sections = {section.questions[0].pk: section.pk for section in season.shape.sections}
    told = {
        people["reviewer"].pk: ("writer1", NoticeKind.REMARKED),
        people["writer1"].pk: ("reviewer", NoticeKind.REPLIED),
    }
    Notice.objects.bulk_create(
        Notice(
            person=people[told[remark.author_id][0]],
            kind=told[remark.author_id][1],
            key=f"remark:{remark.pk}",
            response=response,
            section_id=sections[remark.thread.question_id],
            question_id=remark.thread.question_id,
            actor=remark.author,
            text=remark.text,
            created_at=at,
            mailed_at=at,
            read_at=at if season.is_over or remark.author == people["writer1"] else None,
        )
        for remark in remarks
    )
