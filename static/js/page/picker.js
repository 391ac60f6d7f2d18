// A closed list of people says who is chosen, and a long one can be searched by name.
import { oneLine } from "../text/one-line.js";
import { around, every, maybe, one, targetOf } from "./dom.js";

const MANY = 12;

/** @param {HTMLElement} picker */
const choicesOf = (picker) => every(picker, ".form-check");

/** @param {HTMLElement} choice */
const nameOf = (choice) => one(choice, "[data-name]").textContent ?? "";

/** @param {HTMLElement} choice */
const isChosen = (choice) => one(choice, "input", HTMLInputElement).checked;

/** @param {HTMLElement} picker */
const showChosen = (picker) => {
  const names = choicesOf(picker).filter(isChosen).map(nameOf).join(", ");
  // The line of a section says it, too, while it is closed.
  const said = `[data-says="${CSS.escape(one(picker, "summary").id)}"]`;
  for (const line of [one(picker, "[data-chosen]"), ...every(document, said)]) {
    line.textContent = names || (line.dataset.nobody ?? "");
  }
};

/**
 * Shows whom the words fit. Who is chosen stays in sight, whatever is searched for.
 * @param {HTMLElement} picker
 * @param {string} words
 */
const find = (picker, words) => {
  const wanted = oneLine(words).toLowerCase();
  for (const choice of choicesOf(picker)) {
    const isFound = choice.textContent?.toLowerCase().includes(wanted);
    choice.hidden = !isFound && !isChosen(choice);
  }
};

document.addEventListener("change", (event) => {
  const target = targetOf(event);
  const picker = target.closest("[data-picker]");
  if (picker instanceof HTMLElement && target.matches("[type=checkbox]")) showChosen(picker);
});

document.addEventListener("input", (event) => {
  const target = targetOf(event);
  const isSearch = target instanceof HTMLInputElement && target.closest("[data-find]");
  if (isSearch) find(around(target, "[data-picker]"), target.value);
});

// Enter in the search would save the whole page; where the server searches, it asks the server.
document.addEventListener("keydown", (event) => {
  const target = targetOf(event);
  const asks = target.matches("[data-ask]");
  if (event.key !== "Enter" || event.isComposing) return;
  if (!asks && !target.closest("[data-find]")) return;
  event.preventDefault();
  if (asks) one(around(target, ".lgq-picker-ask"), "button").click();
});

/** @param {HTMLElement} picker */
const offerSearch = (picker) => {
  const search = maybe(picker, "[data-find]");
  if (search) search.hidden = choicesOf(picker).length <= MANY;
};

// Which lists there are changes with the rows of an approval line.
document.addEventListener(
  "toggle",
  (event) => {
    const picker = targetOf(event).closest("[data-picker]");
    if (picker instanceof HTMLElement) offerSearch(picker);
  },
  true,
);
for (const picker of every(document, "[data-picker][open]")) offerSearch(picker);
