// Rows of links, and of any other fields, are added, removed and moved at once; without this script the server does it.
import { around, every, one, said, targetOf } from "../page/dom.js";
import { emitRows } from "../page/events.js";
import { leastOf, newRow } from "./new-row.js";
import { renamedInLinks } from "./numbering.js";
import { takeOut } from "./removed.js";
import { announce, renumberRow } from "./renumber.js";

/** @typedef {(links: HTMLElement, row: HTMLElement | null, button: HTMLElement) => void} Action */

/** @param {HTMLElement} links */
const rowsOf = (links) => every(links, "[data-link-row]");

/**
 * @param {HTMLElement} row
 * @param {string} name
 */
const field = (row, name) => one(row, `[data-field="${name}"]`, HTMLInputElement);

/** @param {HTMLElement} row */
const isBlank = (row) => every(row, "input", HTMLInputElement).every(({ value }) => !value);

/**
 * Writes the places of all rows into them, for the server and for labels.
 * @param {HTMLElement} links
 */
const renumber = (links) => {
  const list = said(links, "links");
  rowsOf(links).forEach((row, index) => {
    renumberRow(row, index, (ids) => renamedInLinks(ids, list, index));
    for (const button of every(row, "button[data-row]", HTMLButtonElement)) {
      button.value = `${button.dataset.row} ${list} ${index}`;
    }
  });
};

/** @type {Action} */
const add = (links) => {
  const row = newRow(links);
  one(links, "[data-rows]").append(row);
  emitRows(links);
  one(row, "[data-field]").focus();
  announce("add", rowsOf(links).length);
};

/** The empty row that stands in a list since its last row was removed. @type {WeakMap<HTMLElement, HTMLElement>} */
const standing = new WeakMap();

/** @type {Action} */
const remove = (links, row) => {
  if (!row) return;
  const index = rowsOf(links).indexOf(row);
  const stand = rowsOf(links).length <= leastOf(links) ? newRow(links) : null;
  if (stand) standing.set(links, stand);
  const undo = takeOut(row, said(links, "removed"), () => {
    const empty = standing.get(links);
    if (empty && isBlank(empty)) empty.remove();
    standing.delete(links);
    emitRows(links);
    one(row, "[data-field]").focus();
    announce("restore", rowsOf(links).indexOf(row) + 1);
  });
  if (stand) one(links, "[data-rows]").append(stand);
  emitRows(links);
  undo.focus();
  announce("remove", index + 1);
};

/** @type {Action} */
const move = (links, row, button) => {
  if (!row) return;
  const isUp = button.dataset.row === "up";
  const other = rowsOf(links)[rowsOf(links).indexOf(row) + (isUp ? -1 : 1)];
  if (!other) return;
  if (isUp) other.before(row);
  else other.after(row);
  emitRows(links);
  button.focus();
  // The first row cannot go up nor the last one down, and a hidden button takes no focus.
  if (document.activeElement !== button) one(row, `[data-row="${isUp ? "down" : "up"}"]`).focus();
  announce("move", rowsOf(links).indexOf(row) + 1);
};

/** @type {Action} */
const use = (_, row, button) => {
  if (!row) return;
  const url = field(row, "url");
  const label = field(row, "label");
  url.value = said(button, "address");
  const found = said(button, "label");
  if (!label.value.includes(found)) label.value = `${label.value} ${found}`.trim();
  url.focus();
  url.dispatchEvent(new Event("input", { bubbles: true }));
  url.dispatchEvent(new Event("change", { bubbles: true }));
};

/** Several addresses in one field become rows, by code that few ever need. @type {Action} */
const split = (_, row, button) => {
  const made = row && import("./link-split.js").then(({ splitRow }) => splitRow(row));
  // Without it the server does the same, as without any script.
  made?.catch(() => button.closest("form")?.requestSubmit(button));
};

/** @type {Record<string, Action>} */
const ACTIONS = { add, remove, up: move, down: move, use, split };

document.addEventListener("click", (event) => {
  const button = targetOf(event).closest("[data-links] button[data-row]");
  if (!(button instanceof HTMLButtonElement)) return;
  const act = ACTIONS[said(button, "row")];
  if (!act) return;
  event.preventDefault();
  act(around(button, "[data-links]"), button.closest("[data-link-row]"), button);
});

document.addEventListener("lgq:rows", (event) => {
  const links = targetOf(event).closest("[data-links]");
  if (links instanceof HTMLElement) renumber(links);
});
