"""What is spared changes no byte: each document is what WeasyPrint makes of it by itself."""

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pydyf
import pytest

from responses.documents import lean
from responses.documents.engine import engine
from responses.documents.pdf import render_pdf
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import Seal

from .demo_figures import demo_figures
from .snapshots import MOMENT, approved

SEAL = Seal(1, MOMENT, "Kim", 1, "ab" * 32, "", "https://lgq.example/verify/?digest=ab")
# In a process of its own, as what is spared stays so in this one.
BY_ITSELF = """
import hashlib, pickle, sys
from dataclasses import replace
import django
django.setup()
from responses.documents import archival, chapters, lean
from responses.documents.engine import engine
from responses.documents.pdf import render_pdf
from tests.documents.demo_figures import demo_figures
lean.refer_once = lean.say_at_once = lean.look_up_at_once = lambda: None
archival.say_once = None
ours = engine()
from weasyprint import HTML
plain = replace(ours, html=lambda html: HTML(string=html, url_fetcher=ours.fetcher))
archival.engine = chapters.engine = lambda: plain
for of in pickle.load(sys.stdin.buffer):
    print(hashlib.sha256(render_pdf(*of, figures=demo_figures)).hexdigest())
"""


def test_a_document_is_what_weasyprint_makes_of_it_by_itself(demo: Snapshot) -> None:
    sealed = replace(demo, sections=tuple(map(approved, demo.sections)))
    documents = [(demo, "ko"), (sealed, "both", SEAL)]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", BY_ITSELF],
        input=pickle.dumps(documents),
        capture_output=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        check=True,
    )
    ours = [render_pdf(*each, figures=demo_figures) for each in documents]  # type: ignore[arg-type]
    assert done.stdout.decode().split() == [sha256(each).hexdigest() for each in ours]


@pytest.mark.parametrize(
    "html", ["<p>One<p>Two", "<p class=a>One</p>", "<p>\x0c</p>", "<p>&#0;</p>"]
)
def test_what_is_no_xml_is_left_to_a_parser_of_html(html: str) -> None:
    page = f'<html lang="en"><head><title>A</title></head><body>{html}</body></html>'
    assert lean.tree(page) is None
    assert len(engine().lay_out(page).pages) == 1


def test_signs_and_what_has_no_end_and_pictures_are_read_as_in_html() -> None:
    picture = '<svg viewBox="0"><title>B</title></svg>'
    page = f'<html><body>A&nbsp;&amp;<br><img alt="&lt;">{picture}</body></html>'
    tree = lean.tree(page)
    assert tree is not None
    [body] = tree
    assert (body.text, body[1].get("alt")) == ("A\xa0&", "<")
    assert [each.tag for each in body.iter()] == [
        *("body", "br", "img"),
        "{http://www.w3.org/2000/svg}svg",
        "{http://www.w3.org/2000/svg}title",
    ]


class Counted(pydyf.Dictionary):  # type: ignore[misc]
    times = 0

    @property
    def data(self) -> bytes:
        Counted.times += 1
        return b"<<>>"


def test_an_object_of_a_file_is_said_once_and_pages_are_referred_to_once() -> None:
    engine()
    pdf = pydyf.PDF()
    pdf.add_object(Counted())
    pdf.add_page(pydyf.Dictionary())
    lean.say_once(None, pdf)
    pdf.write(BytesIO(), identifier=True, compress=True)
    assert Counted.times == 1
    assert pdf.page_references == (b"4 0 R",)
    assert pdf.page_references is pdf.page_references
    pdf.add_page(pydyf.Dictionary())
    assert len(pdf.page_references) == 2


def test_a_style_asks_no_more_of_what_nothing_sets() -> None:
    html = '<html lang="en"><body><p style="direction: rtl">One</p></body></html>'
    logical = engine().style("p { margin-inline-start: 7px; color: red }")
    [page] = engine().lay_out(html, logical).pages
    box = page._page_box.children[0].children[0].children[0]
    assert (box.margin_left, box.margin_right, box.style["font_style"]) == (0, 7, "normal")


def test_a_style_begins_with_what_nothing_sets_and_lengths_are_read_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lay_out = engine().lay_out
    from weasyprint.layout import block, percent  # noqa: PLC0415 - with the fonts of the engine

    style = engine().style("p { margin-left: 7px; opacity: .5 } b { display: block; width: 50% }")
    html = '<html lang="en"><body><p>One</p><b>Two</b></body></html>'
    [page] = lay_out(html, style).pages
    one, two = page._page_box.children[0].children[0].children
    assert "clip" in {*one.style}
    assert (one.style["opacity"], one.style["margin_right"]) == (0.5, (0, "px"))

    def percentage(*_asked: object) -> None:
        raise AssertionError("A length is read again.")

    monkeypatch.setattr(percent, "percentage", percentage)
    one.margin_left = 0
    block.resolve_percentages(one, (100, 100))
    assert one.margin_left == 7
    with pytest.raises(AssertionError):
        block.resolve_percentages(two, (100, 100))
