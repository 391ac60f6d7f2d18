"""Addresses are found in texts, and nothing else is: precision and recall."""

import pytest

from tests.support.finding import DAMAGED, SEED, Sample, found_in, in_form, measure, samples

CORPUS = samples()


def test_addresses_are_found_in_a_corpus() -> None:
    assert len(CORPUS) >= 300
    assert len({text for text, _ in CORPUS}) == len(CORPUS)

    measured = measure(CORPUS)

    assert measured.precision >= 0.98
    assert measured.recall >= 0.98


def test_corpus_has_lines_without_any_address() -> None:
    assert sum(not addresses for _, addresses in CORPUS) >= 90


@pytest.mark.parametrize(
    ("name", "form", "with_scheme", "without"),
    [
        ("damaged", DAMAGED, 21, 8),
        pytest.param(
            "real",
            SEED.read_text() if SEED else "",
            41,
            14,
            marks=pytest.mark.skipif(SEED is None, reason="needs shared/seed beside the checkout"),
        ),
    ],
)
def test_every_address_of_a_form_is_found_and_no_other(
    name: str, form: str, with_scheme: int, without: int
) -> None:
    found = found_in(form)

    assert [sum("://" in url for url in found), sum("://" not in url for url in found)] == [
        with_scheme,
        without,
    ]
    measured = measure([Sample(form, in_form(form))])
    assert (measured.precision, measured.recall) == (1.0, 1.0)
