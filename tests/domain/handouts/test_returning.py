from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from responses.documents.handouts import handout_file
from responses.domain.auditing import Actor
from responses.domain.handouts.returners import returners
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, AuditKind, Became, HandoutFormat, Refusal, Role, Source
from responses.models import Answer, AuditRecord, RefusedText, Response, Return, Revision, User
from tests.support.factories import find, make_member, write
from tests.support.handouts import (
    became,
    fill_xlsx,
    filled,
    give_back,
    make_handout,
    write_beside,
)

pytestmark = pytest.mark.django_db


def text_of(key: str) -> str:
    return str(Answer.objects.get(question__key=key).content["parts"]["text"])


def test_what_the_file_changed_is_taken_over(
    response: Response, coordinator: User, writer: User
) -> None:
    write(response, "b-1", writer, text="one\ntwo")
    handout = make_handout(response, coordinator, "a-2", "b-1")
    returned = give_back(handout, filled(handout, b_1="one\ntwo\nthree"))
    assert became(returned) == {"a-2": Became.SAME, "b-1": Became.WRITTEN}
    assert text_of("b-1") == "one\ntwo\nthree"
    revision = Revision.objects.get(version=2)
    assert (revision.source, revision.author) == (Source.HANDOUT, coordinator)
    assert returners(response.pk, "b-1", [1, 2]) == {2: "Kim Roads"}
    record = AuditRecord.objects.get(kind=AuditKind.RETURNED)
    assert (record.person, record.subject) == (None, "test-2030 · Kim Roads · filled.xlsx")
    handed = AuditRecord.objects.get(kind=AuditKind.HANDED_OUT)
    assert (handed.person, handed.subject) == (coordinator, "test-2030 · Roads · A.2, B.1")


@pytest.mark.parametrize("form", HandoutFormat.values)
def test_blanks_before_lines_come_back(
    form: str, response: Response, coordinator: User, writer: User
) -> None:
    text = "앞\n ○ 둘째\n\n\n   - 셋째\n\t※ 넷째"
    write(response, "b-1", writer, text=text)
    handout = make_handout(response, coordinator, "b-1", form=form)
    give_back(handout, filled(handout, b_1=text.replace("셋째", "바뀜")))
    assert text_of("b-1") == text.replace("셋째", "바뀜")


def test_changes_on_both_sides_merge(response: Response, coordinator: User, writer: User) -> None:
    write(response, "b-1", writer, text="one\ntwo\nthree")
    handout = make_handout(response, coordinator, "b-1")
    write(response, "b-1", writer, text="ONE here\ntwo\nthree")
    returned = give_back(handout, filled(handout, b_1="one\ntwo\nTHREE there"))
    assert became(returned) == {"b-1": Became.MERGED}
    assert text_of("b-1") == "ONE here\ntwo\nTHREE there"
    assert not RefusedText.objects.exists()


@pytest.mark.parametrize(
    ("held", "now", "came"),
    [
        ("one", "ONE", "two"),
        ("one", "one here", "one there"),
        ("one", "one\nhere", "one\nthere"),
        ("", "here", "there"),
    ],
)
def test_what_both_changed_or_wrote_is_kept_for_the_coordinator(
    *, held: str, now: str, came: str, response: Response, coordinator: User, writer: User
) -> None:
    if held:
        write(response, "b-1", writer, text=held)
    handout = make_handout(response, coordinator, "b-1")
    write(response, "b-1", writer, text=now)
    returned = give_back(handout, filled(handout, b_1=came))
    assert became(returned) == {"b-1": Became.CONFLICT}
    assert text_of("b-1") == now
    kept = RefusedText.objects.get()
    base = 1 if held else 0
    assert (kept.author, kept.base_version, kept.refusal) == (coordinator, base, Refusal.STALE)
    assert kept.content == {"parts": {"text": came}}


def test_the_answer_of_a_section_that_was_sent_stays(
    response: Response, coordinator: User, writer: User
) -> None:
    write(response, "b-1", writer, text="one")
    handout = make_handout(response, coordinator, "b-1")
    perform(Move(Action.SEND), response, find(response, "b-1")[0], actor=Actor(writer))
    returned = give_back(handout, filled(handout, b_1="one there"))
    assert became(returned) == {"b-1": Became.CLOSED}
    assert text_of("b-1") == "one"
    assert RefusedText.objects.get().refusal == Refusal.CLOSED


