from responses.forms.answer.kinds.contact import ENTRY as CONTACT
from responses.forms.answer.kinds.links import ENTRY as LINKS
from responses.forms.answer.kinds.text import ENTRY as TEXT
from responses.forms.answer.rows import TypedRows

NAME = "q-a--links"


def test_links_entry_reads_rows_in_the_order_of_their_numbers() -> None:
    data = {
        f"{NAME}--10--url": "c.kr",
        f"{NAME}--2--url": "b.kr",
        f"{NAME}--2--label": "B",
        f"{NAME}--0--label": "A",
        f"{NAME}--x--url": "no row",
        f"{NAME}-2--0--url": "another list",
    }

    assert LINKS.sent(data, NAME) == TypedRows(
        [{"label": "A", "url": ""}, {"label": "B", "url": "b.kr"}, {"label": "", "url": "c.kr"}]
    )


def test_links_entry_puts_pasted_links_after_the_rows_and_drops_empty_ones() -> None:
    data = {
        f"{NAME}--0--url": "a.kr",
        f"{NAME}--1--url": "",
        f"{NAME}--paste": "B: b.kr\n\nleft over",
    }

    assert LINKS.sent(data, NAME) == TypedRows(
        [{"label": "", "url": "a.kr"}, {"label": "B", "url": "b.kr"}], "left over"
    )


def test_links_entry_keeps_empty_rows_while_nothing_is_pasted() -> None:
    data = {f"{NAME}--0--url": "", f"{NAME}--0--label": ""}

    assert LINKS.sent(data, NAME).rows == [{"label": "", "url": ""}]


def test_contact_entry_reads_its_four_lines() -> None:
    data = {"c--name": "Kim", "c--email": "kim@city.example", "c--other": "x"}

    assert CONTACT.sent(data, "c") == {
        "name": "Kim",
        "title": "",
        "agency": "",
        "email": "kim@city.example",
    }


def test_text_entry_reads_the_line_ends_of_browsers_as_newlines() -> None:
    data = {"t": "\r\n a\r\nb\rc\n"}

    assert TEXT.sent(data, "t") == "\n a\nb\rc\n"
