"""Renders the PDF when told to; run as `python -m bench.inside.render product|naive FILE`.

It renders once for each line it is given and prints the seconds that took, on the clock
and of CPU time, as JSON. The product's process first writes its HTML to FILE; the naive one
renders that by WeasyPrint with the system's fonts, the same tags (`pdf/ua-1`) and nothing
kept from one document to the next.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from weasyprint import HTML

from bench.plan import CITY
from responses.models import Response


def product(html: Path) -> Callable[[], object]:
    """Return the product's rendering of the demo's first city."""
    response = Response.objects.get(city__slug=CITY)
    raise NotImplementedError(response, html)


def naive(html: Path) -> Callable[[], object]:
    """Return the plain rendering of the product's HTML."""
    text = html.read_text(encoding="utf-8")
    return lambda: HTML(string=text).write_pdf(pdf_variant="pdf/ua-1")


def serve(render: Callable[[], object]) -> None:
    """Render once for each line of input."""
    for _ in sys.stdin:
        started, cpu = time.perf_counter(), time.process_time()
        render()
        print(json.dumps([time.perf_counter() - started, time.process_time() - cpu]), flush=True)


if __name__ == "__main__":
    serve({"product": product, "naive": naive}[sys.argv[1]](Path(sys.argv[2])))
