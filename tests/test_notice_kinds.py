from responses.notice_kinds import NOTICES, REMINDERS, NoticeKind


def test_of_reminders_the_nearest_due_comes_first() -> None:
    assert [*REMINDERS] == [NoticeKind.OVERDUE, NoticeKind.DUE_TOMORROW, NoticeKind.DUE_IN_WEEK]
    assert [*REMINDERS.values()] == sorted(REMINDERS.values())
    assert {NOTICES[kind].page for kind in REMINDERS} == {""}
