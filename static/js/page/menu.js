// A menu that is open closes on Escape and when something else is pressed or focused. The list of
// sections stands open where there is room.
import { every, maybe, one, targetOf } from "./dom.js";

const menus = () => every(document, "details.lgq-menu[open]", HTMLDetailsElement);

/** @param {Event} event */
const closeElsewhere = (event) => {
  for (const menu of menus()) {
    if (!menu.contains(targetOf(event))) menu.open = false;
  }
};

document.addEventListener("pointerdown", closeElsewhere);
document.addEventListener("focusin", closeElsewhere);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    one(menu, "summary").focus();
  }
});

// Style sheets open it, except in some browsers.
const sections = maybe(document, "[data-section-menu]", HTMLDetailsElement);
if (sections && !CSS.supports("selector(::details-content)")) {
  const wide = matchMedia("(min-width: 60rem)");
  const adapt = () => {
    sections.open = wide.matches;
  };
  wide.addEventListener("change", adapt);
  adapt();
}

// What is not needed to show a page comes last; a page that is left meanwhile needs none of it.
addEventListener("load", () => {
  for (const wanted of [import("./paper.js"), import("./no-files.js")]) {
    wanted.catch(() => undefined);
  }
});
