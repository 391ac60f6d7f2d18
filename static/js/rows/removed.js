// A row that is removed leaves in its place a way to bring it back, until another one is removed or
// the page is left.
import { copyOf, one } from "../page/dom.js";

/** @type {HTMLElement | null} */
let left = null;

/**
 * Takes a row out, and returns the button that brings it back, upon which `restored` is called.
 * @param {HTMLElement} row
 * @param {string} words
 * @param {() => void} restored
 */
export const takeOut = (row, words, restored) => {
  left?.remove();
  const place = copyOf("removed-row");
  const undo = one(place, "button");
  one(place, "[data-words]").textContent = words;
  undo.addEventListener("click", () => {
    place.replaceWith(row);
    left = null;
    restored();
  });
  row.replaceWith(place);
  left = place;
  return undo;
};
