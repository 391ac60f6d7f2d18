// Says how much more a field or a list can hold before it is too much, and refuses a paste that
// would freeze the page. Nothing is ever cut.
import { describe } from "../page/describe.js";
import { every, maybe, one, targetOf } from "../page/dom.js";
import { format, isFarTooMuch, lengthOf, stateOf, storedLength } from "./lengths.js";

/** @import { Field } from "../answer/fields.js" */
/** @import { Kind, State } from "./lengths.js" */
/** @typedef {{ count: number, limit: number, over?: number }} Numbers */

const FIELDS = "[data-section-form] :is(textarea, input[type=text]:not([inputmode=decimal]))";
const NOTE = "[data-limit-note]";
const { dataset } = one(document, "#limits");
const announcement = one(document, "#announcement");

/**
 * @param {Element} element
 * @returns {element is Field}
 */
const isField = (element) => element.matches(FIELDS);

/**
 * @param {Field} field
 * @returns {Kind}
 */
const kindOf = (field) => {
  if (field instanceof HTMLTextAreaElement) return "text";
  return field.dataset.field === "url" ? "url" : "line";
};

/** @param {Field} field */
const limitOf = (field) => Number(dataset[kindOf(field)]);

let isReady = false;
/** @param {string} words */
const say = (words) => {
  if (isReady) announcement.textContent = words;
};

/**
 * A text has its counter on the page; other fields and lists get one once they are nearly full.
 * @param {HTMLElement} place
 */
const noteOf = (place) => {
  const text = place.closest(".lgq-text");
  const there = text && maybe(text, NOTE);
  if (there) return there;
  const next = place.nextElementSibling;
  if (next instanceof HTMLElement && next.matches(NOTE)) return next;
  const note = document.createElement("p");
  note.dataset.limitNote = "";
  note.className = "lgq-limit";
  place.after(note);
  return note;
};

/**
 * @param {Field} field
 * @param {HTMLElement} note
 * @param {boolean} isOver
 */
const mark = (field, note, isOver) => {
  note.id = `${field.id}--limit`;
  describe(field, (ids) => {
    if (isOver) ids.add(note.id);
    else ids.delete(note.id);
  });
  // What the server found stays until it is asked again.
  if (isOver) field.setAttribute("aria-invalid", "true");
  else if (!field.classList.contains("is-invalid")) field.removeAttribute("aria-invalid");
};

/**
 * Shows a state beside `place`; what is said aloud is only that a limit was crossed.
 * @param {HTMLElement} place
 * @param {State} state
 * @param {"characters" | "links"} what
 * @param {Numbers} numbers
 */
const show = (place, state, what, numbers) => {
  const before = place.dataset.limitState ?? "";
  const hasCounter = place.closest(".lgq-text") !== null;
  if (!state && !before && !hasCounter) return;
  const language = document.documentElement.lang;
  /** @param {string} name */
  const wordsOf = (name) => format(dataset[`${what}${name}`] ?? "", { ...numbers }, language);
  const note = noteOf(place);
  const words = wordsOf(state || "Near");
  note.textContent = words;
  note.hidden = !state && !hasCounter;
  note.classList.toggle("is-over", state === "Over" || state === "Refused");
  place.dataset.limitState = state;
  if (state === before && state !== "Refused") return;
  if (isField(place)) mark(place, note, state === "Over");
  if (state === "Over" || state === "Refused") say(words);
  else if (before === "Over") say(wordsOf("Back"));
};

/**
 * @param {HTMLElement} place
 * @param {"characters" | "links"} what
 * @param {number} count
 * @param {number} limit
 */
const judge = (place, what, count, limit) =>
  show(place, stateOf(count, limit), what, { count, limit, over: count - limit });

/** @param {Field} field */
const checkField = (field) =>
  judge(field, "characters", storedLength(kindOf(field), field.value), limitOf(field));

/** @param {HTMLElement} links */
const checkLinks = (links) => {
  const full = every(links, "[data-link-row]").filter((row) =>
    every(row, "input", HTMLInputElement).some(({ value }) => value.trim()),
  );
  judge(one(links, "[data-rows]"), "links", full.length, Number(dataset.links));
};

/** @param {Event} event */
const check = (event) => {
  const target = targetOf(event);
  if (isField(target)) checkField(target);
  const links = target.closest("[data-links]");
  if (links instanceof HTMLElement) checkLinks(links);
};

/**
 * Several links pasted into a row become rows, so there it is the limit of a text that counts.
 * @param {Field} field
 */
const pasteLimitOf = (field) =>
  field.closest("[data-link-row]") ? Number(dataset.text) : limitOf(field);

/**
 * @param {Event} event
 * @param {DataTransfer | null} data
 */
const refuse = (event, data) => {
  const field = targetOf(event);
  if (!isField(field)) return;
  const text = data?.getData("text/plain") ?? "";
  const grows = text.length - ((field.selectionEnd ?? 0) - (field.selectionStart ?? 0));
  if (!isFarTooMuch(grows, field.value.length, pasteLimitOf(field))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  show(field, "Refused", "characters", { count: lengthOf(text), limit: limitOf(field) });
};

document.addEventListener("input", check);
document.addEventListener("lgq:rows", check);
document.addEventListener("paste", (event) => refuse(event, event.clipboardData), true);
document.addEventListener("drop", (event) => refuse(event, event.dataTransfer), true);
for (const field of every(document, FIELDS)) if (isField(field)) checkField(field);
for (const links of every(document, "[data-section-form] [data-links]")) checkLinks(links);
isReady = true;
