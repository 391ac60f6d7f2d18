"""The style sheets, held to each other."""

import re
from pathlib import Path

CSS = Path(__file__).resolve().parents[1] / "static" / "css"
ASSETS = CSS.parents[1] / "templates" / "responses" / "partials" / "_assets.html"


def classes(name: str) -> set[str]:
    """Return the classes that a sheet dresses wherever they stand."""
    sheet = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text("utf-8"), flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", sheet)
    every = {each.strip() for selector in selectors for each in selector.split(",")}
    return {each for each in every if re.fullmatch(r"\.[\w-]+", each)}


def test_what_every_page_loads_dresses_no_class_of_another_sheet() -> None:
    everywhere = set(re.findall(r"css/(\w+\.css)' %}\">", ASSETS.read_text("utf-8")))
    printed = {"print.css", "document.css"}
    assert {"parts.css", "overview.css"} < everywhere
    common = set().union(*map(classes, everywhere))
    assert common
    others = {each.name for each in CSS.glob("*.css")} - everywhere - printed
    assert {name: classes(name) & common for name in others if classes(name) & common} == {}
