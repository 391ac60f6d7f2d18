"""Pictures and other files in a PDF; the bytes of pictures come from whoever asks for it."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from responses.characters import holds_korean
from responses.documents import chapters
from responses.documents.drawing import draw_apart, draw_here
from responses.documents.engine import engine
from responses.documents.figures import Spool, held, read
from responses.documents.markup import response_html
from responses.domain.content.content import canonical
from responses.domain.content.files import FileFacts
from responses.domain.content.kinds.files import row_of
from responses.domain.content.translating import Original, translated
from responses.domain.snapshot.answer import TranslationSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.validators import LINE_MAX
from tests.support.files import CSV, picture, saved

from .reading import body, open_pdf, pictures, tags
from .snapshots import make_answer, make_question, make_section, make_snapshot

POINT = 72 / 25.4
WIDE = picture("PNG", (1200, 100))
RED, GREY = picture(size=(400, 300)), picture("JPEG", (300, 2400))
CLEAR = saved(Image.new("RGBA", (60, 40), (0, 90, 0, 128)), "PNG")
WEBP = picture("WEBP", (80, 60))
STORE = {sha256(each).hexdigest(): each for each in (RED, GREY, CLEAR, WEBP, CSV, WIDE)}


def source(digest: str) -> Iterable[bytes]:
    yield from (STORE[digest][at : at + 1000] for at in range(0, len(STORE[digest]), 1000))


def row(content: bytes, name: str, caption: str, alternative: str = "") -> dict[str, str]:
    type_key = name.rpartition(".")[2].replace("jpg", "jpeg")
    size = (0, 0) if type_key == "csv" else Image.open(BytesIO(content)).size
    facts = FileFacts(sha256(content).hexdigest(), type_key, len(content), *size)
    return row_of(name, facts) | {"caption": caption, "alternative": alternative}


ROWS = [
    row(RED, "budget.png", "시민 참여 예산", "빨간 왼쪽과 파란 오른쪽"),
    row(CSV, "budget.csv", "예산의 수치"),
    row(GREY, "tall.jpg", "높은 그림", "높이"),
    row(CLEAR, "clear.png", "맑은 그림"),
    row(WEBP, "small.webp", "", ""),
]


QUESTION = make_question("v-2", "files")


def showing(*rows: dict[str, str]) -> Snapshot:
    return make_snapshot(make_section(make_answer(QUESTION, parts={"files": list(rows)})))


def in_english(*phrases: tuple[str, str]) -> Snapshot:
    """Return a response with all of `ROWS`, of which these phrases are translated."""
    answer = make_answer(QUESTION, parts={"files": ROWS})
    asked = translated(QUESTION, "en")
    rows = [{"of": of, "text": text} for of, text in phrases]
    made = TranslationSnapshot(
        asked,
        canonical(asked, {"files": rows}),
        1,
        None,
        original=Original(QUESTION, answer.content, 1),
        of=1,
    )
    snapshot = make_snapshot(make_section(replace(answer, translation=made)))
    return replace(snapshot, submission_language="en")


def draw(snapshot: Snapshot, language: str = "ko") -> bytes:
    return draw_here(response_html(snapshot, language), source)


def images(content: bytes) -> list[tuple[int, int, int]]:
    """Return of each picture on which page it is, from 1, and how wide and high, in millimetres."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(content), start=1):
        for each in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,)):
            left, bottom, right, top = each.get_bounds()
            found.append((number, round((right - left) / POINT), round((top - bottom) / POINT)))
    return found


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    chapters.forget()


def test_pictures_are_figures_with_number_caption_and_alternative_text() -> None:
    content = draw(showing(*ROWS))
    text = "".join(body(content))
    assert "그림V.2-1시민참여예산" in text
    assert "그림V.2-2높은그림" in text
    # What nobody described is told by its caption, or else by its name.
    assert pictures(content) == ["빨간 왼쪽과 파란 오른쪽", "높이", "맑은 그림", "small.webp"]
    assert tags(content).count("/Caption") == 4


def test_other_files_are_listed_with_type_size_and_digest() -> None:
    text = "".join(body(draw(showing(*ROWS))))
    assert f"예산의수치budget.csv·CSV·20BSHA-256{sha256(CSV).hexdigest()}" in text
    assert "그림V.2-5" not in text


def test_a_picture_is_no_larger_than_the_text_and_than_a_page_and_stands_with_its_caption() -> None:
    wide = row(WIDE, "wide.png", "넓은 그림", "넓이")
    content = draw(showing(wide, *ROWS))
    # One is as wide as the text, and one as high as leaves room for its caption.
    assert [each[1:] for each in images(content)[:3]] == [(162, 13), (106, 79), (25, 200)]
    pages = {number: body(content)[number - 1] for number, _wide, _high in images(content)}
    captions = ("넓은그림", "시민참여예산", "높은그림", "맑은그림", "V.2-5")
    shown = [number for number, _wide, _high in images(content)]
    assert [caption in pages[at] for caption, at in zip(captions, shown, strict=True)] == [True] * 5


