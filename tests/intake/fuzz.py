"""Spoils files of every type by chance, reads them, and holds that nothing but a refusal follows.

Those of others and our own, which carry their answers: their bytes, and the tags and values in
them, as no chance among bytes makes a table of a million columns or ten thousand tags in each
other. Each file has its time and its memory. `python -m tests.intake.fuzz 3600` does so for an
hour, from another chance each time.
"""

import os
import re
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    warnings.simplefilter("error")
    django.setup()

from django.utils import translation

from responses.documents.exports import FORMATS
from responses.documents.extract import Extract
from responses.intake.proposals import propose
from responses.intake.reading import read_file
from responses.intake.refusals import UnreadableFileError
from tests.documents.snapshots import saying
from tests.support.office_files import (
    NAMESPACES,
    as_excel,
    as_hancom,
    as_page,
    as_word,
    fields,
    hancom,
    hp,
    hr,
    ht,
    p,
    r,
    word,
)

SECONDS_MAX, KIB_MAX = 10, 300 * 1024
"""Of CPU for each file, and how much more memory than before."""
TEXT = (
    "I. 조직\n1. 주소는 무엇입니까?\n- 누리집 <https://www.seoul.go.kr/>\n네\t아니요\n☑ 예\n\n끝\n"
)
NOTES = f'<w:footnotes {NAMESPACES}><w:footnote w:id="1">{p(r("각주"))}</w:footnote></w:footnotes>'
RICH_WORD = (
    p(f'<w:hyperlink r:id="a">{r("누리집")}</w:hyperlink>' + r("끝", "<w:strike/>"))
    + p(fields(' HYPERLINK "https://b.go.kr/" ', r("필드")))
    + p(fields(" FORMCHECKBOX ", "", "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"))
    + f"<w:tbl><w:tr><w:tc>{p(r('가'))}</w:tc><w:tc>{p(r('나'))}</w:tc></w:tr></w:tbl>"
    + p(f'<w:ins>{r("넣음")}</w:ins><w:r><w:footnoteReference w:id="1"/></w:r>')
    + f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('칸'))}</w:sdtContent></w:sdt>"
)
RICH_HANCOM = (
    hp(
        ht("글"),
        hr(
            '<hp:ctrl><hp:fieldBegin type="HYPERLINK"><hp:parameters><hp:stringParam '
            'name="Command">https\\://a.go.kr;1;0;0;</hp:stringParam></hp:parameters></hp:fieldBegin>'
            "</hp:ctrl>"
        ),
        ht("누리집"),
        hr("<hp:ctrl><hp:fieldEnd/></hp:ctrl>"),
    )
    + hp(
        hr(
            f"<hp:tbl><hp:tr><hp:tc><hp:subList>{hp(ht('칸'))}</hp:subList></hp:tc></hp:tr></hp:tbl>"
        )
    )
    + hp(hr("<hp:t>남음<hp:deleteBegin/>지움<hp:deleteEnd/></hp:t>"))
    + hp(hr('<hp:checkBtn caption="예" value="CHECKED"/>'))
    + hp(
        hr(f"<hp:ctrl><hp:header><hp:subList>{hp(ht('머리말'))}</hp:subList></hp:header></hp:ctrl>")
    )
)
NUMBERS = (b"0", b"-1", b"1e308", b"NaN", b"65536", b"1048577", b"2147483648", b"9" * 5000, b"")
WORDS = (
    b"\xe2\x80\x8b",
    b"\xea\xb0\x80" * 40_000,
    b"- " * 20_000,
    b"1.1.1.1.",
    b"&#65533;",
    b"\n" * 9_999,
)
_TAG, _VALUE, _SAID = (
    re.compile(rb"<[^<>]{1,400}>"),
    re.compile(rb'"[^"<>]{0,400}"'),
    re.compile(rb">[^<>]{1,400}<"),
)
_NUMBER = re.compile(rb"[0-9]{1,9}")
SIGNS = (b"<", b">", b"&", b'"', b"=", b"\0", b"\xff", b"-1", b"999999999", b"</", b"<w:r>", b"<p>")


def samples() -> Mapping[str, bytes]:
    """Return a file of each type, and of those of offices one with much in it."""
    return {
        "docx": as_word(TEXT),
        "rich docx": word(RICH_WORD, {"a": "https://a.go.kr/"}, footnotes=NOTES),
        "hwpx": as_hancom(TEXT),
        "rich hwpx": hancom(RICH_HANCOM),
        "xlsx": as_excel(TEXT),
        "html": as_page(TEXT + "<table><tr><td>a</td></tr></table>"),
        "text": TEXT.encode("cp949", "replace"),
        "markdown": b"# A\n\n## B\n\n- [x] [c](https://d.kr/)\n\n| e | f |\n|---|---|\n| 1 | 2 |\n",
        **ours(),
    }


SNAPSHOT = saying(
    yes_no="yes",
    choices=["plan"],
    percentage="23.1",
    contact={"name": "홍길동"},
    text="○ 하나\n  - 둘\n구분\t비율\n만족\t10%",
    links=[{"label": "자료", "url": "https://a.kr/?b=1"}],
)


