"""What axe finds in a page that a browser shows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RULES = (*WCAG, "best-practice")

# No rule of these reads style sheets, and axe reads imported ones by an inline style, which the
# pages forbid.
RUN_AXE = """async tags => {
    const found = await axe.run(document, {
        runOnly: { type: "tag", values: tags },
        resultTypes: ["violations"],
        preload: { assets: ["media"] },
    });
    return found.violations.flatMap(rule =>
        rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`));
}"""


def violations(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """Return what breaks a rule on a page as it stands."""
    if not page.evaluate("'axe' in window"):
        code = AXE.read_text("utf-8")
        # What is opened here next has it from the browser: to send it takes as long as to run it.
        page.add_init_script(code)
        page.evaluate(code)
    found: list[Any] = page.evaluate(RUN_AXE, list(rules))
    return [str(each) for each in found]
