from django.utils import timezone


def test_a_test_begins_at_noon_of_the_day() -> None:
    now = timezone.localtime()
    assert (now.hour, now.minute, timezone.localdate()) == (12, 0, now.date())
