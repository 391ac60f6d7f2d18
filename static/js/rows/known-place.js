// Who is chosen for a step without a post brings theirs along, and their department for a step
// that consents; both can be typed over.
import { every, one, targetOf } from "../page/dom.js";
import { announce } from "./renumber.js";

/**
 * Fills an empty field in, and says so.
 * @param {HTMLElement} row
 * @param {HTMLInputElement} field
 * @param {string} value
 * @param {"post" | "department"} what
 */
const fill = (row, field, value, what) => {
  if (field.value.trim()) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  announce(what, every(row.parentElement ?? row, "[data-step-row]").indexOf(row) + 1);
};

document.addEventListener("change", (event) => {
  const box = targetOf(event);
  const row = box.closest("[data-step-row]");
  // Only what a person ticks: a saved line says its posts itself.
  if (!event.isTrusted || !(row instanceof HTMLElement)) return;
  if (!(box instanceof HTMLInputElement) || !box.checked) return;
  const { post } = box.dataset;
  if (post) fill(row, one(row, '[data-field="title"]', HTMLInputElement), post, "post");
  if (!one(row, '[name$="--consents"]', HTMLInputElement).checked) return;
  const chosen = every(row, "[data-department]:checked");
  const departments = new Set(chosen.map((each) => each.dataset.department ?? ""));
  const [department] = departments;
  // People of several departments do not say which of them consents.
  if (!department || departments.size > 1) return;
  fill(row, one(row, '[name$="--department"]', HTMLInputElement), department, "department");
});
