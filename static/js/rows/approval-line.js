// Steps of an approval line are added, removed and moved at once; without this script the server
// does it.
import { around, copyOf, every, maybe, one, said, targetOf } from "../page/dom.js";
import { emitRows } from "../page/events.js";
import { renamedInLine } from "./numbering.js";
import { takeOut } from "./removed.js";
import { announce, renumberRow } from "./renumber.js";

/** @typedef {(line: HTMLElement, row: HTMLElement | null, button: HTMLElement) => void} Action */

/** @param {HTMLElement} line */
export const rowsOf = (line) => every(line, "[data-step-row]");

/**
 * @param {Element} row
 * @param {string} name
 */
const toolOf = (row, name) => maybe(row, `[data-step="${name}"]`);

/** @param {Element} row */
const isLocked = (row) => toolOf(row, "remove") === null;

/**
 * Writes the places of all steps into them, for the server and for labels.
 * @param {HTMLElement} line
 */
export const renumber = (line) => {
  const section = said(around(line, "[data-section]"), "section");
  rowsOf(line).forEach((row, index) => {
    renumberRow(row, index, (id) => renamedInLine(id, said(line, "line"), index));
    for (const button of every(row, "button[data-step]", HTMLButtonElement)) {
      button.value = `${button.dataset.step} ${section} ${index}`;
    }
  });
  emitRows(line);
};

/** @param {HTMLElement} row */
const focusIn = (row) => maybe(row, '[data-field="title"]')?.focus();

/** @type {Action} */
const add = (line) => {
  const row = copyOf("step-pattern", "[data-step-row]");
  one(line, "[data-steps]").append(row);
  renumber(line);
  focusIn(row);
  announce("add", rowsOf(line).length);
};

/** @type {Action} */
const remove = (line, row) => {
  if (!row) return;
  const index = rowsOf(line).indexOf(row);
  const undo = takeOut(row, said(line, "removed"), () => {
    renumber(line);
    focusIn(row);
    announce("restore", rowsOf(line).indexOf(row) + 1);
  });
  renumber(line);
  undo.focus();
  announce("remove", index + 1);
};

/** @type {Action} */
const move = (line, row, button) => {
  if (!row) return;
  const isUp = button.dataset.step === "up";
  const other = rowsOf(line)[rowsOf(line).indexOf(row) + (isUp ? -1 : 1)];
  if (!other || isLocked(other)) return;
  if (isUp) other.before(row);
  else other.after(row);
  renumber(line);
  button.focus();
  // The first step cannot go up nor the last one down, and a hidden button takes no focus.
  if (document.activeElement !== button) toolOf(row, isUp ? "down" : "up")?.focus();
  announce("move", rowsOf(line).indexOf(row) + 1);
};

/** @type {Record<string, Action>} */
const ACTIONS = { add, remove, up: move, down: move };

document.addEventListener("click", (event) => {
  const button = targetOf(event).closest("[data-line] button[data-step]");
  if (!(button instanceof HTMLButtonElement)) return;
  const act = ACTIONS[said(button, "step")];
  if (!act) return;
  event.preventDefault();
  act(around(button, "[data-line]"), button.closest("[data-step-row]"), button);
});
