// What a question's card holds, as the browser would send it, and the way back into the card.
import { every, one, said } from "../page/dom.js";
import { emitRows } from "../page/events.js";
import { leastOf, newRow } from "../rows/new-row.js";
import { grouped, moved, rowCount } from "./pairs.js";

/** @import { Pairs } from "./pairs.js" */
/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */
/** @typedef {HTMLInputElement & { type: "radio" | "checkbox" }} Tick */

const TICKS = new Set(["radio", "checkbox"]);

/** @type {EventTarget | null} */
let composing = null;
addEventListener(
  "compositionstart",
  ({ target }) => {
    composing = target;
  },
  true,
);
addEventListener(
  "compositionend",
  () => {
    composing = null;
  },
  true,
);

/**
 * Whether an input method is in the middle of a syllable here; to write would break it.
 * @param {HTMLElement} card
 */
export const composesIn = (card) => composing instanceof Node && card.contains(composing);

/**
 * @param {ParentNode} place
 * @returns {Field[]}
 */
const fieldsOf = (place) => {
  const found = /** @type {NodeListOf<Field>} */ (
    place.querySelectorAll("input[name], textarea[name]")
  );
  // Some are hidden as they are given, such as the phrase that a line translates; a file that is
  // chosen is no part of an answer before it is taken.
  return [...found].filter(
    ({ type, dataset }) => type !== "file" && (type !== "hidden" || "given" in dataset),
  );
};

/**
 * @param {Field} field
 * @returns {field is Tick}
 */
const isTick = (field) => TICKS.has(field.type);

/** @param {HTMLElement} card */
const versionField = (card) =>
  one(card, 'input[type="hidden"][name^="version-"]', HTMLInputElement);

/** @param {HTMLElement} card */
export const versionOf = (card) => Number(versionField(card).value);

/**
 * @param {HTMLElement} card
 * @param {number | string} version
 */
export const setVersion = (card, version) => {
  versionField(card).value = String(version);
};

/**
 * What the browser would send of a card or a form, without versions.
 * @param {HTMLElement} card
 * @returns {Pairs}
 */
export const read = (card) =>
  fieldsOf(card)
    .filter((field) => !isTick(field) || field.checked)
    .map(({ name, value }) => [name, value]);

/**
 * The same as the page came, whatever was typed since.
 * @param {HTMLElement} card
 * @returns {Pairs}
 */
export const readFirst = (card) =>
  fieldsOf(card)
    .filter((field) => !isTick(field) || field.defaultChecked)
    .map((field) => [field.name, isTick(field) ? field.value : field.defaultValue]);

/**
 * @param {HTMLElement} links
 * @param {number} wanted
 */
const makeRows = (links, wanted) => {
  const rows = every(links, "[data-link-row]");
  if (rows.length === wanted) return;
  const list = one(links, "[data-rows]");
  while (rows.length < wanted) {
    const row = newRow(links);
    list.append(row);
    rows.push(row);
  }
  const surplus = rows.splice(wanted);
  const isFocused = surplus.some((row) => row.contains(document.activeElement));
  for (const row of surplus) row.remove();
  const last = rows.at(-1);
  if (isFocused && last) one(last, "input").focus();
  emitRows(links);
};

/**
 * @param {Field} field
 * @param {string} value
 */
const setText = (field, value) => {
  const { value: before, selectionStart, selectionEnd, scrollTop } = field;
  field.value = value;
  if (field !== document.activeElement || selectionStart === null) return;
  const [start, end] = [selectionStart, selectionEnd ?? selectionStart];
  field.setSelectionRange(moved(start, before, value), moved(end, before, value));
  field.scrollTop = scrollTop;
};

/**
 * @param {Field} field
 * @param {string[]} values
 */
const set = (field, values) => {
  const [value = ""] = values;
  if (isTick(field)) {
    const wanted = field.type === "radio" ? field.value === value : values.includes(field.value);
    if (field.checked === wanted) return;
    field.checked = wanted;
  } else {
    if (field.value === value) return;
    setText(field, value);
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

/** @param {ParentNode} place */
const holdsSomething = (place) =>
  fieldsOf(place).some((field) => (isTick(field) ? field.checked : field.value !== ""));

/**
 * Shows such pairs in the card; never to be called while `composesIn(card)`.
 * @param {HTMLElement} card
 * @param {Pairs} pairs
 */
export const write = (card, pairs) => {
  const given = grouped(pairs);
  for (const links of every(card, "[data-links]")) {
    makeRows(links, Math.max(leastOf(links), rowCount(said(links, "links"), given.keys())));
  }
  for (const field of fieldsOf(card)) set(field, given.get(field.name) ?? []);
  for (const details of every(card, "details", HTMLDetailsElement)) {
    if (holdsSomething(details)) details.open = true;
  }
};

/**
 * The versions that a form started from.
 * @param {HTMLElement} form
 */
export const versionFields = (form) =>
  every(form, 'input[type="hidden"][name*="version-"]', HTMLInputElement);
