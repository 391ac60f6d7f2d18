// The field for a remark takes the cursor in the very press that unfolds it, so that one can type
// at once. (A "toggle" comes later than that, and a letter that was typed before it is lost.)
// Who can be mentioned in it is asked for when the first such field is unfolded. Words that are
// selected in the answer then stand in it as a quotation.
import { every, maybe, one, said } from "../page/dom.js";
import { offerNames, peopleIn } from "./at-name.js";
import { quotation } from "./quotation.js";
import "./in-place-post.js";

/** @typedef {import("./names.js").Person} Person */

/** @type {Promise<Person[]> | undefined} */
let asked;

/**
 * @param {string} address
 * @returns {Promise<Person[]>}
 */
const ask = async (address) => {
  const reply = await fetch(address);
  if (!reply.ok || reply.redirected) return [];
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const list = maybe(page, "[data-mention]");
  return list ? peopleIn(list) : [];
};

/** @param {HTMLTextAreaElement} area */
const offerPeople = async (area) => {
  asked ??= ask(said(area, "people"));
  try {
    offerNames(area, await asked, said(area, "names"));
    // What was typed meanwhile may end in the beginning of a name.
    if (area.value) area.dispatchEvent(new Event("input", { bubbles: true }));
  } catch {
    // It is a service, not a need: a name can be typed out. The next field asks again.
    asked = undefined;
  }
};

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

for (const fold of every(document, "[data-in-place]", HTMLDetailsElement)) {
  const area = one(fold, "textarea", HTMLTextAreaElement);
  const summary = one(fold, "summary", HTMLElement);
  let words = "";
  fold.addEventListener("toggle", () => offerPeople(area), { once: true });
  // The press itself ends the selection.
  summary.addEventListener("pointerdown", () => {
    words = quoted(fold);
  });
  summary.addEventListener("click", (event) => {
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
}
