from responses.domain.content.content import canonical
from responses.domain.content.replacing import replaced
from tests.documents.snapshots import make_question

QUESTION = make_question("a-1", "text", "links", "yes_no")


def test_addresses_are_replaced_whole_in_links_and_texts_and_nothing_else_is() -> None:
    parts = {
        "yes-no": "yes",
        "text": "○ (http://a.kr/1)와 http://a.kr/12, http://a.kr/1를 봄",
        "links": [
            {"label": "A", "url": "http://a.kr/1"},
            {"label": "http://a.kr/1", "url": "http://a.kr/12"},
            {"label": "", "url": "[나라](http://c.kr)"},
        ],
    }
    found = replaced(
        QUESTION,
        canonical(QUESTION, parts),
        {"http://a.kr/1": "https://a.kr/neu", "[나라](http://c.kr)": "http://c.kr"},
    )
    assert found.to_json()["parts"] == {
        "yes-no": "yes",
        "text": "○ (https://a.kr/neu)와 http://a.kr/12, https://a.kr/neu를 봄",
        "links": [
            {"label": "A", "url": "https://a.kr/neu"},
            {"label": "http://a.kr/1", "url": "http://a.kr/12"},
            {"label": "나라", "url": "http://c.kr"},
        ],
    }
