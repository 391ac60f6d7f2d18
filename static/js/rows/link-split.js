// A row whose field for an address holds several becomes a row for each, and one again by a press.
import { around, one, said } from "../page/dom.js";
import { emitRows } from "../page/events.js";
import { insert } from "./link-paste.js";
import { undoLine } from "./removed.js";

/**
 * @param {HTMLElement} row
 * @param {string} name
 */
const field = (row, name) => one(row, `[data-field="${name}"]`, HTMLInputElement);

/**
 * Makes rows of the addresses of a row; the first has the label that the row had.
 * @param {HTMLElement} row
 */
export const splitRow = async (row) => {
  const links = around(row, "[data-links]");
  const label = field(row, "label").value;
  const box = one(links, "[data-paste] textarea", HTMLTextAreaElement);
  const before = box.value;
  const { rows } = await insert(links, row, field(row, "url").value);
  const [first] = rows;
  if (!first) {
    // The server could not be reached: what is in the row stays there alone.
    box.value = before;
    return;
  }
  const found = field(first, "label");
  if (!label.includes(found.value)) found.value = `${label} ${found.value}`.trim();
  else found.value = label;
  row.remove();
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
