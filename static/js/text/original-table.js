// Takes the tables of an original over into its translation, so that nobody types their figures again.
import { every, maybe, one, said } from "../page/dom.js";
import { replace } from "./replace.js";
import { written } from "./tables.js";

/**
 * What a cell says, in its lines.
 * @param {HTMLTableCellElement} cell
 */
const saidIn = (cell) => {
  const copy = cell.cloneNode(true);
  for (const each of every(/** @type {HTMLElement} */ (copy), "br")) each.replaceWith("\n");
  return copy.textContent ?? "";
};

/** @param {HTMLTableElement} table */
const textOf = (table) => written([...table.rows].map((row) => [...row.cells].map(saidIn)));

/**
 * Writes tables into a text on lines of their own, where the caret stands.
 * @param {HTMLTextAreaElement} area
 * @param {HTMLTableElement[]} tables
 */
const takeOver = (area, tables) => {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const above = start && value[start - 1] !== "\n" ? "\n" : "";
  const below = end < value.length && value[end] !== "\n" ? "\n" : "";
  area.focus();
  replace(area, start, end, above + tables.map(textOf).join("\n\n") + below);
};

for (const card of every(document, "[data-translation]")) {
  const tables = every(card, ".lgq-original .outline-table table", HTMLTableElement);
  const area = maybe(card, "textarea[data-outline]", HTMLTextAreaElement);
  if (!tables.length || !area) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lgq-quiet";
  button.textContent = said(card, tables.length > 1 ? "takeSeveral" : "take");
  button.addEventListener("click", () => takeOver(area, tables));
  one(document, `#${CSS.escape(area.id)}--table-button`).after(button);
}
