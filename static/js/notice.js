// What a card says about its saving: a line with its state, faults beside fields, what is saved.
import { describe } from "./describe.js";

const announcement = document.getElementById("announcement");
const pattern = document.getElementById("save-state");
const OFTEN = 60_000; // ms; who hears the page is not told of each save while typing

export const wordsFor = (state) => announcement.dataset[`state${state}`] ?? "";

let lastSaved = -Infinity;

// Says politely what became of a question; that it is saved, once a while is enough.
const announce = (words, isRoutine) => {
  if (isRoutine && performance.now() - lastSaved < OFTEN) return;
  if (isRoutine) lastSaved = performance.now();
  announcement.textContent = words;
};

const lineOf = (card) => {
  const there = card.querySelector("[data-save-state]");
  if (there) return there;
  const line = pattern.content.firstElementChild.cloneNode(true);
  card.querySelector("[data-saved]").before(line);
  return line;
};

export const numberOf = (card) => card.querySelector(".lgq-roman").textContent.trim();

// Shows a state in its words; `mended` where it ends one that was told of.
export const showState = (card, state, { words = "", compare = "", mended = false }) => {
  const line = lineOf(card);
  line.hidden = state === "Saved";
  line.dataset.saveState = state;
  line.querySelector("[data-words]").textContent = line.hidden ? "" : words;
  line.querySelector("[data-retry]").hidden = ["Saved", "Saving", "Faulty", "Refused"].includes(state);
  const link = line.querySelector("[data-compare]");
  link.hidden = !compare;
  if (compare) link.href = compare;
  if (state !== "Saving" && words) announce(`${numberOf(card)} ${words}`, state === "Saved" && !mended);
};

const COUNTS = "[data-answered-count]";

// Shows what a reply says of the saved answer, and counts it.
export const showSaved = (card, { saved, status, answered }) => {
  if (saved === undefined) return;
  const line = card.querySelector("[data-saved]");
  const isFocused = line.contains(document.activeElement);
  line.innerHTML = saved;
  if (isFocused) line.querySelector("a")?.focus();
  const place = card.querySelector("[data-status-of]");
  const before = place.querySelector("[data-status]").dataset.status === "answered";
  place.innerHTML = status;
  for (const count of document.querySelectorAll(COUNTS)) {
    count.textContent = String(Number(count.textContent) + Number(answered) - Number(before));
  }
};

const isTick = ({ type }) => type === "radio" || type === "checkbox";

// The element that a fault is said of, and the one it is written after.
const placesOf = (target) => {
  const group = isTick(target) && target.name.startsWith("q-") ? target.closest("fieldset") : null;
  if (group) return [group, group.querySelector("legend")];
  return [target, document.querySelector(`label[for="${CSS.escape(target.id)}"]`)];
};

// Takes away what was said of faults, by this script or by the page.
export const clearProblems = (card) => {
  for (const problem of card.querySelectorAll(".lgq-problem")) {
    const { id } = problem;
    if (id) {
      for (const each of card.querySelectorAll(`[aria-describedby~="${CSS.escape(id)}"]`)) {
        describe(each, (ids) => ids.delete(id));
      }
    }
    problem.remove();
  }
  for (const field of card.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.classList.remove("is-invalid");
  }
};

// Writes each fault beside its field.
export const showProblems = (card, problems) => {
  clearProblems(card);
  for (const { target: id, message } of problems) {
    const target = document.getElementById(id);
    if (!target) continue;
    const [said, after] = placesOf(target);
    const problem = document.createElement("p");
    problem.className = "lgq-problem";
    problem.id = `${id}--fault`;
    problem.innerHTML = `<span class="visually-hidden"></span> `;
    problem.firstElementChild.textContent = announcement.dataset.error;
    problem.append(message);
    after.after(problem);
    said.setAttribute("aria-invalid", "true");
    if (!isTick(target)) target.classList.add("is-invalid");
    describe(said, (ids) => ids.add(problem.id));
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
  }
};
