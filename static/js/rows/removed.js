// A row that is removed leaves in its place a way to bring it back, and rows made of a text one to
// have the text again, until the next such thing is done or the page is left.
import { copyOf, one } from "../page/dom.js";

/** @type {HTMLElement | null} */
let left = null;

/**
 * Returns a line that says what was done, with a button that takes it back.
 * @param {string} words
 * @param {() => void} takeBack
 */
export const undoLine = (words, takeBack) => {
  left?.remove();
  const place = copyOf("removed-row");
  one(place, "[data-words]").textContent = words;
  one(place, "button").addEventListener("click", () => {
    left = null;
    takeBack();
    place.remove();
  });
  left = place;
  return place;
};

/**
 * Takes a row out, and returns the button that brings it back, upon which `restored` is called.
 * @param {HTMLElement} row
 * @param {string} words
 * @param {() => void} restored
 */
export const takeOut = (row, words, restored) => {
  const place = undoLine(words, () => {
    place.before(row);
    restored();
  });
  row.replaceWith(place);
  return one(place, "button");
};
