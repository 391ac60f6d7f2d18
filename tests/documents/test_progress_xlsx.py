from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone, translation
from openpyxl import Workbook, load_workbook

from responses.documents.progress_xlsx import workbook
from responses.domain.auditing import Actor
from responses.domain.progress.progress import Progress, ProgressFilter
from responses.domain.progress.reading import read_progress
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Role, State
from responses.models import City, Response, SectionWork, User
from tests.support.factories import assign, delegate, make_member, shape_of, write

pytestmark = pytest.mark.django_db

DUE, DAY = date(2030, 5, 1), timedelta(days=1)
LINKS = [{"label": "One", "url": "https://one.example/"}]


@pytest.fixture(autouse=True, params=["en"])
def language(request: pytest.FixtureRequest) -> Any:
    with translation.override(request.param):
        yield request.param


def read(response: Response) -> Progress:
    """Return the progress as another request would read it."""
    fresh = Response.objects.select_related("city", "edition").get(pk=response.pk)
    return read_progress(fresh, read_snapshot(fresh))


def midnight(day: date) -> datetime:
    """Return a day as a spreadsheet gives it back."""
    return datetime.combine(day, time())


def opened(response: Response, asked: ProgressFilter | None = None) -> Workbook:
    return load_workbook(BytesIO(workbook(read(response), asked or ProgressFilter())))


