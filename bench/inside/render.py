"""Renders the PDF when told to; run as `python -m bench.inside.render product|naive FILE CITY`.

It renders once for each line it is given and prints the seconds that took, on the clock
and of CPU time, as JSON. Each time one answer says something else; by the line "new" the product
has kept nothing of what it laid out before. The product's process first writes its HTML to FILE,
as it is before typesetting; the naive one renders that by WeasyPrint with the same stylesheet, the
system's fonts, the same tags (`pdf/ua-1`) and nothing kept from one document to the next. Pictures
stand in files beside FILE for it.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

from django.conf import settings
from weasyprint import HTML

from bench.plan import SECTION
from responses.documents import chapters, figures
from responses.documents.engine import STYLESHEET
from responses.documents.markup import response_html
from responses.documents.pdf import render_pdf
from responses.domain.content.content import Content
from responses.domain.files.stored import stream
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.models import Response

LANGUAGE = "ko"


def product(html: Path, city: str) -> Callable[[str], object]:
    """Return the product's rendering of a city's response, from the database on."""
    response = Response.objects.select_related("city", "edition").get(city__slug=city)
    page = _with_files(response_html(read_snapshot(response), LANGUAGE), html.parent)
    html.write_text(page, encoding="utf-8")
    numbers = count()

    def render(order: str) -> bytes:
        if order == "new":
            chapters.forget()
        return render_pdf(_changed(read_snapshot(response), next(numbers)), LANGUAGE)

    return render


def _with_files(page: str, folder: Path) -> str:
    """Return a page whose pictures are files, which are written into a folder."""
    for digest in figures.shown(page):
        file = folder / digest
        with file.open("wb") as into:
            into.writelines(stream(digest))
        page = page.replace(f"{figures.SCHEME}{digest}", file.as_uri())
    return page


def _changed(snapshot: Snapshot, number: int) -> Snapshot:
    """Return a response in which the first text of one section ends with a number."""
    sections = [*snapshot.sections]
    at = next(at for at, each in enumerate(sections) if each.section.key == SECTION)
    answers = [*sections[at].answers]
    place, key = next(
        (place, part.key)
        for place, answer in enumerate(answers)
        for part in answer.question.parts
        if part.kind == "text" and part.key in answer.content.parts
    )
    answers[place] = _saying(answers[place], key, f"{answers[place].content.parts[key]} {number}")
    sections[at] = replace(sections[at], answers=tuple(answers))
    return replace(snapshot, sections=tuple(sections))


def _saying(answer: AnswerSnapshot, key: str, text: str) -> AnswerSnapshot:
    return replace(answer, content=Content({**answer.content.parts, key: text}))


def naive(html: Path, _city: str) -> Callable[[str], object]:
    """Return the plain rendering of the product's HTML."""
    text, style = html.read_text(encoding="utf-8"), settings.BASE_DIR / STYLESHEET
    return lambda _order: HTML(string=text).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")


def serve(render: Callable[[str], object]) -> None:
    """Render once for each line of input."""
    for order in sys.stdin:
        started, cpu = time.perf_counter(), time.process_time()
        render(order.strip())
        print(json.dumps([time.perf_counter() - started, time.process_time() - cpu]), flush=True)


if __name__ == "__main__":
    kind, file, city = sys.argv[1:]
    serve({"product": product, "naive": naive}[kind](Path(file), city))