def test_the_same_again_changes_nothing(
    response: Response, coordinator: User, writer: User
) -> None:
    write(response, "b-1", writer, text="one")
    handout = make_handout(response, coordinator, "b-1")
    content = filled(handout, b_1="one there")
    first = give_back(handout, content)
    write(response, "b-1", writer, text="one, written anew")
    assert give_back(handout, content) == first
    # The same answers in another file, saved once more by another program.
    book = load_workbook(BytesIO(content))
    book.properties.title = "Saved once more"
    book.save(made := BytesIO())
    again = give_back(handout, made.getvalue())
    assert became(again) == {"b-1": Became.SAME}
    assert text_of("b-1") == "one, written anew"
    assert (Revision.objects.count(), RefusedText.objects.count()) == (3, 0)


def test_what_a_colleague_left_as_it_was_stays(response: Response, coordinator: User) -> None:
    """Two people of a department fill in the same file each for themselves."""
    handout = make_handout(response, coordinator, "a-2", "b-1")
    give_back(handout, filled(handout, a_2="by one"))
    give_back(handout, filled(handout, b_1="by another"))
    assert (text_of("a-2"), text_of("b-1")) == ("by one", "by another")


def test_who_handed_it_out_may_be_gone(response: Response, coordinator: User) -> None:
    handout = make_handout(response, coordinator, "b-1")
    coordinator.memberships.all().delete()
    give_back(handout, filled(handout, b_1="there"))
    assert Revision.objects.get().author.name == "Starter"


def test_without_a_coordinator_it_waits(response: Response, coordinator: User) -> None:
    handout = make_handout(response, coordinator, "b-1")
    User.objects.update(is_active=False)
    content = filled(handout, b_1="there")
    returned = give_back(handout, content)
    assert (returned.read_at, Revision.objects.count()) == (None, 0)
    make_member(response.city, Role.COORDINATOR)
    give_back(handout, content)
    assert Return.objects.get().read_at is not None
    assert text_of("b-1") == "there"


def test_a_file_of_another_handout_is_refused(response: Response, coordinator: User) -> None:
    handout, other = (make_handout(response, coordinator, "b-1") for _ in range(2))
    returned = give_back(handout, filled(other, b_1="there"))
    assert returned.refusal == (
        "This file belongs to another handout. Choose the file that was handed out here."
    )
    assert not Answer.objects.exists()


def test_a_file_without_its_tags_is_read_as_any_other(
    response: Response, coordinator: User
) -> None:
    handout = make_handout(response, coordinator, "b-1")
    text = "B. Beta\nB.1 Only text\n○ written anew\n"
    returned = give_back(handout, text.encode(), name="filled.txt")
    assert became(returned) == {"b-1": Became.WRITTEN}
    assert text_of("b-1") == "○ written anew"


def test_what_no_answer_takes_is_told(response: Response, coordinator: User) -> None:
    handout = make_handout(response, coordinator, "a-1")
    content = fill_xlsx(handout_file(handout), {"a-1.percentage": "about half"})
    returned = give_back(handout, content)
    assert returned.answers["a-1"]["left"] == ["about half"]
    assert not Answer.objects.exists()


def test_what_is_no_address_makes_no_link(
    response: Response, coordinator: User, writer: User
) -> None:
    before = {"label": "", "url": "미정"}
    write(response, "a-2", writer, links=[before])
    handout = make_handout(response, coordinator, "a-2")
    texts = {
        "a-2.links.2-url": "없음",
        "a-2.links.3-label": "누리집",
        "a-2.links.3-url": "www.a.kr",
    }
    returned = give_back(handout, fill_xlsx(handout_file(handout), texts))
    assert returned.answers["a-2"]["left"] == ["없음"]
    # What was there before is not the file's to take away.
    links = [before, {"label": "누리집", "url": "www.a.kr"}]
    assert Answer.objects.get().content["parts"]["links"] == links


@pytest.mark.parametrize("form", HandoutFormat.values)
def test_line_that_was_written_outside_the_fields_is_told(
    form: str, response: Response, coordinator: User
) -> None:
    handout = make_handout(response, coordinator, "a-1", "b-1", form=form)
    content = filled(handout, b_1="one\ntwo")
    assert give_back(handout, content).answers["b-1"]["others"] == []
    beside = write_beside(content, form, "b-1.text", "* 담당:  박주무관")
    returned = give_back(handout, beside, name="again")
    assert returned.answers["b-1"]["others"] == ["* 담당: 박주무관"]
    assert returned.answers["a-1"]["others"] == []
    assert text_of("b-1") == "one\ntwo"


def test_the_file_tells_the_same_whenever_it_is_made(
    response: Response, coordinator: User, writer: User
) -> None:
    write(response, "b-1", writer, text="=1+1\n_x0041_  \n\t- tab")
    handout = make_handout(response, coordinator, "b-1")
    before = handout_file(handout)
    write(response, "b-1", writer, text="changed")
    handout.refresh_from_db()
    assert handout_file(handout) == before
    assert became(give_back(handout, before)) == {"b-1": Became.SAME}
    assert handout.due_on == timezone.localdate() + timedelta(days=7)
