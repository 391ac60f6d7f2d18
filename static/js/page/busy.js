// Says what is being done while a form is on its way and the reply takes seconds, and lets it go
// once. Its button stays in its place, as whoever pressed it is there, and says that it works.
import { every, one, said } from "./dom.js";

for (const form of every(document, "form[data-busy]", HTMLFormElement)) {
  const note = one(form, "[data-busy-note]");
  const button = one(form, "[type=submit]", HTMLButtonElement);
  const asks = button.textContent;
  let isGone = false;
  form.addEventListener("submit", (event) => {
    if (isGone) event.preventDefault();
    isGone = true;
    button.setAttribute("aria-disabled", "true");
    button.textContent = said(form, "busyButton");
    note.textContent = said(form, "busy");
  });
  // The browser may show the page as it was left.
  addEventListener("pageshow", () => {
    isGone = false;
    button.removeAttribute("aria-disabled");
    button.textContent = asks;
    note.textContent = "";
  });
}
