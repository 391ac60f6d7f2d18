// Knows what is not saved yet in forms that do not save by themselves: shows the bar, warns before
// the page is left, saves on Ctrl+S.
const forms = [...document.querySelectorAll("[data-section-form]:not([data-autosave])")];
let leaving = false;

const said = (form) => {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return JSON.stringify([...data]);
};

// A form that came back from the server unsaved differs from whatever it says.
const saved = new Map(forms.map((form) => [form, "typed" in form.dataset ? null : said(form)]));
const isUnsaved = (form) => said(form) !== saved.get(form);

const show = (form) => {
  const unsaved = isUnsaved(form);
  form.classList.toggle("is-unsaved", unsaved);
  const note = form.querySelector("[data-unsaved-note]");
  const words = unsaved ? note?.dataset.words : "";
  if (note && note.textContent !== words) note.textContent = words;
};

for (const form of forms) {
  for (const kind of ["input", "change", "lgq:rows"]) {
    form.addEventListener(kind, () => show(form));
  }
  form.addEventListener("submit", () => {
    leaving = true;
  });
  show(form);
}

addEventListener("pageshow", () => {
  leaving = false;
  forms.forEach(show);
});

addEventListener("beforeunload", (event) => {
  if (!leaving && forms.some(isUnsaved)) event.preventDefault();
});

addEventListener("keydown", (event) => {
  const save = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!save || event.key.toLowerCase() !== "s") return;
  const form = document.activeElement?.closest("[data-section-form]") ?? forms[0];
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".btn-primary[type=submit]"));
});
