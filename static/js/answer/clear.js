// Takes back a choice between radio buttons at once; without this script the server does it.
import { every, maybe, targetOf } from "../page/dom.js";

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
