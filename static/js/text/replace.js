// Changes a text as its person would, so that undo knows of it.

// Texts as they were before they were changed here, and where the caret stood in them. To undo such
// a change selects all that it replaced, which the next letter would write over.
/** @type {{ value: string, selection: [start: number, end: number] }[]} */
const before = [];
const REMEMBERED = 20;

/**
 * Puts the caret where it stood before a change that is undone.
 * @param {HTMLTextAreaElement} area
 */
export const putBack = (area) => {
  const found = before.findLast(({ value }) => value === area.value);
  if (found) area.setSelectionRange(...found.selection);
};

/**
 * Replaces text by the browser's own editing command; the field has to have the focus.
 * @param {HTMLTextAreaElement} area
 * @param {number} start
 * @param {number} end
 * @param {string} text
 */
export const replace = (area, start, end, text) => {
  const { value, selectionStart, selectionEnd } = area;
  before.push({ value, selection: [selectionStart, selectionEnd] });
  before.splice(0, before.length - REMEMBERED);
  area.setSelectionRange(start, end);
  const isDone = document.execCommand(text ? "insertText" : "delete", false, text);
  if (isDone) return;
  area.setRangeText(text, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
};
