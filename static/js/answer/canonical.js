// Shows a percentage, once its field is left, as it is stored: beside the field stands its sign.
import { targetOf } from "../page/dom.js";
import { readPercentage } from "../text/read-percentage.js";

document.addEventListener("change", (event) => {
  const field = targetOf(event);
  if (!(field instanceof HTMLInputElement) || !field.closest(".lgq-percentage-field")) return;
  const read = readPercentage(field.value);
  if (!read || read === field.value) return;
  field.value = read;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
