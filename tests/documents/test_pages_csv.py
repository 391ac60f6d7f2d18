"""The table of the pages of links, in the languages of a response."""

import csv
from dataclasses import replace
from io import StringIO

from responses.documents.pages_csv import pages_csv
from responses.domain.kept.kept import KeptFacts
from responses.domain.snapshot.evidence import evidence
from responses.domain.submissions.archived_pages import PageOfLink
from responses.link_states import PageState

from .snapshots import make_answer, make_question, make_section, make_snapshot


def table(submission_language: str) -> list[dict[str, str]]:
    links = [{"label": "예산서", "url": "https://a.kr/"}]
    said = make_answer(make_question("a-1", "links"), parts={"links": links})
    snapshot = replace(make_snapshot(make_section(said)), submission_language=submission_language)
    page = KeptFacts(PageState.WAITING)
    links_of = [PageOfLink(each, page, "") for each in evidence(snapshot.sections)]
    made = pages_csv(snapshot, links_of, str).decode("utf-8-sig")
    return [*csv.DictReader(StringIO(made))]


def test_labels_stand_in_both_languages_where_there_are_two() -> None:
    alone, both = table(""), table("en")
    assert len(alone[0]) + 1 == len(both[0])
    [head] = both[0].keys() - alone[0].keys()
    assert list(both[0])[4] == head
    assert ("English" in head, both[0][head]) == (True, "예산서")