def test_a_picture_is_put_into_the_file_as_small_as_print_needs_it() -> None:
    large, quiet = picture("JPEG", (2400, 1800)), picture("PNG", (2400, 2000))
    STORE.update({sha256(each).hexdigest(): each for each in (large, quiet)})
    content = draw(showing(row(large, "a.jpg", "사진", "사진"), row(quiet, "b.png", "표", "표")))
    found = [each.image for page in open_pdf(content).pages for each in page.images]
    assert {each.size for each in found if each} == {(1276, 957), (1276, 1063)}
    assert [each[1:] for each in images(content)] == [(162, 121), (162, 135)]


def test_the_longest_caption_stands_with_the_highest_picture_in_one_column_or_two() -> None:
    caption = ("가나다라마바사아자 " * 50).strip()
    assert len(caption) == LINE_MAX - 1
    snapshot = showing(row(GREY, "tall.jpg", caption, "높이"))
    for shown in (snapshot, replace(snapshot, submission_language="en")):
        content = draw(shown, "both")
        [page] = {number for number, _wide, _high in images(content)}
        count = body(content)[page - 1].count("가나다라마바사아자")
        assert count == 50 * len(images(content))


def test_the_english_pdf_has_translated_captions_and_alternatives() -> None:
    snapshot = in_english(
        ("시민 참여 예산", "Participatory budget"),
        ("빨간 왼쪽과 파란 오른쪽", "Red on the left, blue on the right"),
        ("예산의 수치", "Figures of the budget"),
        ("높은 그림", "A high picture"),
        ("높이", "Height"),
        ("맑은 그림", "A clear picture"),
    )
    content = draw(snapshot, "en")
    text = "".join(body(content))
    assert "FigureV.2-1Participatorybudget" in text
    assert "Figuresofthebudget" in text
    assert not holds_korean(text)
    assert pictures(content)[:2] == ["Red on the left, blue on the right", "Height"]
    both = "".join(body(draw(snapshot, "both")))
    assert "그림V.2-1시민참여예산" in both
    assert "FigureV.2-1Participatorybudget" in both


def test_the_same_files_give_the_same_bytes_here_and_apart_and_laid_out_anew() -> None:
    page = response_html(showing(*ROWS), "ko")
    drawn = draw_here(page, source)
    assert draw_here(page, source) == drawn  # of sheets that are kept
    chapters.forget()
    assert draw_here(page, source) == drawn
    assert draw_apart(page, source) == drawn
    assert draw_apart(page, source) == drawn


def test_sheets_are_kept_under_the_digests_of_their_pictures() -> None:
    one, other = (showing(row(each, "a.png", "그림", "그림")) for each in (RED, WIDE))
    assert images(draw(one))[0][1:] == (106, 79)
    assert images(draw(other))[0][1:] == (162, 13)


def test_a_picture_whose_bytes_are_gone_is_printed_as_its_alternative_text() -> None:
    page = response_html(showing(ROWS[0]), "ko")
    content = draw_here(page, lambda _digest: ())
    assert images(content) == []
    assert "빨간왼쪽과파란오른쪽" in "".join(body(content))


def test_what_fails_in_the_middle_of_a_picture_leaves_the_next_page_whole() -> None:
    def failing(digest: str) -> Iterable[bytes]:
        yield STORE[digest][:100]
        raise LookupError(digest)

    page = response_html(showing(ROWS[0]), "ko")
    with pytest.raises(LookupError):
        draw_apart(page, failing)
    assert draw_apart(page, source) == draw_here(page, source)


def test_no_address_is_fetched_and_no_other_picture() -> None:
    digest = sha256(RED).hexdigest()
    with held(f'<img src="figure:{digest}">', source):
        assert read(f"figure:{digest}") == RED
        for address in (f"figure:{sha256(CSV).hexdigest()}", digest, "file:///etc/passwd"):
            with pytest.raises(ValueError, match="No such picture"):
                engine().fetcher(address)
    with pytest.raises(ValueError, match="No such picture"):
        read(f"figure:{digest}")


def test_a_spool_gives_back_what_was_written_last() -> None:
    spool = Spool()
    spool["a"], spool["b"], spool["image"] = b"12345", b"67", None
    spool["a"] = b"abc"
    spool["b"] = b"defg"
    assert (spool["a"], spool["b"], spool["image"]) == (b"abc", b"defg", None)
    assert "c" not in spool
