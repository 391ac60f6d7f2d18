// Keeps what is typed into a form that saves only when it is sent, such as a comment, and offers
// it when the page of the form is opened again.
import { read, readFirst, versionFields, write } from "../answer/fields.js";
import { signature } from "../answer/pairs.js";
import { every, one, said } from "../page/dom.js";
import { on } from "../page/events.js";
import { isRestored, placeOf, sendOwn, store } from "./kept.js";
import { offer } from "./offers.js";

/** @import { Pairs } from "../answer/pairs.js" */
/** @import { KeptRecord } from "./store.js" */

/**
 * @param {HTMLElement} box
 * @param {string} place
 */
const keepTyped = (box, place) => {
  if (signature(read(box)) === signature(readFirst(box))) {
    store.forgetOwn(place);
    return;
  }
  /** @type {Pairs} */
  const versions = versionFields(box).map(({ name, value }) => [name, value]);
  store.keep(place, { pairs: read(box), versions });
};

/**
 * Shows a kept text with the version that it started from, lest it write over what it never saw.
 * @param {HTMLElement} box
 * @param {string} place
 * @param {KeptRecord} record
 */
const show = (box, place, record) => {
  write(box, record.pairs);
  const versions = new Map(record.versions);
  for (const field of versionFields(box)) field.value = versions.get(field.name) ?? field.value;
  keepTyped(box, place);
  store.forget(record.key);
};

/** Whether nothing stands in it but ticks: then what was typed can simply be there again. */
const isBlank = (/** @type {Pairs} */ pairs) =>
  pairs.every(([, value]) => value === "" || value === "on");

/** Opens a fold, and those around it. @param {Element | null} fold */
const unfold = (fold) => {
  if (!(fold instanceof HTMLDetailsElement)) return;
  fold.open = true;
  unfold(fold.parentElement?.closest("details") ?? null);
};

// Of a form the fields of which stand elsewhere, the box around them says so.
/** @param {HTMLElement} box */
const keepBox = (box) => {
  const form =
    box instanceof HTMLFormElement ? box : one(box, "textarea", HTMLTextAreaElement).form;
  if (!form) return;
  const place = placeOf(form, said(box, "kept"));
  // What a browser restores by itself may not be of the version that the page now has.
  if (isRestored()) form.reset();
  const first = readFirst(box);
  const records = store.keptAt(place).filter((record) => {
    const isNew = signature(record.pairs) !== signature(first);
    if (!isNew) store.forget(record.key);
    return isNew;
  });
  const last = isBlank(first) && isBlank(read(box)) ? records.pop() : undefined;
  for (const record of records) offer(record, box, () => show(box, place, record));
  if (last) {
    show(box, place, last);
    import("./restored.js")
      .then(({ tellRestored }) => tellRestored(box, last, () => keepTyped(box, place)))
      .catch(() => undefined);
  }
  const fold = box.closest("details[data-in-place], details[data-reply]");
  if (last || records.length > 0) unfold(fold);
  for (const kind of ["input", "change"]) box.addEventListener(kind, () => keepTyped(box, place));
  box.addEventListener("lgq:rows", () => queueMicrotask(() => keepTyped(box, place)));
  form.addEventListener("submit", ({ defaultPrevented }) => {
    if (!defaultPrevented) sendOwn(place);
  });
};

const BOXES = "form[data-kept], div[data-kept]";
for (const box of every(document, BOXES)) keepBox(box);
on("lgq:said", (fold) => {
  for (const box of every(fold, BOXES)) keepBox(box);
});
