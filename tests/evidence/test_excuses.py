"""Pages that are not what was asked for though their server says 200, and pages that seem so."""

from time import thread_time
from urllib.parse import urljoin

import pytest

from responses.domain.checks.found import Hop
from responses.evidence.excuses import excuse_of, leads_to
from responses.evidence.fetching import Fetched
from responses.evidence.judging import judge, look_at
from responses.evidence.markup import Markup
from responses.link_states import FINDINGS, Finding, LinkState
from tests.evidence.conftest import Yard
from tests.support.soft_pages import NOT_THERE, SITE, THERE, SoftPage
from tests.support.unseen_pages import UNSEEN_NOT_THERE, UNSEEN_THERE


def found(page: SoftPage) -> Finding:
    site = SITE if page in {*NOT_THERE, *THERE} else "https://www.saebyeol.go.kr"
    asked, got = f"{site}{page.asked}", urljoin(site, page.got or page.asked)
    hops = (Hop(asked, 200),) if asked == got else (Hop(asked, 302), Hop(got, 200))
    body = page.html.encode()
    return judge(asked, Fetched(hops, 200, {"content-type": "text/html"}, body)).finding


def test_what_is_not_the_page_is_told_and_why_and_nothing_else_is() -> None:
    """Recall and precision are 1 over all tables; none of them counts as failing."""
    assert (len(NOT_THERE), len(THERE)) == (85, 59)
    assert (len(UNSEEN_NOT_THERE), len(UNSEEN_THERE)) == (182, 117)
    for page in (*NOT_THERE, *THERE, *UNSEEN_NOT_THERE, *UNSEEN_THERE):
        assert found(page) == page.finding, page.html
    states = {FINDINGS[page.finding] for page in (*NOT_THERE, *UNSEEN_NOT_THERE)}
    assert states == {LinkState.SUSPECTED, LinkState.GUARDED}


@pytest.mark.parametrize("headers", [{"content-type": "text/html"}, {"content-length": "0"}])
def test_a_page_without_anything_is_to_be_looked_at(headers: dict[str, str]) -> None:
    url = f"{SITE}/a.do"
    assert judge(url, Fetched((Hop(url, 200),), 200, headers)).finding is Finding.EMPTY
    # Of what was not read nobody knows; a file is known by what its server says of it.
    assert judge(url, Fetched((Hop(url, 200),), 200, headers, is_cut=True)).finding == "works"
    pdf = {**headers, "content-type": "application/pdf"}
    assert judge(url, Fetched((Hop(url, 200),), 200, pdf)).finding == "works"


@pytest.mark.parametrize("page", [NOT_THERE[5], NOT_THERE[22], NOT_THERE[36], THERE[1], THERE[24]])
def test_pages_of_a_server_are_judged_so(page: SoftPage, yard: Yard) -> None:
    yard.farm.plays["/board"] = lambda talk: talk.say("200 OK", page.html.encode("euc-kr"))
    assert look_at(yard.url(page.asked[1:]), yard.asking).finding == page.finding


@pytest.mark.parametrize(
    ("html", "to"),
    [
        ("<meta http-equiv=refresh content=0;url=/a>", "/a"),
        ("<META content='2; URL=/a?b=1&amp;c=2' HTTP-EQUIV='Refresh'>", "/a?b=1&c=2"),
        ("<meta http-equiv=refresh content='60;url=/a'>", ""),
        ("<meta http-equiv=refresh content='5'>", ""),
        ("<meta name=refresh content='0;url=/a'>", ""),
        ("<script>location.href='/a'</script>", "/a"),
        ("<script>if (x) location.href='/a'</script>", ""),
        ("<script>function f() { location.href='/a' }</script>", ""),
        ("<script>setTimeout(function () { location.href='/a' }, 0)</script>", "/a"),
        ("<form action=/a></form><script>document.forms[0].submit()</script>", "/a"),
        ("<form action=/a></form><script>function f(){x.submit()}</script>", ""),
        ("<form action=/a></form><form action=/b></form><script>x.submit()</script>", ""),
        ("<script>" + "x();" * 200 + "location.href='/a'</script>", ""),
    ],
)
def test_where_a_page_sends_its_readers_is_known(html: str, to: str) -> None:
    assert leads_to("", html) == to


@pytest.mark.parametrize(
    "piece",
    [
        *("<meta ", "<meta http-equiv=refresh content=", "<script>", "<script ", "alert('"),
        *("location.href=", "페이지 ", "서비스 ", "<input ", "\\u", "<meta http-equiv=refresh >"),
    ],
)
def test_no_page_makes_it_slow(piece: str) -> None:
    source = (piece * 200_000)[:500_000]
    begun = thread_time()
    for own in (source[:140], source[:690], source):
        excuse_of([source[:300]] * 6, Markup(own=own, pictured=[source[:300]] * 20), source)
    leads_to("", source)
    assert thread_time() - begun < 1
