from responses.domain.content.content import LinkValue
from responses.forms.widgets import ContactWidget, LinksInput, LinksWidget, TextWidget

NAME = "q-a--links"


def test_links_widget_reads_rows_in_the_order_of_their_numbers() -> None:
    data = {
        f"{NAME}--10--url": "c.kr",
        f"{NAME}--2--url": "b.kr",
        f"{NAME}--2--label": "B",
        f"{NAME}--0--label": "A",
        f"{NAME}--x--url": "no row",
        f"{NAME}-2--0--url": "another list",
    }

    assert LinksWidget().value_from_datadict(data, {}, NAME) == LinksInput(
        (LinkValue("A", ""), LinkValue("B", "b.kr"), LinkValue("", "c.kr"))
    )


def test_links_widget_puts_pasted_links_after_the_rows_and_drops_empty_ones() -> None:
    data = {
        f"{NAME}--0--url": "a.kr",
        f"{NAME}--1--url": "",
        f"{NAME}--paste": "B: b.kr\n\nleft over",
    }

    assert LinksWidget().value_from_datadict(data, {}, NAME) == LinksInput(
        (LinkValue("", "a.kr"), LinkValue("B", "b.kr")), "left over"
    )


def test_links_widget_keeps_empty_rows_while_nothing_is_pasted() -> None:
    data = {f"{NAME}--0--url": "", f"{NAME}--0--label": ""}

    assert LinksWidget().value_from_datadict(data, {}, NAME).rows == (LinkValue("", ""),)


def test_contact_widget_reads_its_four_lines() -> None:
    data = {"c--name": "Kim", "c--email": "kim@city.example", "c--other": "x"}

    assert ContactWidget().value_from_datadict(data, {}, "c") == {
        "name": "Kim",
        "title": "",
        "agency": "",
        "email": "kim@city.example",
    }


def test_text_widget_reads_the_line_ends_of_browsers_as_newlines() -> None:
    data = {"t": "\r\n a\r\nb\rc\n"}

    assert TextWidget().value_from_datadict(data, {}, "t") == "\n a\nb\rc\n"
