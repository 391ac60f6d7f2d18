"""Makes or reads one file, again and again; run as `python -m bench.inside.files NAME`.

Prints as JSON the seconds of CPU time that it takes, the median after a first time, and the most
memory that this process ever had, in MB. What is made is the demo's first response with its
pictures; what is read is made here, before the time is taken.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from statistics import median

from django.utils import translation

from bench.plan import CITY, FILES
from responses.documents.exports import FORMATS
from responses.documents.extract import Extract
from responses.documents.word import docx
from responses.domain.files.stored import stream
from responses.domain.snapshot.snapshot import Snapshot, read_snapshot
from responses.enums import BOTH
from responses.intake.proposals import propose
from responses.intake.reading import read_file
from responses.models import Response

TIMES = 5
PAGES, LINES_A_PAGE = 500, 38
LONGEST = 20_000
"""How many lines a file has at most."""


def work(name: str, snapshot: Snapshot) -> Callable[[], object]:
    """Return what is measured."""
    kind, _, what = name.partition(" ")
    if kind == "make":
        extract = Extract(snapshot, BOTH, figures=stream)
        return lambda: _made(what.lower(), extract)
    content = {
        "a filled questionnaire": lambda: "\n".join(_filled(snapshot)).encode(),
        "our DOCX": lambda: _made("docx", Extract(snapshot, BOTH, figures=stream)),
        "500 pages of DOCX": lambda: _long(snapshot),
        "20,000 lines": lambda: _lines(snapshot),
    }[what]()
    return lambda: propose(snapshot.edition, read_file(content))


def _made(end: str, extract: Extract) -> bytes:
    with translation.override(extract.first):
        return FORMATS[f"response.{end}"].make(extract)


def _filled(snapshot: Snapshot) -> list[str]:
    """Return the lines of a response as people write them into a form."""
    said = _made("md", Extract(snapshot, snapshot.language)).decode().replace("\\", "")
    return [line.strip("#* ") for line in said.split("\n")]


def _long(snapshot: Snapshot) -> bytes:
    """Return a document of many pages, in which the questions stand among much else."""
    filled = [line for line in _filled(snapshot) if line.strip()]
    rest = cycle(line for line in filled if len(line) > LINES_A_PAGE)
    lines = [*filled, *islice(rest, PAGES * LINES_A_PAGE - len(filled))]
    body = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"
        for line in (line.translate({ord(sign): " " for sign in "<>&"}) for line in lines)
    )
    return docx(
        *(body, {}, {}),
        title="",
        header=("", ""),
        note="",
        language="ko",
        at=snapshot.changed_at,
    )


def _lines(snapshot: Snapshot) -> bytes:
    """Return as many lines as are read, each of which is like a question and not one."""
    asked = [each.wording["ko"] for each in snapshot.edition.questions_by_key.values()]
    lines = (f"{n}. {text[: 20 + n % 60]} {n}?" for n, text in enumerate(cycle(asked)))
    return "\n".join(islice(lines, LONGEST)).encode()


def main(name: str) -> None:
    """Measure one of `FILES`."""
    response = Response.objects.select_related("city", "edition").get(city__slug=CITY)
    run = work(name, read_snapshot(response))
    seconds = []
    for _ in range(1 if FILES[name].once else TIMES + 1):
        begun = time.process_time()
        run()
        seconds.append(time.process_time() - begun)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([median(seconds[1:] or seconds), most]))


if __name__ == "__main__":
    main(sys.argv[1])
