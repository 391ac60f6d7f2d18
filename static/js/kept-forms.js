// Keeps what is typed into a form that saves only when it is sent, such as a comment, and offers
// it when the page of the form is opened again.
import { read, readFirst, signature, write } from "./fields.js";
import { forget, forgetOwn, keep, keptAt, placeOf, sendOwn } from "./kept.js";
import { offer } from "./offers.js";

const versionsOf = (form) => [...form.querySelectorAll('input[type="hidden"][name*="version-"]')];

const keepTyped = (form, place) => {
  if (signature(read(form)) === signature(readFirst(form))) {
    forgetOwn(place);
    return;
  }
  const versions = versionsOf(form).map(({ name, value }) => [name, value]);
  keep(place, { pairs: read(form), versions });
};

// With the version that it started from, lest it write over what it never saw.
const show = (form, place, record) => {
  write(form, record.pairs);
  const versions = new Map(record.versions);
  for (const field of versionsOf(form)) field.value = versions.get(field.name) ?? field.value;
  keepTyped(form, place);
  forget(record.key);
};

const [entry] = performance.getEntriesByType("navigation");

for (const form of document.querySelectorAll("form[data-kept]")) {
  const place = placeOf(form, form.dataset.kept);
  // What a browser restores by itself may not be of the version that the page now has.
  if (entry?.type === "reload" || entry?.type === "back_forward") form.reset();
  for (const record of keptAt(place)) {
    if (signature(record.pairs) === signature(readFirst(form))) forget(record.key);
    else offer(record, form, () => show(form, place, record));
  }
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => keepTyped(form, place));
  form.addEventListener("lgq:rows", () => queueMicrotask(() => keepTyped(form, place)));
  form.addEventListener("submit", () => sendOwn(place));
}
