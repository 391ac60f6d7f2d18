import pytest

from responses.domain.checks.found import Hop, led_to

HTTP, HTTPS, NEW = "http://a.kr/x", "https://a.kr/x", "https://b.kr/y"


@pytest.mark.parametrize(
    ("hops", "to"),
    [
        ([], ""),
        ([(HTTP, 200)], ""),
        ([(HTTP, 301), (NEW, 200)], NEW),
        ([(HTTP, 308), (HTTPS, 301), (NEW, 200)], NEW),
        ([(HTTP, 301), (NEW, 302), ("https://b.kr/now", 200)], NEW),
        ([(HTTP, 302), (NEW, 200)], ""),
        ([(HTTP, 302), (HTTPS, 200)], HTTPS),
        ([(HTTP, 302), (HTTPS, 302), (NEW, 200)], HTTPS),
        ([(HTTPS, 302), (HTTPS, 200)], ""),
        ([(HTTP, 301)], ""),
    ],
)
def test_a_link_should_have_where_it_was_led_for_good_or_the_same_by_https(
    hops: list[tuple[str, int]], to: str
) -> None:
    assert led_to([Hop(*each) for each in hops]) == to
