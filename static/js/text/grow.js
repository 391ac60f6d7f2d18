// Text fields grow with their text, also in browsers whose style sheets cannot do it.
import { every } from "../page/dom.js";

/** @param {HTMLTextAreaElement} area */
const fit = (area) => {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
};

if (!CSS.supports("field-sizing", "content")) {
  every(document, "textarea", HTMLTextAreaElement).forEach(fit);
  document.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLTextAreaElement) fit(target);
  });
}
