"""The style sheets, held to each other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CSS = ROOT / "static" / "css"
ASSETS = ROOT / "templates" / "responses" / "partials" / "_assets.html"
CLASS = re.compile(r"(?<![\w-])lgq-[a-z][\w-]*(?<!-)")


def classes(name: str) -> set[str]:
    """Return the classes that a sheet dresses wherever they stand."""
    sheet = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text("utf-8"), flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", sheet)
    every = {each.strip() for selector in selectors for each in selector.split(",")}
    return {each for each in every if re.fullmatch(r"\.[\w-]+", each)}


def named(folder: str, pattern: str) -> set[str]:
    """Return the classes of ours that files name, in whatever way."""
    files = (ROOT / folder).rglob(pattern)
    return {name for file in files for name in CLASS.findall(file.read_text("utf-8"))}


def test_every_class_is_worn_and_every_one_that_is_worn_is_for_something() -> None:
    dressed, worn = named("static/css", "*.css"), named("templates", "*.html")
    made = named("static/js", "*.js") | named("responses", "*.py")
    assert len(worn & dressed) > 300
    assert dressed - worn - made == set()
    assert worn - dressed - made - named("tests", "*.py") == set()


def test_what_every_page_loads_dresses_no_class_of_another_sheet() -> None:
    everywhere = set(re.findall(r"css/(\w+\.css)' %}\">", ASSETS.read_text("utf-8")))
    printed = {"print.css", "document.css"}
    assert {"parts.css", "overview.css"} < everywhere
    common = set().union(*map(classes, everywhere))
    assert common
    others = {each.name for each in CSS.glob("*.css")} - everywhere - printed
    assert {name: classes(name) & common for name in others if classes(name) & common} == {}
