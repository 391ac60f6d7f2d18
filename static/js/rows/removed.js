// A row that is removed leaves in its place a way to bring it back, each row its own, until the page
// is left. Rows made of a text leave one to have the text again, until the next such thing is done.
// Ctrl+Z outside of fields, which take back what was typed themselves, brings back what went last.
import { copyOf, isCommand, maybe, one, targetOf } from "../page/dom.js";
import { TYPED_INTO } from "../page/keys.js";

/** The line that takes back what the next such thing makes out of date. @type {HTMLElement | null} */
let left = null;
let lines = 0;
/** The buttons that bring something back, the last one last. @type {HTMLElement[]} */
const undos = [];

/**
 * @param {string} words
 * @param {() => void} takeBack
 */
const lineOf = (words, takeBack) => {
  const place = copyOf("removed-row");
  const said = one(place, "[data-words]");
  const button = one(place, "button");
  lines += 1;
  said.id = `removed-words-${lines}`;
  said.textContent = words;
  button.setAttribute("aria-describedby", said.id);
  button.addEventListener("click", () => {
    takeBack();
    place.remove();
  });
  undos.push(button);
  return place;
};

/**
 * Returns a line that says what was done, with a button that takes it back.
 * @param {string} words
 * @param {() => void} takeBack
 */
export const undoLine = (words, takeBack) => {
  left?.remove();
  left = lineOf(words, takeBack);
  return left;
};

// What tells one row from another.
const NAMING = ["label", "url", "name", "title", "department"];

/** @param {HTMLElement} row */
const called = (row) => {
  const fields = NAMING.map((key) => maybe(row, `[name$="--${key}"]`, HTMLInputElement)?.value);
  return fields.find(Boolean) ?? "";
};

/**
 * Takes a row out, and returns the button that brings it back, upon which `restored` is called.
 * @param {HTMLElement} row
 * @param {string} words
 * @param {() => void} restored
 */
export const takeOut = (row, words, restored) => {
  left?.remove();
  const name = called(row);
  const place = lineOf(name ? `${name}: ${words}` : words, () => {
    place.before(row);
    restored();
  });
  row.replaceWith(place);
  return one(place, "button");
};

document.addEventListener("keydown", (event) => {
  // By the place of the key, too, as it makes another letter while Korean is typed.
  if (!isCommand(event) || (event.key.toLowerCase() !== "z" && event.code !== "KeyZ")) return;
  if (event.isComposing || targetOf(event).closest(TYPED_INTO)) return;
  if (document.querySelector("dialog[open]")) return;
  const undo = undos.findLast((each) => each.isConnected);
  if (!undo) return;
  event.preventDefault();
  undo.click();
});
