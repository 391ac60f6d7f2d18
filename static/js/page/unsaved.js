// Knows what is not saved yet in forms that do not save by themselves: shows the bar, warns before
// the page is left, saves on Ctrl+S.
import { every, isCommand, maybe } from "./dom.js";

const FORMS = "[data-section-form]:not([data-autosave])";
const forms = every(document, FORMS, HTMLFormElement);
let isLeaving = false;

/** @param {HTMLFormElement} form */
const contentOf = (form) => {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return JSON.stringify([...data]);
};

// A form that came back from the server unsaved differs from whatever it says.
const saved = new Map(
  forms.map((form) => [form, "typed" in form.dataset ? null : contentOf(form)]),
);

/** @param {HTMLFormElement} form */
const isUnsaved = (form) => contentOf(form) !== saved.get(form);

/** @param {HTMLFormElement} form */
const show = (form) => {
  const unsaved = isUnsaved(form);
  form.classList.toggle("is-unsaved", unsaved);
  const note = maybe(form, "[data-unsaved-note]");
  const words = unsaved ? (note?.dataset.words ?? "") : "";
  if (note && note.textContent !== words) note.textContent = words;
};

for (const form of forms) {
  for (const kind of ["input", "change", "lgq:rows"]) {
    form.addEventListener(kind, () => show(form));
  }
  form.addEventListener("submit", () => {
    isLeaving = true;
  });
  show(form);
}

addEventListener("pageshow", () => {
  isLeaving = false;
  forms.forEach(show);
});

addEventListener("beforeunload", (event) => {
  if (!isLeaving && forms.some(isUnsaved)) event.preventDefault();
});

addEventListener("keydown", (event) => {
  if (!isCommand(event) || event.key.toLowerCase() !== "s") return;
  const form = document.activeElement?.closest(FORMS) ?? forms[0];
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  form.requestSubmit(maybe(form, ".btn-primary[type=submit]", HTMLButtonElement));
});
