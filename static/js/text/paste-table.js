// A table pasted from a word processor, a spreadsheet or a browser becomes clean rows, and a sign of
// a symbol font the one that is saved for it, in one step that undo takes back.
import { one } from "../page/dom.js";
import { format } from "./lengths.js";
import { onOwnLines, pastedText } from "./pasted-table.js";
import { replace } from "./replace.js";
import { tablesIn } from "./tables.js";

const words = one(document, "#table-editor", HTMLTemplateElement).dataset;

/** Says how large a table has become of what was pasted. @param {string} text */
const tell = (text) => {
  const [table] = tablesIn(text);
  if (!table) return;
  const size = { rows: table.rows.length, columns: table.rows[0]?.length ?? 0 };
  const said = format(words.pasted ?? "", size, document.documentElement.lang);
  one(document, "#announcement").textContent = said;
};

document.addEventListener("paste", (event) => {
  const { target: area, clipboardData } = event;
  if (event.defaultPrevented) return; // it was something else
  if (!(area instanceof HTMLTextAreaElement) || !("outline" in area.dataset)) return;
  const text = clipboardData && pastedText(clipboardData);
  if (!text) return;
  event.preventDefault();
  const { value, selectionStart: start, selectionEnd: end } = area;
  const before = value.slice(value.lastIndexOf("\n", start - 1) + 1, start);
  const after = value.slice(end).split("\n", 1)[0] ?? "";
  replace(area, start, end, onOwnLines(text, before, after));
  tell(text);
});