def rows(book: Workbook, title: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by their headings."""
    head, *rest = book[title].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rest]


def set_work(response: Response, key: str, **fields: Any) -> None:
    SectionWork.objects.filter(response=response, section__key=key).update(**fields)


def test_workbook_tells_of_each_section(response: Response, writer: User) -> None:
    kim = make_member(response.city, Role.CONTRIBUTOR, "김민지")
    set_work(response, "alpha", department="정책과", due_on=DUE)
    assign(response, "alpha", kim, writer)
    write(response, "a-2", kim, text="○ 하나", links=LINKS)
    perform(Move(Action.SEND), response, shape_of(response).sections[0], actor=Actor(writer))
    [alpha, beta] = rows(opened(response), "Sections")
    at = timezone.make_naive(read(response).sections[0].section.state_since).replace(microsecond=0)
    changed_at = alpha.pop("Last change")
    assert isinstance(changed_at, datetime)
    assert alpha == {
        "Number": "A",
        "Section": "Alpha",
        "Department": "정책과",
        "Contributors": "Writer, 김민지",
        "State": "In review",
        "State changed on": at,
        "Signed": 0,
        "Total steps": 1,
        "Waiting for": "a reviewer",
        "Answered": 1,
        "Questions": 2,
        "Links": 1,
        "Files": 0,
        "Open threads": 0,
        "Of these, must be resolved before sealing": 0,
        "Due on": midnight(DUE),
        "Days late": 0,
        "Changed by": "김민지",
    }
    assert beta["Contributors"] == "No writer assigned"
    assert (beta["Department"], beta["Due on"], beta["Last change"], beta["Changed by"]) == (
        None,
    ) * 4


def test_workbook_names_whom_a_section_waits_for(response: Response, writer: User) -> None:
    head = make_member(response.city, Role.REVIEWER, "Kim Minji")
    step = {"title": "과장", "people": [head.pk], "consents": False, "department": ""}
    set_work(response, "beta", approval_line=[step])
    perform(Move(Action.SEND), response, shape_of(response).sections[1], actor=Actor(writer))
    assert rows(opened(response), "Sections")[1]["Waiting for"] == "과장 Kim Minji"


def test_workbook_tells_of_each_question(response: Response, writer: User) -> None:
    set_work(response, "alpha", due_on=DUE)
    delegate(response, "a-1", writer, department="통계과", due_on=DUE - 9 * DAY)
    write(response, "a-2", writer, text="○ 하나")
    write(response, "a-2", writer, text="○ 둘")
    write(response, "b-1", writer, text="○ 셋")
    found = rows(opened(response), "Questions")
    names = (
        "Number",
        "Answer",
        "Version",
        "Links",
        "Changed by",
        "Delegated to",
        "People",
        "Due on",
    )
    assert [tuple(row[name] for name in names) for row in found] == [
        ("A.1", "Not answered", 0, 0, None, "통계과", "Writer", midnight(DUE - 9 * DAY)),
        ("A.2", "Partly answered", 2, 0, "Writer", None, None, midnight(DUE)),
        ("B.1", "Answered", 1, 0, "Writer", None, None, None),
    ]
    assert found[0]["Question"] == "Everything"
    assert isinstance(found[1]["Last change"], datetime)


def test_workbook_has_the_burn_up_day_by_day(response: Response, writer: User) -> None:
    today = timezone.localdate()
    Response.objects.update(created_at=timezone.now() - 2 * DAY)
    set_work(response, "alpha", due_on=today + 9 * DAY)
    write(response, "b-1", writer, text="○ 하나")
    found = [tuple(row.values()) for row in rows(opened(response), "Burn-up")]
    days = [midnight(today + number * DAY) for number in (-2, -1, 0, 9)]
    assert found == [
        (days[0], 0, 0),
        (days[1], 0, 0),
        (days[2], 1, 0),
        (days[3], None, 2),
    ]


def test_workbook_has_what_is_asked_for_and_the_burn_up_of_all(
    response: Response, writer: User
) -> None:
    set_work(response, "beta", department="Law")
    delegate(response, "a-2", department="Law")
    write(response, "b-1", writer, text="○ 하나")
    book = opened(response, ProgressFilter(department="Law"))
    assert [row["Number"] for row in rows(book, "Sections")] == ["B"]
    assert [row["Number"] for row in rows(book, "Questions")] == ["A.2", "B.1"]
    assert rows(book, "Burn-up")[-1]["Answered"] == 1
    assert rows(opened(response, ProgressFilter(state=State.APPROVED)), "Sections") == []


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "#N/A", "2030-05-01", "1", "\tx", "a\x0bb"]
)
def test_text_stays_text(response: Response, text: str) -> None:
    set_work(response, "alpha", department=text)
    cell = opened(response)["Sections"]["C2"]
    assert (cell.data_type, cell.value) == ("s", text.replace("\x0b", ""))
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "＝", "\t"))


def test_sheets_are_ready_for_use(response: Response) -> None:
    set_work(response, "alpha", due_on=DUE)
    book = opened(response)
    assert book.sheetnames == ["Sections", "Questions", "Burn-up"]
    assert [sheet.freeze_panes for sheet in book] == ["A2"] * 3
    assert [sheet.auto_filter.ref for sheet in book] == ["A1:S3", "A1:L4", "A1:C3"]
    assert all(cell.font.b for sheet in book for cell in sheet[1])
    assert book["Sections"]["P2"].number_format == "yyyy-mm-dd"
    assert book["Sections"]["F2"].number_format == "yyyy-mm-dd hh:mm"
    # As spreadsheet programs say that forty characters fit.
    assert book["Sections"].column_dimensions["B"].width == 40.7109375


def test_workbook_speaks_the_readers_language(response: Response) -> None:
    with translation.override("ko"):
        book = opened(response)
    assert book.worksheets[0]["B2"].value == "Alpha (한국어)"
    assert book.worksheets[0]["E2"].value == "작성 전"


def test_workbook_says_of_a_section_that_is_begun_that_it_is_being_written(
    response: Response, writer: User
) -> None:
    assert opened(response)["Sections"]["E2"].value == "Not begun"
    write(response, "a-1", writer, text="Text")
    assert opened(response)["Sections"]["E2"].value == "Writing"


def test_equal_progress_gives_equal_bytes(response: Response, writer: User) -> None:
    write(response, "b-1", writer, text="○ 하나")
    progress = read(response)
    first = workbook(progress, ProgressFilter())
    assert workbook(read(response), ProgressFilter()) == first
    properties = load_workbook(BytesIO(first)).properties
    changed_at = progress.snapshot.changed_at.replace(tzinfo=None, microsecond=0)
    assert (properties.created, properties.modified) == (changed_at, changed_at)
    assert (properties.creator, properties.title) == ("LGQ Desk", "Springfield · Test")


def test_workbook_of_a_city_with_a_strange_name_opens(response: Response) -> None:
    City.objects.update(name={"en": "=City <&>", "ko": "도시"})
    assert opened(response).properties.title == "=City <&> · Test"


def test_workbook_tells_what_is_translated(response: Response, writer: User) -> None:
    write(response, "a-2", writer, text="○ 하나", links=LINKS)
    assert "Translation" not in rows(opened(response), "Questions")[0]
    City.objects.update(submission_language="ko", language="en")
    assert [
        (each["Answers with text"], each["Of these, translated"])
        for each in rows(opened(response), "Sections")
    ] == [
        (1, 0),
        (0, 0),
    ]
    assert [each["Translation"] for each in rows(opened(response), "Questions")] == [
        "Original not answered yet",
        "Not translated",
        "Original not answered yet",
    ]
