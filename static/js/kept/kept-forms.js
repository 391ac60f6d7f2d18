// Keeps what is typed into a form that saves only when it is sent, such as a comment, and offers
// it when the page of the form is opened again.
import { read, readFirst, versionFields, write } from "../answer/fields.js";
import { signature } from "../answer/pairs.js";
import { every, said } from "../page/dom.js";
import { isRestored, placeOf, sendOwn, store } from "./kept.js";
import { offer } from "./offers.js";

/** @import { Pairs } from "../answer/pairs.js" */
/** @import { KeptRecord } from "./store.js" */

/**
 * @param {HTMLFormElement} form
 * @param {string} place
 */
const keepTyped = (form, place) => {
  if (signature(read(form)) === signature(readFirst(form))) {
    store.forgetOwn(place);
    return;
  }
  /** @type {Pairs} */
  const versions = versionFields(form).map(({ name, value }) => [name, value]);
  store.keep(place, { pairs: read(form), versions });
};

/**
 * Shows a kept text with the version that it started from, lest it write over what it never saw.
 * @param {HTMLFormElement} form
 * @param {string} place
 * @param {KeptRecord} record
 */
const show = (form, place, record) => {
  write(form, record.pairs);
  const versions = new Map(record.versions);
  for (const field of versionFields(form)) field.value = versions.get(field.name) ?? field.value;
  keepTyped(form, place);
  store.forget(record.key);
};

for (const form of every(document, "form[data-kept]", HTMLFormElement)) {
  const place = placeOf(form, said(form, "kept"));
  // What a browser restores by itself may not be of the version that the page now has.
  if (isRestored()) form.reset();
  for (const record of store.keptAt(place)) {
    if (signature(record.pairs) === signature(readFirst(form))) store.forget(record.key);
    else offer(record, form, () => show(form, place, record));
  }
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => keepTyped(form, place));
  form.addEventListener("lgq:rows", () => queueMicrotask(() => keepTyped(form, place)));
  form.addEventListener("submit", () => sendOwn(place));
}
