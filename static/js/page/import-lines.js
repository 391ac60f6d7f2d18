// Lines of a filled questionnaire are dragged onto the question that they belong to, all that are
// ticked at once; without this script they are ticked, and the question is chosen from a list.
import { every, one, targetOf } from "./dom.js";

const form = one(document, "#move", HTMLFormElement);
const to = one(form, "#to", HTMLSelectElement);
const button = one(form, "[name=do]", HTMLButtonElement);
const OVER = "lgq-import-over";

/** @param {Element} line */
const boxOf = (line) => one(line, "input", HTMLInputElement);

/** @param {{ target: EventTarget | null }} event */
const dropAt = (event) => targetOf(event).closest("[data-drop]");

for (const line of every(document, ".lgq-import-line:has(input)")) {
  line.draggable = true;
  line.addEventListener("dragstart", (event) => {
    boxOf(line).checked = true;
    event.dataTransfer?.setData("text/plain", boxOf(line).value);
  });
}

for (const hint of every(form, "[data-drag-hint]")) hint.hidden = false;

document.addEventListener("dragover", (event) => {
  for (const each of every(document, `.${OVER}`)) each.classList.remove(OVER);
  const place = dropAt(event);
  if (!place) return;
  place.classList.add(OVER);
  event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const place = dropAt(event);
  if (!(place instanceof HTMLElement)) return;
  event.preventDefault();
  to.value = place.dataset.drop ?? "";
  form.requestSubmit(button);
});

document.addEventListener("click", (event) => {
  const link = targetOf(event).closest("[data-select]");
  if (!(link instanceof HTMLElement)) return;
  event.preventDefault();
  const mine = `[data-of="${link.dataset.select}"]`;
  for (const box of every(document, "[name=line]", HTMLInputElement)) {
    box.checked = Boolean(box.closest(mine));
  }
  to.focus();
});
