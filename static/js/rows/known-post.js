// Who is chosen for a step without a post brings theirs along; it can be typed over.
import { every, one, targetOf } from "../page/dom.js";
import { announce } from "./renumber.js";

document.addEventListener("change", (event) => {
  const box = targetOf(event);
  const row = box.closest("[data-step-row]");
  const post = box instanceof HTMLInputElement && box.checked && box.dataset.post;
  // Only what a person ticks: a saved line says its posts itself.
  if (!event.isTrusted || !(row instanceof HTMLElement) || !post) return;
  const title = one(row, '[data-field="title"]', HTMLInputElement);
  if (title.value.trim()) return;
  title.value = post;
  title.dispatchEvent(new Event("input", { bubbles: true }));
  announce("post", every(row.parentElement ?? row, "[data-step-row]").indexOf(row) + 1);
});
