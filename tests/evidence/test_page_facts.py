from time import thread_time

import pytest

from responses.evidence.excuse_words import Excuse
from responses.evidence.page_facts import PageFacts, read_page
from tests.support.plays import PAGE

MISSING = [
    "<title>페이지를 찾을 수 없습니다</title>",
    "<title>404</title>",
    "<title>404 Not Found</title>",
    "<title>Not Found</title>",
    "<title>Page not found | Seoul</title>",
    "<title>서울시</title><h2>요청하신 페이지를 찾을 수 없습니다.</h2>",
    "<title>서울시</title><p>존재하지 않는 페이지입니다. 주소를 확인해 주세요.",
    "<title>서울시</title><p>요청하신 게시물이 삭제되었거나 존재하지 않습니다.",
    "<title>안내</title><p>잘못된 주소이거나 페이지가 변경되었거나 삭제되었습니다.",
    "<title>Seoul</title><p>The page you requested could not be found.",
    "<title>Seoul</title><p>Sorry, this content is no longer available.",
    "<title>Oops</title><h1>HTTP Error 404</h1>",
    "<script>alert('존재하지 않는 게시물입니다.'); history.back();</script>",
    '<script>alert("페이지를 찾을 수 없습니다.");location.href="/";</script><noscript>x</noscript>',
    "<title>에러</title><p>오류 404 ",
]
THERE = [
    "<title>예산 공개</title><p>2022년 예산을 공개합니다.",
    "<title>분실물을 찾을 수 없을 때</title><p>분실물 안내입니다.",
    "<title>404번 버스 노선 안내</title><p>404번 버스가 갑니다.",
    "<title>Lost and found</title><p>What was not found is kept for a year.",
    "<title>개인정보</title><p>"
    + "시민의 권리를 안내합니다. " * 60
    + "요청하신 문서를 찾을 수 없습니다.",
    "<title>Open data</title><p>" + "Data of the city. " * 60 + "A file that is not available.",
    "<title>서울시</title><script>alert('환영합니다')</script>",
    "<title>서울시</title><p>" + "글 " * 99 + "<script>if(x){alert('없는 페이지입니다')}</script>",
    "",
    "<title></title>",
]


@pytest.mark.parametrize("html", MISSING)
def test_a_page_that_says_that_it_is_none_is_known(html: str) -> None:
    assert read_page(html.encode(), "text/html").excuse is Excuse.MISSING


@pytest.mark.parametrize("html", THERE)
def test_a_page_of_something_else_is_one(html: str) -> None:
    assert read_page(html.encode(), "text/html; charset=utf-8").excuse is None


@pytest.mark.parametrize(
    ("body", "type_", "charset", "title"),
    [
        (PAGE.encode(), "text/html", "utf-8", "서울시"),
        (PAGE.encode(), "text/html; charset=UTF-8", "utf-8", "서울시"),
        (PAGE.encode("cp949"), "text/html;charset=EUC-KR", "euc-kr", "서울시"),
        (PAGE.encode("cp949"), "text/html; charset='ks_c_5601-1987'", "ks_c_5601-1987", "서울시"),
        (b'<meta charset="euc-kr">' + PAGE.encode("cp949"), "text/html", "euc-kr", "서울시"),
        (PAGE.encode("cp949"), "text/html", "euc-kr", "서울시"),
        (PAGE.encode("utf-16"), "text/html", "utf-16le", "서울시"),
        (b"\xef\xbb\xbf" + PAGE.encode(), "text/html; charset=euc-kr", "utf-8", "서울시"),
        (PAGE.encode(), "text/html; charset=zip_codec", "zip_codec", "서울시"),
        (PAGE.encode(), "text/html; charset=rot13", "rot13", "서울시"),
        (
            "<title>똠방각하</title>".encode("cp949"),
            "text/html; charset=euc-kr",
            "euc-kr",
            "똠방각하",
        ),
        (PAGE.encode()[:28], "text/html", "utf-8", "서울"),
        (b"\xff\xff<title>a\0b</title>", "text/html; charset=utf-8", "utf-8", "ab"),
        (
            b"<title>&#99999999999; &#xD800; &amp;</title>",
            "text/html",
            "utf-8",
            "; \ufffd &",
        ),
        ("<title>서울\u200b\u202e시\n\t 청</title>".encode(), "", "utf-8", "서울시 청"),
        (b"<svg><title>x</title></svg><title>y</title>", "text/html", "utf-8", "y"),
    ],
)
def test_pages_are_read_as_they_are_written(
    body: bytes, type_: str, charset: str, title: str
) -> None:
    found = read_page(body, type_)
    assert (found.charset, found.title) == (charset, title)


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang=ko>", "ko"),
        ('<!DOCTYPE html><HTML dir="ltr" lang="en-US">', "en-US"),
        ('<html lang="">', ""),
        ("<html lang='ko\"><script>'>", "ko"),
        (f"<html lang={'a' * 5000}>", ""),
        ("<p lang=en>", ""),
    ],
)
def test_the_language_is_that_of_the_page(html: str, language: str) -> None:
    assert read_page(html.encode(), "text/html").language == language


def test_the_digest_is_of_what_people_read() -> None:
    """A token in a form, a new script or another order of attributes is no change."""

    def digest_of(html: str) -> str:
        return read_page(html.encode(), "text/html").digest

    page = digest_of("<title>a</title><p class=x>예산 <b>2022</b></p><script>1</script>")
    assert digest_of("<title>b</title><p id=y>예산  <i>2022</i></p><script>2</script>") == page
    assert digest_of("<p>예산<!-- 3 > 2 --> 2022<input type=hidden value=token>") == page
    assert digest_of("<p>예산 2023") != page
    assert digest_of("<p>예산 <style>p { x }</style>2022") == page
    assert digest_of("<p>예산 1 < 2") != digest_of("<p>예산 1")


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<",
            "<a ",
            "<!--",
            "<title>",
            "<h1>",
            "<script>",
            "<div>",
            "<table><tr><td>",
            "&#9",
            "&amp",
        ),
        *(
            "<a href='",
            "<b><i>",
            "</",
            "<!",
            "<?",
            "<svg><title>",
            "<a " + "b=c " * 300 + ">",
            "-->",
        ),
        *("<meta charset=", "가\u0301", "&#x" + "f" * 999, "<html lang=", "alert('", "페이지 "),
    ],
)
def test_however_a_page_is_made_it_is_read_at_once(piece: str) -> None:
    body = (piece * (128 * 1024 // len(piece.encode()))).encode()
    begun = thread_time()
    assert isinstance(read_page(body, "text/html"), PageFacts)
    assert thread_time() - begun < 1