def ours() -> Mapping[str, bytes]:
    """Return a file of each type that leaves us and comes in again."""
    extract = Extract(SNAPSHOT, "ko")
    with translation.override("ko"):
        made = {end: FORMATS[f"response.{end}"].make(extract) for end in ("docx", "hwpx", "xlsx")}
        return {
            **{f"our {end}": content for end, content in made.items()},
            "json": FORMATS["response.json"].make(extract),
        }


def spoilt(content: bytes, chance: Random) -> bytes:
    """Return bytes of which some are others, gone, doubled, or in another place."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(made) + 1)
        until = min(len(made), at + chance.choice((1, 1, 4, 40, 400)))
        match chance.randrange(5):
            case 0:
                made[at:until] = chance.randbytes(until - at)
            case 1:
                del made[at:until]
            case 2:
                made[at:at] = made[at:until] * chance.choice((1, 3, 50))
            case 3:
                made[at:until] = chance.choice(SIGNS)
            case _:
                made[at:at] = content[: chance.randrange(len(content) + 1)][-400:]
    return bytes(made)


def twisted(content: bytes, chance: Random) -> bytes:
    """Return markup of which a tag, a value or a text is another, gone, or there too often."""
    wanted = chance.choice((_TAG, _TAG, _VALUE, _SAID, _NUMBER))
    found = list(wanted.finditer(content))
    if not found:
        return spoilt(content, chance)
    one = chance.choice(found)
    start, end = one.span()
    said = one[0]
    if wanted is _NUMBER:
        said = chance.choice(NUMBERS)
    elif wanted is _SAID:
        said = b">" + chance.choice(WORDS) + b"<"
    elif wanted is _VALUE:
        said = chance.choice((chance.choice(found)[0], b'"%s"' % chance.choice(NUMBERS + WORDS)))
    else:
        name = re.split(rb"[\s/>]", said.strip(b"</>"))[0]
        times = chance.choice((2, 50, 900, 12_000))
        match chance.randrange(4):
            case 0:
                said = b""
            case 1:
                said = said * times
            case 2:
                said = b"<%s>" % name * times + b"</%s>" % name * times + said
            case _:
                said = chance.choice(found)[0]
    return content[:start] + said + content[end:]


def spoilt_file(content: bytes, chance: Random) -> bytes:
    """Return a file that is spoilt: as it is, or one member of an archive, packed again."""
    spoil = chance.choice((spoilt, twisted, lambda *given: twisted(twisted(*given), chance)))
    if not content.startswith(b"PK"):
        return spoil(content, chance)
    if chance.random() < 0.1:
        return spoilt(content, chance)
    made = BytesIO()
    with ZipFile(BytesIO(content)) as opened, ZipFile(made, "w", ZIP_DEFLATED) as packed:
        names = opened.namelist()
        chosen = chance.choice([name for name in names if name.endswith((".xml", ".rels", ".hpf"))])
        for name in names:
            said = opened.read(name)
            packed.writestr(name, spoil(said, chance) if name == chosen else said)
    return made.getvalue()


def fuzz(seconds: float, chance: Random) -> Counter[str]:
    """Read spoilt files for some seconds of CPU; return how many were read, and how many not.

    What does more is kept, and raised.
    """
    told: Counter[str] = Counter()
    kept = samples()
    until = time.process_time() + seconds
    handler = signal.signal(signal.SIGVTALRM, _too_long)
    try:
        while time.process_time() < until:
            key = chance.choice(list(kept))
            content = spoilt_file(kept[key], chance)
            try:
                told[f"{key} {_read(content)}"] += 1
            except BaseException:
                name = Path(tempfile.gettempdir(), f"spoilt-{sha256(content).hexdigest()[:12]}")
                name.write_bytes(content)
                sys.stderr.write(f"{key}: {name}\n")
                raise
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, handler)
    return told


def _read(content: bytes) -> str:
    """Return what becomes of a file; raises where that is more than being read or refused."""
    # From here on the most that is held at a time is counted anew.
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    before = _most_held()
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_MAX)
    try:
        read = read_file(content)
    except UnreadableFileError:
        became = "refused"
    else:
        became = "read"
        numbers = [line.number for line in read.lines]
        found = propose(SNAPSHOT.edition, read)
        placed = [number for each in found.to_json()["placed"] for number in each["lines"]]
        placed += [*found.wording, *found.headings, *found.not_placed]
        if not numbers == sorted(placed) == list(range(1, len(numbers) + 1)):
            raise AssertionError("a line is in no place or in two")
    if (more := _most_held() - before) > KIB_MAX:
        raise AssertionError(f"{more} KiB")
    return became


def _most_held() -> int:
    """Return how much memory this process held at most, in KiB."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def _too_long(_number: int, _frame: object) -> None:
    raise AssertionError(f"more than {SECONDS_MAX} s")


if __name__ == "__main__":
    found = fuzz(float(sys.argv[1]) if len(sys.argv) > 1 else 60, Random())  # noqa: S311
    sys.stdout.write(f"{dict(sorted(found.items()))}\n")
