// An empty row for a list: from its own pattern, or from that of links, which the page has once.
import { copyOf, maybe } from "../page/dom.js";

/** @param {HTMLElement} list */
export const newRow = (list) => {
  const pattern = maybe(list, ":scope > template", HTMLTemplateElement);
  const row = pattern?.content.querySelector("[data-link-row]")?.cloneNode(true);
  return row instanceof HTMLElement ? row : copyOf("link-pattern", "[data-link-row]");
};

/**
 * How many rows a list has at least: an empty one to type in, unless nobody types a row.
 * @param {HTMLElement} list
 */
export const leastOf = (list) => ("given" in list.dataset ? 0 : 1);
