// A saved approval line fills in the steps of a section as soon as it is chosen; without this
// script a button does it.
import { around, copyOf, every, maybe, one, targetOf } from "../page/dom.js";
import { renumber, rowsOf } from "./approval-line.js";
import { announce } from "./renumber.js";

/** @typedef {{ title: string, people: number[], consents: boolean, department: string }} Step */

/** @type {Record<string, Step[]>} */
const LINES = JSON.parse(one(document, "#saved-lines", HTMLScriptElement).textContent || "{}");

/**
 * Ticks a box as a person would, so that whoever shows what is ticked hears of it.
 * @param {HTMLInputElement} box
 */
const tick = (box) => {
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
};

/**
 * @param {HTMLElement} line
 * @param {Step} step
 */
const append = (line, step) => {
  const row = copyOf("step-pattern", "[data-step-row]");
  one(line, "[data-steps]").append(row);
  one(row, '[name$="--title"]', HTMLInputElement).value = step.title;
  one(row, '[name$="--department"]', HTMLInputElement).value = step.department;
  if (step.consents) tick(one(row, '[name$="--consents"]', HTMLInputElement));
  for (const person of step.people) {
    const box = maybe(row, `[name$="--people"][value="${person}"]`, HTMLInputElement);
    if (box) tick(box);
  }
};

/** @param {HTMLElement} line */
const shownIn = (line) => one(line, "[data-kept-shown]", HTMLInputElement);

document.addEventListener("change", (event) => {
  const target = targetOf(event);
  if (!(target instanceof HTMLSelectElement) || !target.matches("[data-kept]")) return;
  const line = around(target, "[data-line]");
  const steps = LINES[target.value];
  if (!steps) return;
  for (const row of rowsOf(line)) row.remove();
  for (const removed of every(line, ".lgq-removed")) removed.remove();
  for (const step of steps) append(line, step);
  renumber(line);
  shownIn(line).value = target.value;
  announce("fill");
});

// What is changed by hand is no longer the saved line.
document.addEventListener("input", (event) => {
  const target = targetOf(event);
  const line = target.closest("[data-line]");
  const select = line && maybe(line, "[data-kept]", HTMLSelectElement);
  if (!(line instanceof HTMLElement) || !select || !target.closest("[data-step-row]")) return;
  select.value = "";
  shownIn(line).value = "";
});

for (const button of every(document, "[data-kept-fill]")) button.hidden = true;
