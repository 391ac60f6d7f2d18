"""Renders the PDF when told to; run as `python -m bench.inside.render product|naive FILE`.

It renders once for each line it is given and prints the seconds that took, on the clock
and of CPU time, as JSON. The product's process first writes its HTML to FILE, as it is
before typesetting; the naive one renders that by WeasyPrint with the same stylesheet, the
system's fonts, the same tags (`pdf/ua-1`) and nothing kept from one document to the next.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from weasyprint import HTML

from bench.plan import CITY
from responses.documents.engine import STYLESHEET
from responses.documents.markup import response_html
from responses.documents.pdf import render_pdf
from responses.domain.snapshot.snapshot import read_snapshot
from responses.models import Response

LANGUAGE = "ko"


def product(html: Path) -> Callable[[], object]:
    """Return the product's rendering of the demo's first city, from the database on."""
    response = Response.objects.select_related("city", "edition").get(city__slug=CITY)
    html.write_text(response_html(read_snapshot(response), LANGUAGE), encoding="utf-8")
    return lambda: render_pdf(read_snapshot(response), LANGUAGE)


def naive(html: Path) -> Callable[[], object]:
    """Return the plain rendering of the product's HTML."""
    text, style = html.read_text(encoding="utf-8"), settings.BASE_DIR / STYLESHEET
    return lambda: HTML(string=text).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")


def serve(render: Callable[[], object]) -> None:
    """Render once for each line of input."""
    for _ in sys.stdin:
        started, cpu = time.perf_counter(), time.process_time()
        render()
        print(json.dumps([time.perf_counter() - started, time.process_time() - cpu]), flush=True)


if __name__ == "__main__":
    serve({"product": product, "naive": naive}[sys.argv[1]](Path(sys.argv[2])))
