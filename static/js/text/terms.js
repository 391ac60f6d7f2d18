// Puts what the glossary has for a term into the field beside it, where the caret is or was, by one
// press. The terms of a field are a toolbar: one stop of Tab, and the arrows lead from one to the
// next. Without this script a press has the server put it behind the text.
import { every, one, said, targetOf } from "../page/dom.js";
import { gapBefore } from "./term-gap.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/** @type {WeakSet<EventTarget>} the fields in which the caret has been; in others it is nowhere */
const visited = new WeakSet();

/**
 * @param {Field} field
 * @param {string} words
 */
const put = (field, words) => {
  const end = field.value.length;
  const [from, to] = visited.has(field)
    ? [field.selectionStart ?? end, field.selectionEnd ?? end]
    : [end, end];
  const text = `${gapBefore(field.value.slice(0, from))}${words}`;
  field.focus();
  field.setSelectionRange(from, to);
  // By the browser's own command, so that undo knows of it.
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

/**
 * @param {HTMLElement} button
 * @param {Field} field
 */
const serve = (button, field) => {
  // From now on it sends nothing.
  button.setAttribute("type", "button");
  button.removeAttribute("name");
  const words = one(button, "[data-translation]").textContent ?? "";
  button.addEventListener("click", () => put(field, words));
};

/**
 * Lets the arrows lead from button to button, of which Tab reaches the last one that was reached.
 * @param {HTMLElement} bar
 * @param {HTMLElement[]} buttons
 */
const lead = (bar, buttons) => {
  /** @param {HTMLElement | undefined} button */
  const reach = (button) => {
    for (const each of buttons) each.tabIndex = each === button ? 0 : -1;
  };
  /** @type {Record<string, (at: number) => number>} */
  const ways = {
    ArrowRight: (at) => (at + 1) % buttons.length,
    ArrowDown: (at) => (at + 1) % buttons.length,
    ArrowLeft: (at) => (at + buttons.length - 1) % buttons.length,
    ArrowUp: (at) => (at + buttons.length - 1) % buttons.length,
    Home: () => 0,
    End: () => buttons.length - 1,
  };
  bar.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    const focused = document.activeElement;
    const at = focused instanceof HTMLButtonElement ? buttons.indexOf(focused) : -1;
    if (!way || at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    buttons[way(at)]?.focus();
  });
  bar.addEventListener("focusin", (event) => {
    const button = targetOf(event).closest("button");
    if (button) reach(button);
  });
  reach(buttons[0]);
};

document.addEventListener("focusin", (event) => visited.add(targetOf(event)));
if (document.activeElement) visited.add(document.activeElement);
for (const bar of every(document, "[data-terms]")) {
  const field = document.getElementById(said(bar, "terms"));
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-controls", field.id);
    const buttons = every(bar, ".lgq-term");
    for (const each of buttons) serve(each, field);
    lead(bar, buttons);
  }
}
