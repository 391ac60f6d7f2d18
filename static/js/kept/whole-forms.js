// Keeps what is typed into a whole form, such as the settings, until it is saved: a server that
// cannot be reached loses nothing, and neither does who leaves. Offered above the form again.
import { grouped, signature } from "../answer/pairs.js";
import { csrfToken } from "../page/csrf.js";
import { every, said } from "../page/dom.js";
import { isRestored, placeOf, refused, send, sendOwn, store } from "./kept.js";
import { offer, showTyped } from "./offers.js";

/** @import { Pairs } from "../answer/pairs.js" */
/** @import { KeptRecord } from "./store.js" */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** What every page has anew, and what is nobody's to keep. */
const NEVER = new Set(["csrfmiddlewaretoken", "once", "person"]);
const SECRET = new Set(["password", "file", "submit", "button"]);
const TICKS = new Set(["radio", "checkbox"]);

/**
 * @param {HTMLFormElement} form
 * @returns {Field[]}
 */
const fieldsOf = (form) =>
  /** @type {Field[]} */ ([...form.elements]).filter(
    ({ name, type }) => name && !SECRET.has(type) && !NEVER.has(name),
  );

/**
 * The values of a field, or those that it had as the page came.
 * @param {Field} field
 * @param {boolean} isFirst
 * @returns {string[]}
 */
const valuesOf = (field, isFirst) => {
  if (field instanceof HTMLSelectElement) {
    const chosen = [...field.options].filter((each) =>
      isFirst ? each.defaultSelected : each.selected,
    );
    const shown = chosen.length > 0 || field.multiple ? chosen : [...field.options].slice(0, 1);
    return shown.map(({ value }) => value);
  }
  if (TICKS.has(field.type) && field instanceof HTMLInputElement)
    return (isFirst ? field.defaultChecked : field.checked) ? [field.value] : [];
  return [isFirst ? field.defaultValue : field.value];
};

/**
 * @param {Field[]} fields
 * @param {boolean} [isFirst]
 * @returns {Pairs}
 */
const pairsOf = (fields, isFirst = false) =>
  fields.flatMap((field) =>
    valuesOf(field, isFirst).map((value) => /** @type {[string, string]} */ ([field.name, value])),
  );

/** @param {HTMLFormElement} form */
const shownIn = (form) => fieldsOf(form).filter(({ type }) => type !== "hidden");

/**
 * What of a record was typed: of each field that says another thing than as it was found, all.
 * @param {KeptRecord} record
 * @returns {Pairs}
 */
const typedOf = ({ pairs, base }) => {
  const [now, then] = [grouped(pairs), grouped(base ?? [])];
  const names = [...new Set([...now.keys(), ...then.keys()])];
  const same = (/** @type {string} */ name) =>
    JSON.stringify(now.get(name) ?? []) === JSON.stringify(then.get(name) ?? []);
  return names
    .filter((name) => !same(name))
    .flatMap((name) =>
      (now.get(name) ?? [""]).map((value) => /** @type {[string, string]} */ ([name, value])),
    );
};

/**
 * @param {Field} field
 * @param {string[]} values
 */
const set = (field, values) => {
  if (field instanceof HTMLSelectElement) {
    for (const each of field.options) each.selected = values.includes(each.value);
  } else if (TICKS.has(field.type) && field instanceof HTMLInputElement) {
    field.checked = values.includes(field.value);
  } else field.value = values[0] ?? "";
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  const fold = field.closest("details");
  if (fold) fold.open = true;
};

/**
 * Shows in the form what was typed; all else stays as it is now.
 * @param {HTMLFormElement} form
 * @param {Pairs} typed
 */
const fill = (form, typed) => {
  const given = grouped(typed);
  for (const field of shownIn(form)) {
    const values = given.get(field.name);
    if (values) set(field, values);
  }
};

/**
 * Has the server show a form again as it was typed, with rows that the page has not, and beside it
 * what others have changed since.
 * @param {HTMLFormElement} form
 * @param {KeptRecord} record
 */
const showAgain = (form, record) => {
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.action;
  const person = fieldsIn(form, "person");
  const rest = [...(record.versions ?? []), ...record.pairs];
  const pairs = [["csrfmiddlewaretoken", csrfToken()], ["person", person], ...rest];
  for (const [name = "", value = ""] of [...pairs, ["rows", said(form, "keptAgain")]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    again.append(field);
  }
  document.body.append(again);
  send(record.key);
  again.submit();
};

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
const fieldsIn = (form, name) => String(new FormData(form).get(name) ?? "");

for (const form of every(document, "form[data-kept-whole]", HTMLFormElement)) {
  const place = placeOf(form, said(form, "keptWhole"));
  if (isRestored()) form.reset();
  const first = pairsOf(shownIn(form), true);
  const isOurs = refused?.key.includes(` ${place} `) ?? false;
  // What a server shows again is not saved, though the page came with it.
  const isTyped = "typed" in form.dataset || isOurs;
  const base = isTyped ? (isOurs && refused?.base) || [] : first;
  const keep = () => {
    const pairs = pairsOf(shownIn(form));
    if (!isTyped && signature(pairs) === signature(first)) return store.forgetOwn(place);
    const versions = pairsOf(fieldsOf(form).filter(({ type }) => type === "hidden"));
    return store.keep(place, { pairs, versions, base });
  };
  if (isOurs && refused) store.forget(refused.key);
  const now = signature(pairsOf(shownIn(form)));
  for (const record of store.keptAt(place)) {
    const typed = typedOf(record);
    if (typed.length === 0 || signature(record.pairs) === now) {
      store.forget(record.key);
      continue;
    }
    const box = offer(record, form, () => {
      if ("keptAgain" in form.dataset) return showAgain(form, record);
      fill(form, typed);
      store.forget(record.key);
      keep();
    });
    // A choice in a row that the page has not is a number to it.
    const isWords = (/** @type {Pairs[number]} */ [name, value]) =>
      form.elements.namedItem(name) !== null || !/^\d+$/.test(value);
    showTyped(box, form, typed.filter(isWords));
  }
  if (isTyped) keep();
  for (const kind of ["input", "change"]) form.addEventListener(kind, keep);
  form.addEventListener("lgq:rows", () => queueMicrotask(keep));
  form.addEventListener("submit", ({ defaultPrevented }) => {
    if (!defaultPrevented) sendOwn(place);
  });
}
