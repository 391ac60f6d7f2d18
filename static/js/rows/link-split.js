// A row whose field for an address holds several becomes a row for each, and one again by a press.
import { around, every, one, said } from "../page/dom.js";
import { emitRows } from "../page/events.js";
import { insert } from "./link-paste.js";
import { undoLine } from "./removed.js";

/**
 * @param {HTMLElement} row
 * @param {string} name
 */
const field = (row, name) => one(row, `[data-field="${name}"]`, HTMLInputElement);

/**
 * Says beside the field of a row, once, that the list has no room.
 * @param {HTMLElement} row
 * @param {string} words
 */
const sayFull = (row, words) => {
  const note = one(row, "[data-note]");
  if (!every(note, ".lgq-field-error").some((each) => each.textContent === words)) {
    const problem = document.createElement("p");
    problem.className = "lgq-field-error";
    problem.textContent = words;
    note.append(problem);
  }
  field(row, "url").focus();
};

/**
 * Makes rows of the addresses of a row; the first has the label that the row had.
 * @param {HTMLElement} row
 */
export const splitRow = async (row) => {
  const links = around(row, "[data-links]");
  const label = field(row, "label").value;
  const { rows, full } = await insert(links, row, field(row, "url").value, undefined, true);
  const [first] = rows;
  if (!first) {
    // No room, or the server could not be reached: what is in the row stays there alone.
    if (full) sayFull(row, full);
    return;
  }
  const found = field(first, "label");
  if (!label.includes(found.value)) found.value = `${label} ${found.value}`.trim();
  else found.value = label;
  emitRows(links);
  const words = said(one(document, "#announcement"), "paste");
  const line = undoLine(`${words} ${rows.length}.`, () => {
    line.after(row);
    for (const made of rows) made.remove();
    emitRows(links);
    field(row, "url").focus();
  });
  rows.at(-1)?.after(line);
};
