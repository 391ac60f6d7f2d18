// What small parts of an answer do at once: a choice between radio buttons is taken back, which
// without this script the server does, and a percentage, once its field is left, is shown as it is
// stored: beside the field stands its sign.
import { every, maybe, targetOf } from "../page/dom.js";
import { readPercentage } from "../text/read-percentage.js";

document.addEventListener("click", (event) => {
  const button = targetOf(event).closest("[data-clear]");
  const place = button?.closest("fieldset");
  if (!place) return;
  event.preventDefault();
  for (const radio of every(place, "input", HTMLInputElement)) radio.checked = false;
  const first = maybe(place, "input");
  first?.focus();
  first?.dispatchEvent(new Event("input", { bubbles: true }));
  first?.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  const field = targetOf(event);
  if (!(field instanceof HTMLInputElement) || !field.closest(".lgq-percentage-field")) return;
  const read = readPercentage(field.value);
  if (!read || read === field.value) return;
  field.value = read;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
