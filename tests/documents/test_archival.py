"""A PDF is accessible and for archives, as veraPDF says, and has in it what it is made of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from responses.documents.drawing import draw_here
from responses.documents.engine import engine
from responses.documents.markup import response_html
from responses.documents.pdf import render_pdf
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.response_json import read_response_json, response_json
from responses.domain.submissions.sealing import Reopened, Seal
from tests.support.vera import Vera

from .demo_figures import demo_figures
from .reading import open_pdf
from .snapshots import MOMENT, SNAPSHOTS, approved, make_answer, make_question, make_section
from .snapshots import make_snapshot as make
from .test_figures import ROWS, source
from .test_pdf import SCRIPTS, SIGNS

FLAVOURS = ("ua1", "3a")
SEAL = Seal(1, MOMENT, "강 코디", 1, "ab" * 32, "", "https://lgq.example/verify/?digest=ab")


@pytest.fixture(scope="module")
def vera() -> Iterator[Vera]:
    with Vera() as vera:
        yield vera


@pytest.fixture
def assert_it_is_both(vera: Vera, tmp_path: Path) -> Any:
    def assert_it_is_both(content: bytes) -> None:
        (tmp_path / "it.pdf").write_bytes(content)
        found = {flavour: vera.faults(tmp_path / "it.pdf", flavour) for flavour in FLAVOURS}
        assert found == {"ua1": {}, "3a": {}}

    return assert_it_is_both


def everything(*pictures: dict[str, str]) -> Snapshot:
    """Return an approved response with every kind of part, which says strange things.

    Long texts, tables, addresses, signs and scripts of the world, and what no font has.
    """
    text = (
        f"□ {SIGNS}\n  ○ {SCRIPTS} 가\ue123나\u200b\u2060 a\u202eb\n가\t나\n1\t2 www.busan.go.kr\n"
    )
    values = {
        "yes-no": "yes",
        "choices": ["plan"],
        "percentage": "12.5",
        "contact": {"name": "김하늘", "title": "주무관", "agency": "부산", "email": "k@b.kr"},
        "text": text + "- 긴 줄 https://b.kr/" + "a" * 300 + "\n- 줄" * 80,
        "links": [{"label": "나라 <&>", "url": f"서울.한국/{part}"} for part in ("", "가" * 900)]
        + [{"label": "", "url": "b.kr/한글?a=(1),2"}, {"label": "", "url": "없음"}],
    }
    files = make_answer(make_question("b-1", "files"), parts={"files": list(pictures)})
    return make(
        approved(make_section(make_answer(make_question(), parts=values))),
        approved(make_section(files, make_answer(make_question("b-2"), "없음"), key="beta")),
    )


@pytest.mark.parametrize("language", ["ko", "en", "both"])
def test_the_demo_is_accessible_and_for_archives(
    demo: Snapshot, language: str, assert_it_is_both: Any
) -> None:
    assert_it_is_both(render_pdf(demo, language, figures=demo_figures))


def test_so_is_a_sealed_document_with_pictures_that_says_everything(
    assert_it_is_both: Any,
) -> None:
    snapshot = everything(*ROWS)
    page = response_html(snapshot, "ko", SEAL)
    assert_it_is_both(draw_here(page, source, response_json(snapshot, SEAL).encode()))


@settings(max_examples=3, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(SNAPSHOTS, st.sampled_from(["ko", "en"]))
def test_so_is_any_response(
    vera: Vera, tmp_path_factory: pytest.TempPathFactory, snapshot: Snapshot, language: str
) -> None:
    file = tmp_path_factory.mktemp("any") / "it.pdf"
    file.write_bytes(render_pdf(snapshot, language))
    assert [vera.faults(file, flavour) for flavour in FLAVOURS] == [{}, {}]


def test_what_claims_neither_is_found_out(vera: Vera, tmp_path: Path) -> None:
    html = '<html lang="en"><head><title>A page</title></head><body><p>Words</p></body></html>'
    (tmp_path / "it.pdf").write_bytes(engine().lay_out(html).write_pdf())
    # No tags; and no metadata.
    for flavour, clause in (("ua1", "7.1-10"), ("3a", "6.6.2.1-1")):
        assert clause in vera.faults(tmp_path / "it.pdf", flavour)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("seal", "after"), [(SEAL, None), (None, Reopened(2, differs=True)), (None, None)]
)
def test_the_response_is_attached_and_makes_the_document_again(
    language: str, seal: Seal | None, after: Reopened | None
) -> None:
    snapshot = replace(everything(), submission_language="en")
    content = render_pdf(snapshot, language, seal, after=after)
    attached = open_pdf(content).attachments
    assert list(attached) == ["response.json"]
    [text] = attached["response.json"]
    assert text.decode() == response_json(snapshot, seal, after)
    read, *told = read_response_json(text.decode())
    assert told == [seal, after]
    assert render_pdf(read, language, seal, after=after) == content


def test_the_attached_file_tells_what_it_is(demo: Snapshot, demo_en: bytes) -> None:
    root: Any = open_pdf(demo_en).root_object
    told = root["/AF"][0].get_object()
    assert (told["/AFRelationship"], told["/UF"]) == ("/Source", "response.json")
    file = told["/EF"]["/F"].get_object()
    assert file["/Subtype"] == "/application/json"
    assert file["/Params"]["/Size"] == len(response_json(demo).encode())
    made = datetime.strptime(file["/Params"]["/ModDate"], "D:%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    assert made == demo.changed_at.replace(microsecond=0)
