// Offers beside an empty field how the same words are translated in another answer, and puts that in
// by one press. What is typed on this page counts at once. Without this script the server does so.
import { every, one, said, targetOf } from "../page/dom.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */
/** @typedef {{ number: string, text: string }} Elsewhere */
/** @typedef {{ bar: HTMLElement, field: Field, words: string, number: string, saved: Elsewhere }} Place */

/**
 * @param {HTMLElement} bar
 * @returns {Place[]}
 */
const read = (bar) => {
  const field = document.getElementById(said(bar, "same"));
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return [];
  const number = one(bar, "[data-same-number]").textContent ?? "";
  const text = one(bar, "[data-translation]").textContent ?? "";
  const own = { words: said(bar, "words"), number: said(bar, "number") };
  return [{ bar, field, ...own, saved: { number, text } }];
};

const places = every(document, "[data-same]").flatMap(read);

/**
 * Returns how the words of a place are translated on this page, or else elsewhere.
 * @param {Place} place
 * @returns {Elsewhere}
 */
const found = (place) => {
  const other = places.find(
    ({ bar, field, words, number }) =>
      words === place.words &&
      number !== place.number &&
      field.value.trim() &&
      // A translation of what its original said before.
      bar.dataset.behind === undefined,
  );
  return other ? { number: other.number, text: other.field.value } : place.saved;
};

/** @param {Place} place */
const show = (place) => {
  const { bar, field } = place;
  const { number, text } = found(place);
  one(bar, "[data-same-number]").textContent = number;
  one(bar, "[data-translation]").textContent = text;
  bar.hidden = Boolean(field.value || !text);
};

/** @param {Place} place */
const serve = (place) => {
  const button = one(place.bar, "button");
  // From now on it sends nothing.
  button.setAttribute("type", "button");
  button.removeAttribute("name");
  button.addEventListener("click", () => {
    const { field } = place;
    const { text } = found(place);
    field.focus();
    // By the browser's own command, so that undo knows of it.
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
};

document.addEventListener("input", (event) => {
  const changed = places.find(({ field }) => field === targetOf(event));
  if (!changed) return;
  delete changed.bar.dataset.behind;
  for (const each of places) if (each.words === changed.words) show(each);
});
for (const each of places) {
  serve(each);
  show(each);
}
