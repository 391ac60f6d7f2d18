"""What can be measured of a page: axe's rules, its width, and the size of what one presses."""

from typing import Any

from django.conf import settings
from playwright.sync_api import Page

AXE = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text("utf-8")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
TARGET = 44

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

# The element that reaches furthest out of a page that scrolls sideways.
TOO_WIDE = """() => {
    if (document.scrollingElement.scrollWidth <= innerWidth) return [];
    const right = element => element.getBoundingClientRect().right;
    const widest = [...document.body.querySelectorAll("*")].reduce(
        (a, b) => (right(b) > right(a) ? b : a));
    return [`scrolls sideways: ${widest.outerHTML.slice(0, 200)}`];
}"""

# A box to tick or a round button is pressed by its line; links in a text are exempt.
TOO_SMALL = """least => {
    const controls = "button, summary, select, textarea, a.btn, .form-check, nav a, "
        + "input:not([type=hidden], [type=checkbox], [type=radio])";
    const seen = element => element.checkVisibility({ visibilityProperty: true })
        && !element.matches(".visually-hidden");
    return [...document.querySelectorAll(controls)].filter(seen)
        .filter(element => element.getBoundingClientRect().height < least - 0.5)
        .map(element => {
            const height = element.getBoundingClientRect().height;
            return `${height} px high: ${element.outerHTML.slice(0, 200)}`;
        });
}"""


def shortcomings(page: Page) -> list[str]:
    """Return what a page, as it now stands, lacks for the people who use it."""
    place = f"{page.url} in {page.viewport_size}: "
    return [
        place + found
        for found in (
            *_violations(page),
            *page.evaluate(TOO_WIDE),
            *page.evaluate(TOO_SMALL, TARGET),
        )
    ]


def _violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        # The pages that follow have it from the browser: to send it takes as long as to run it.
        page.context.add_init_script(AXE)
        page.evaluate(AXE)
    found: list[Any] = page.evaluate(RUN_AXE, list(RULES))
    return [str(each) for each in found]
