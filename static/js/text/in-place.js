// The field for a remark takes the cursor in the very press that unfolds it, so that one can type
// at once. (A "toggle" comes later than that, and a letter that was typed before it is lost.)
// Words that are selected in the answer then stand in it as a quotation.
import { every, one } from "../page/dom.js";
import { on } from "../page/events.js";
import { quotation } from "./quotation.js";
import "./in-place-post.js";
import "./people.js";

/**
 * Returns what is selected in a field, or nothing.
 * @param {Element | null} field
 */
const selectedIn = (field) => {
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return "";
  return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
};

/**
 * Returns a quotation of what is selected in the answer to which a field belongs, as it is printed
 * or as it is typed.
 * @param {HTMLElement} fold
 */
const quoted = (fold) => {
  const answer = fold.closest("section, .lgq-with-talk, .lgq-spoken-of");
  if (!answer) return "";
  const field = document.activeElement;
  if (!fold.contains(field) && answer.contains(field)) {
    const typed = selectedIn(field);
    if (typed.trim()) return quotation(typed);
  }
  const selection = getSelection();
  const anchor = selection?.anchorNode;
  const focus = selection?.focusNode;
  if (!selection || !anchor || !focus) return "";
  return answer.contains(anchor) && answer.contains(focus) ? quotation(`${selection}`) : "";
};

/** @param {HTMLDetailsElement} fold */
const prepare = (fold) => {
  const area = one(fold, "textarea", HTMLTextAreaElement);
  const summary = one(fold, "summary", HTMLElement);
  let words = "";
  // The press itself ends the selection.
  summary.addEventListener("pointerdown", () => {
    words = quoted(fold);
  });
  summary.addEventListener("click", (event) => {
    import("./in-place-send.js").catch(() => undefined); // what sends it asks again
    const quote = words || quoted(fold);
    words = "";
    if (fold.open && !quote) return;
    event.preventDefault();
    fold.open = true;
    area.focus();
    if (!quote) return;
    area.value = area.value ? `${area.value.trimEnd()}\n${quote}` : quote;
    area.setSelectionRange(area.value.length, area.value.length);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
};

for (const fold of every(document, "[data-in-place], [data-reply]", HTMLDetailsElement)) {
  prepare(fold);
}
on("lgq:said", (fold) => {
  if (fold instanceof HTMLDetailsElement) prepare(fold);
});
