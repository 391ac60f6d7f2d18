"""Draws every page of the running demo into pictures/, and lists them in pictures/index.html.

    script/pictures              every page and file
    script/pictures review talk  those whose names begin so; see tests/pictures/pages.py
    script/pictures --published  those of README.md (docs/) and of the help (static/guides/) alone

Each page is drawn at 1280 and at 360 pixels, light and dark, in Korean and in English:
pictures/section/1280-dark-ko.png. The demo runs on a port of its own, and is gone afterwards.
With --address URL a demo that runs already is drawn, whose password DEMO_PASSWORD tells; what
it does not have is then named and left out. A page that fails, is wider than its window, or
has a fault that axe finds, is named, too, and drawn as it is.
"""

import os
import shutil
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile

from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    FilePayload,
    Page,
    StorageState,
    ViewportSize,
    sync_playwright,
)

from tests.pictures.demo import Demo, running
from tests.pictures.pages import (
    ADMINISTRATOR,
    CHOSEN,
    COORDINATOR,
    FILES,
    GUIDES,
    README,
    SHOTS,
    Shot,
    account_of,
)
from tests.support.axe import RULES, WCAG, violations

FOLDER = Path(__file__).resolve().parents[2] / "pictures"
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")
WIDTHS = {1280: 900, 360: 740}
ASKED_BY_AXE = "360-{}-en.png"
"""The look in which each page is asked by axe, once: the narrowest, in the dark."""
PATIENCE = 30_000  # ms
WINDOW: ViewportSize = {"width": 1280, "height": 1120}
LIGHTS = ("light", "dark")
LANGUAGES = {"ko": "ko-KR", "en": "en-GB"}
ONE_COLUMN = 60  # dots an inch: a page of a document is about as wide as a column of the index
HEAD = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Pictures of LGQ Desk</title>
<style>
body { font: 14px system-ui; margin: 16px }
div { display: flex; gap: 8px; overflow-x: auto; align-items: flex-start }
figure { margin: 0; flex: none }
img { display: block; max-width: 420px; border: 1px solid #999 }
</style>
"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNFOLD = "every => every.forEach(each => { each.open = true })"


def main(asked: Sequence[str]) -> int:
    """Draw what is asked for, and tell how long it took; 1 if a page failed."""
    options = _parse(asked)
    begins = tuple(options.names) or ("",)
    shots = [shot for shot in SHOTS if shot.name.startswith(begins)]
    files = {name: path for name, path in FILES.items() if name.startswith(begins)}
    if options.published:
        shots, files = [], {}
    elif not shots and not files:
        sys.stderr.write(f"script/pictures: no page begins with {' or '.join(begins)}\n")
        return 2
    start, failed = time.monotonic(), []
    given = Demo(options.address.rstrip("/"), os.environ.get("DEMO_PASSWORD", ""), {})
    with nullcontext(given) if options.address else running() as demo:
        shots = [shot for shot in shots if _is_there(shot, demo)]
        for name in [*(shot.name for shot in shots), *files]:
            shutil.rmtree(FOLDER / name, ignore_errors=True)
        with _browser() as browser:
            failed += _draw(browser, demo, shots)
            failed += _draw_files(browser, demo, files)
            if options.published:
                _draw_published(browser, demo)
                return 0
    FOLDER.joinpath("index.html").write_text(_index(), encoding="utf-8")
    drawn = sum(len(list(FOLDER.glob(f"{name}/*.png"))) for name in {*files, *_names(shots)})
    words = f"{drawn} pictures in {time.monotonic() - start:.0f} s: {FOLDER / 'index.html'}\n"
    sys.stdout.write("".join(f"{fault}\n" for fault in failed) + words)
    return 1 if failed else 0


def _parse(asked: Sequence[str]) -> Namespace:
    parser = ArgumentParser(
        "script/pictures", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help="how the names of the pages begin")
    parser.add_argument("--address", default="", help="of a demo that runs already")
    parser.add_argument(
        "--published", action="store_true", help="draw the pictures of README.md and the help alone"
    )
    return parser.parse_args(asked)


def _names(shots: Iterable[Shot]) -> list[str]:
    return [shot.name for shot in shots]


def _is_there(shot: Shot, demo: Demo) -> bool:
    try:
        shot.path.format_map(demo.made)
    except KeyError:
        sys.stderr.write(f"{shot.name} is left out: the demo that runs there has not made it\n")
        return False
    return True


@contextmanager
def _browser() -> Iterator[Browser]:
    """Start the Chromium that the system has."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        )
        yield browser
        browser.close()


def _draw(browser: Browser, demo: Demo, shots: Iterable[Shot]) -> list[str]:
    """Draw pages in every look; return what failed."""
    failed: list[str] = []
    by_person = sorted(shots, key=account_of)
    for account, theirs in groupby(by_person, account_of):
        shots_of = list(theirs)
        state = _signed_in(browser, demo, account) if account else None
        for width, height in WIDTHS.items():
            for language, locale in LANGUAGES.items():
                context = browser.new_context(
                    base_url=demo.address,
                    storage_state=state,
                    viewport={"width": width, "height": height},
                    locale=locale,
                    reduced_motion="reduce",
                )
                context.set_default_timeout(PATIENCE)
                for shot in shots_of:
                    failed += _draw_page(context, demo, shot, f"{width}-{{}}-{language}.png")
                context.close()
    return failed


def _signed_in(browser: Browser, demo: Demo, account: str) -> StorageState:
    context = browser.new_context(base_url=demo.address)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=username]").fill(account)
    page.locator("[name=password]").fill(demo.password)
    page.locator("main .btn-primary").click()
    if "/accounts/login/" in page.url:
        raise SystemExit(f"script/pictures: {account} cannot sign in; is DEMO_PASSWORD right?")
    state = context.storage_state()
    context.close()
    return state


def _draw_page(context: BrowserContext, demo: Demo, shot: Shot, name: str) -> list[str]:
    """Open a page once and draw it in both lights; return what failed."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"{shot.name}: {error}"))
    try:
        faults += _shown(page, demo, shot)
        if wider := page.evaluate(WIDER):
            faults.append(f"{shot.name}: {wider} pixels wider than {name.format('…')}")
        for light in LIGHTS:
            page.emulate_media(color_scheme="dark" if light == "dark" else "light")
            page.screenshot(path=FOLDER / shot.name / name.format(light), full_page=True)
        if name == ASKED_BY_AXE:
            rules = WCAG if shot.person == ADMINISTRATOR else RULES
            faults += [f"{shot.name}: {each}" for each in violations(page, rules)]
    except Error as error:
        faults.append(f"{shot.name}: {error.message.splitlines()[0]}")
    page.close()
    return faults


def _shown(page: Page, demo: Demo, shot: Shot) -> list[str]:
    """Open a page and bring it into its state; return what failed."""
    reply = page.goto(shot.path.format_map(demo.made))
    if shot.choose:
        _choose(page, shot.choose)
    if shot.press:
        _press(page, shot.press)
    if shot.unfold:
        page.locator(shot.unfold).evaluate_all(UNFOLD)
    status = reply.status if reply else 0
    return [] if status == shot.status else [f"{shot.name}: {status} instead of {shot.status}"]


def _choose(page: Page, name: str) -> None:
    """Choose a file, and wait until the page tells of it; one on the way never arrives."""
    if name == "on-the-way.csv":
        page.evaluate("() => { XMLHttpRequest.prototype.send = () => {} }")
    file = FilePayload(name=name, mimeType="", buffer=CHOSEN[name])
    page.locator("main input[type=file]").first.set_input_files(file)
    page.locator("[data-uploads] > li").wait_for()
    page.wait_for_timeout(500)


def _press(page: Page, what: str) -> None:
    """Press a button, or a key whose name stands alone, and wait for a page that follows."""
    if len(what) == 1:
        page.keyboard.press(what)
        page.wait_for_load_state("networkidle")
        return
    page.locator(what).first.click()
    page.wait_for_load_state()


def _draw_published(browser: Browser, demo: Demo) -> None:
    root = FOLDER.parent
    _draw_window(browser, demo, README, "en", root / "docs" / "section.png")
    for name, shot in GUIDES.items():
        for language in LANGUAGES:
            target = root / "static" / "guides" / f"{name}-{language}.png"
            _draw_window(browser, demo, shot, language, target)


def _draw_window(browser: Browser, demo: Demo, shot: Shot, language: str, target: Path) -> None:
    """Draw what a window of 1280 pixels shows of a page, in few colours, as it is kept."""
    context = browser.new_context(
        base_url=demo.address,
        storage_state=_signed_in(browser, demo, account_of(shot)),
        viewport=WINDOW,
        locale=LANGUAGES[language],
    )
    page = context.new_page()
    page.goto(shot.path)
    with Image.open(BytesIO(page.screenshot())) as picture:
        target.parent.mkdir(exist_ok=True)
        picture.convert("RGB").quantize(64).save(target, optimize=True)
    context.close()


def _draw_files(browser: Browser, demo: Demo, files: dict[str, str]) -> list[str]:
    """Draw documents page by page, where the machine has pdftoppm; return what failed."""
    if files and not shutil.which("pdftoppm"):
        sys.stderr.write("Documents are left out: pdftoppm (poppler-utils) is not installed\n")
        return []
    failed: list[str] = []
    for name, path in files.items():
        account = account_of(Shot(name, COORDINATOR, path))
        context = browser.new_context(
            base_url=demo.address, storage_state=_signed_in(browser, demo, account)
        )
        for language in LANGUAGES:
            reply = context.request.get(path.format(language=language))
            if not reply.ok:
                failed.append(f"{name}: {reply.status} {reply.url}")
                continue
            (FOLDER / name).mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(suffix=".pdf") as document:
                document.write(reply.body())
                document.flush()
                target = FOLDER / name / language
                command = ("pdftoppm", "-r", str(ONE_COLUMN), "-png", document.name, str(target))
                subprocess.run(command, check=True)  # noqa: S603
        context.close()
    return failed


def _index() -> str:
    """Return a page with all pictures there are, the states of one page side by side."""
    known = [*_names(SHOTS), *FILES]
    there = [name for name in known if (FOLDER / name).is_dir()]
    links = "".join(f'<a href="#{escape(name)}">{escape(name)}</a> ' for name in there)
    return f"{HEAD}<nav>{links}</nav>{''.join(map(_strip, there))}</html>\n"


def _strip(name: str) -> str:
    figures = "".join(
        f'<figure><figcaption>{path.stem}</figcaption><a href="{name}/{path.name}">'
        f'<img loading="lazy" src="{name}/{path.name}" alt="{name} {path.stem}"></a></figure>'
        for path in sorted((FOLDER / name).glob("*.png"))
    )
    return f'<h2 id="{escape(name)}">{escape(name)}</h2><div>{figures}</div>'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
