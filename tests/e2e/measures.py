"""What can be measured of a page: axe's rules, its width, and whether all of it can be hit."""

from typing import Literal

from playwright.sync_api import Page, ViewportSize

from tests.support.axe import violations

TARGET = 44

DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
Light = Literal["light", "dark"]
OTHER: dict[Light, Light] = {"light": "dark", "dark": "light"}

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


# What nobody can read or hit: text over text, buttons that touch, and a button whose words are cut
# or take a second line. What is for the ear alone, and what stays in place over the page, is left
# out.
UNTIDY = """least => {
    const aside = ".visually-hidden, option, script, style, svg, textarea, template";
    const stays = each => {
        const { clipPath, position } = getComputedStyle(each);
        return each.matches(".lgq-menu-items") || clipPath !== "none"
            || ["fixed", "sticky"].includes(position);
    };
    const unseen = element => element.closest(aside)
        || !element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
    const lifted = element => element && (stays(element) || lifted(element.parentElement));
    const rects = node => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return [...range.getClientRects()].filter(each => each.width > 2);
    };
    const texts = [];
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
        const { currentNode: node } = nodes;
        if (!node.data.trim() || unseen(node.parentElement) || lifted(node.parentElement)) continue;
        // Lines of one size stand closer than their boxes are high.
        texts.push(...rects(node).map(({ left, right, top, height }) => (
            { left, right, top: top + height / 4, bottom: top + 3 * height / 4, node })));
    }
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
    const covered = texts.flatMap((one, place) => texts.slice(place + 1)
        .filter(other => over(one, other))
        .map(other => `"${other.node.data.trim()}" covers "${one.node.data.trim()}"`));
    const buttons = [...document.querySelectorAll("main .btn")]
        .filter(each => !unseen(each) && !lifted(each));
    const boxes = buttons.map(each => [each, each.getBoundingClientRect()]);
    const gap = (a, b) => Math.max(
        b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
    const touching = boxes.flatMap(([one, a], place) => boxes.slice(place + 1)
        .filter(([, b]) => gap(a, b) < least)
        .map(([other]) => `"${one.innerText}" touches "${other.innerText}"`));
    const cut = buttons.filter(each => each.scrollWidth > each.clientWidth + 1)
        .map(each => `cut: ${each.outerHTML.slice(0, 200)}`);
    return [...covered, ...touching, ...cut];
}"""
APART = 7.5


def shortcomings(page: Page) -> list[str]:
    """Return what a page, as it now stands, lacks for the people who use it."""
    page.wait_for_load_state()  # a page that a link led to is there before its style sheets
    place = f"{page.url} in {page.viewport_size}, {_light(page)}: "
    return [
        place + found
        for found in (
            *violations(page),
            *page.evaluate(TOO_WIDE),
            *page.evaluate(TOO_SMALL, TARGET),
            *page.evaluate(UNTIDY, APART),
        )
    ]


def shortcomings_both_ways(page: Page) -> list[str]:
    """Return what a page lacks as it stands, and what on the other width in the other light.

    To load a page again, and to have the browser compile axe for it, takes longer than to turn it.
    """
    size, light = page.viewport_size, _light(page)
    assert size
    found = shortcomings(page)
    turn(page, PHONE if size["width"] > PHONE["width"] else DESK, OTHER[light])
    found += shortcomings(page)
    turn(page, size, light)
    return found


def turn(page: Page, size: ViewportSize, light: Light) -> None:
    """Give a page another size and light, and let its scripts see it."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=light)
    page.evaluate("() => new Promise(seen => requestAnimationFrame(() => setTimeout(seen)))")


def _light(page: Page) -> Light:
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    return "dark" if dark else "light"
