import pytest

from responses.evidence.markup import read_markup


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>하나</p><p>둘</p>", "하나 둘"),
        ("서<b>울</b>시", "서울시"),
        ("a < b <b>c</b>", "a < b c"),
        ("<!doctype html><?xml x?>a", "a"),
        ("<script>if (a<b) x('</p>')</script>b", "b"),
        ("<script>never ended", ""),
        ("<!-- a --><p>b<!-- <p>c", "b"),
        ("<SCRIPT>x</Script >y", "y"),
        ("a<br>b<br/>c", "a b c"),
        ("<custom-tag>a</custom-tag>", "a"),
        ("&lt;b&gt; &nbsp; &#44032;", "<b> 가"),
        ("", ""),
    ],
)
def test_the_text_of_a_page_is_what_is_shown(source: str, words: str) -> None:
    assert read_markup(source).words == words


def test_titles_and_headings_are_apart() -> None:
    found = read_markup("<title>가 <b>나</title><h1>다 <a>라</a></h1><h4>마</h4><h2>바<h3>사</h3>")
    assert (found.title, found.headings) == ("가 나", ["다 라", "바", "사"])
