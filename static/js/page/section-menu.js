// The list of sections stands open where there is room, also in browsers whose style sheets
// cannot open it.
import { maybe } from "./dom.js";

const menu = maybe(document, "[data-section-menu]", HTMLDetailsElement);
if (menu && !CSS.supports("selector(::details-content)")) {
  const wide = matchMedia("(min-width: 60rem)");
  const adapt = () => {
    menu.open = wide.matches;
  };
  wide.addEventListener("change", adapt);
  adapt();
}
