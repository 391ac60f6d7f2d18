import pytest

from responses.documents.table_widths import column_widths, most_lines


@pytest.mark.parametrize(
    ("rows", "widths"),
    [
        ([["가", "나"], ["다", "라"]], [500, 500]),
        ([["No.", "Division"], ["1", "Citizen Communication Bureau"]], [94, 906]),
        ([["", ""], ["", ""]], [500, 500]),
        ([["가" * 30, "나" * 10]], [733, 267]),
    ],
)
def test_columns_have_room_for_their_words(rows: list[list[str]], widths: list[int]) -> None:
    assert column_widths(rows, 1000, 25) == widths


def test_a_word_and_a_date_fit_into_one_of_nine_columns() -> None:
    head = ["No.", "Field", "Division", "Title", "Method", "Period", "Whom", "Participants", "Open"]
    row = [
        *("14", "City affairs", "Information Systems Division", "Survey of satisfaction"),
        *("Own (own, online)", "2021-02-15 ~ 2021-02-21", "Seoul's panel", "3,208", "Yes"),
    ]
    widths = column_widths([head, row], 9638, 160)
    assert sum(widths) == 9638
    needed = [0.58 * 160 * letters for letters in (3, 7, 11, 12, 7, 10, 7, 12, 4)]
    assert all(width >= least for width, least in zip(widths, needed, strict=True))


def test_a_row_is_as_high_as_its_longest_cell_and_no_higher_than_a_page() -> None:
    assert most_lines([("가나다", 1000), ("", 1000)], 100) == 1
    assert most_lines([("가" * 20, 1000), ("나", 1000)], 100) == 3
    assert most_lines([("□ 하나\n\n  ○ 둘", 1000)], 100) == 3
    assert most_lines([("긴 글\n" * 4_000, 1000)], 100) == 40
