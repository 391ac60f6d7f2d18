// What a card says about its saving: a line with its state, faults beside fields, what is saved.
import { describe } from "../page/describe.js";
import { copyOf, every, maybe, one } from "../page/dom.js";
import { emit } from "../page/events.js";
import { saysNothing } from "../text/characters.js";

/** @import { Problem, Shown } from "./post.js" */
/** @import { State, Trouble } from "./question.js" */

const OFTEN = 60_000; // ms; who hears the page is not told of each save while typing
/** @type {Set<State>} */
const RESTING = new Set(["Saved", "Saving", "Faulty", "Refused"]);
/** @type {Set<State>} */
const FINE = new Set(["Saved", "Saving"]);
const announcement = maybe(document, "#announcement");

/** @param {string} name */
const wordsOf = (name) => announcement?.dataset[name] ?? "";

/** @param {string} state */
export const wordsFor = (state) => wordsOf(`state${state}`);

let lastSaved = Number.NEGATIVE_INFINITY;

/**
 * Says politely what became of a question; that it is saved, once a while is enough.
 * @param {string} words
 * @param {boolean} isRoutine
 */
const announce = (words, isRoutine) => {
  if (isRoutine && performance.now() - lastSaved < OFTEN) return;
  if (isRoutine) lastSaved = performance.now();
  if (announcement) announcement.textContent = words;
};

/** @param {HTMLElement} card */
const lineOf = (card) => {
  const there = maybe(card, "[data-save-state]");
  if (there) return there;
  const line = copyOf("save-state");
  one(card, "[data-saved]").before(line);
  return line;
};

/** @param {HTMLElement} card */
export const numberOf = (card) => one(card, ".lgq-roman").textContent?.trim() ?? "";

/**
 * Says in the card's head, which stays in sight, how far its saving is; returns what stood there.
 * @param {HTMLElement} card
 * @param {string} words
 * @param {boolean} isFine
 */
const showInHead = (card, words, isFine = true) => {
  const place = one(card, "[data-saving]");
  const before = place.textContent ?? "";
  place.textContent = words;
  place.dataset.saving = isFine ? "" : "no";
  // How far the answer is, is told of what is saved, which is not what stands in the fields.
  one(card, "[data-of-saved]").hidden = isFine;
  return before;
};

/** @type {{ card: HTMLElement, before: string, words: string } | null} */
let answered = null;

/**
 * Answers in the head of a card that the person asked to save and everything is saved.
 * @param {HTMLElement | null} card
 */
export const showAllSaved = (card) => {
  clearAllSaved();
  const words = wordsOf("allSaved");
  if (announcement) announcement.textContent = words;
  if (card) answered = { card, words, before: showInHead(card, words) };
};

/** Takes back that everything is saved, once it is not. */
export const clearAllSaved = () => {
  const said = answered && one(answered.card, "[data-saving]").textContent;
  if (answered && said === answered.words) showInHead(answered.card, answered.before);
  answered = null;
};

/**
 * Shows a state in its words; `mended` where it ends one that was told of.
 * @param {HTMLElement} card
 * @param {State} state
 * @param {Trouble & { mended: boolean }} how
 */
export const showState = (card, state, { words, brief, compare, way, mended }) => {
  const line = lineOf(card);
  line.hidden = FINE.has(state);
  showInHead(card, FINE.has(state) ? words : wordsOf("notSaved"), FINE.has(state));
  line.dataset.saveState = state;
  one(line, "[data-words]").textContent = line.hidden ? "" : words;
  one(line, "[data-retry]").hidden = RESTING.has(state);
  const link = one(line, "[data-compare]", HTMLAnchorElement);
  link.hidden = !compare;
  if (compare) link.href = compare;
  link.textContent = way;
  if (state === "Saving" || !words) return;
  // Of a fault it is the words beside the field that count.
  announce(`${numberOf(card)} ${state === "Faulty" ? brief : words}`, state === "Saved" && !mended);
};

/** Says of the section of this page that it is begun. */
const showBegun = () => {
  for (const word of every(
    document,
    '.lgq-head [data-begun], [aria-current="page"] [data-begun]',
  )) {
    word.textContent = word.dataset.begun ?? "";
    delete word.dataset.begun;
  }
};

/**
 * Says of a translation that it is up to date again, beside what had changed, which whoever corrects
 * it may still be reading; to say that it is still right is no longer asked.
 * @param {HTMLElement} card
 */
const showUpToDate = (card) => {
  const box = maybe(card, "[data-changed-since]");
  const words = box?.dataset.changedSince;
  if (!box || !words) return box?.remove();
  one(box, "p").textContent = words;
  maybe(box, "button")?.remove();
};

/**
 * Shows what a reply says of the saved answer, and counts it.
 * @param {HTMLElement} card
 * @param {Partial<Shown>} shown
 */
export const showSaved = (card, { saved, status = "", answered = false, outdated = false }) => {
  if (saved === undefined) return;
  showBegun();
  const line = one(card, "[data-saved]");
  const isFocused = line.contains(document.activeElement);
  line.innerHTML = saved;
  if (isFocused) maybe(line, "a")?.focus();
  const place = one(card, "[data-status-of]");
  const before = one(place, "[data-status]").dataset.status === "answered";
  place.innerHTML = status;
  if ("translation" in card.dataset) {
    if (!outdated) showUpToDate(card);
    if (answered !== before) emit("lgq:translated", null);
    return;
  }
  for (const count of every(document, "[data-answered-count]")) {
    count.textContent = String(Number(count.textContent) + Number(answered) - Number(before));
  }
};

/** @param {Element} control */
const isTick = (control) =>
  control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type);

/**
 * The element that a fault is said of, and the one it is written after.
 * @param {HTMLElement} target
 * @returns {[Element, Element]}
 */
const placesOf = (target) => {
  const isGrouped = isTick(target) && target.getAttribute("name")?.startsWith("q-");
  const group = isGrouped ? target.closest("fieldset") : null;
  if (group) return [group, one(group, "legend")];
  const label = one(document, `label[for="${CSS.escape(target.id)}"]`);
  const need = label.nextElementSibling; // "Optional", say, which stays beside its label
  return [target, need?.matches(".lgq-need") ? need : label];
};

/**
 * Takes away what was said of faults, by this script or by the page. A field that holds too much,
 * as it may since what was saved was sent, stays marked.
 * @param {HTMLElement} card
 */
export const clearProblems = (card) => {
  for (const problem of every(card, ".lgq-problem")) {
    const { id } = problem;
    if (id) {
      for (const each of every(card, `[aria-describedby~="${CSS.escape(id)}"]`)) {
        describe(each, (ids) => ids.delete(id));
      }
    }
    problem.remove();
  }
  for (const field of every(card, "[aria-invalid]")) {
    if (field.dataset.limitState !== "Over") field.removeAttribute("aria-invalid");
    field.classList.remove("is-invalid");
  }
};

/**
 * Opens every fold around an element.
 * @param {Element | null} element
 */
const unfold = (element) => {
  const fold = element?.closest("details");
  if (!fold) return;
  fold.open = true;
  unfold(fold.parentElement);
};

/**
 * The fields that say one thing together, such as a label and its address, around one of them.
 * @param {Element} field
 */
export const groupOf = (field) => field.closest("[data-link-row], .lgq-nothing");

/**
 * Leads to a field, by its id, through every fold around it.
 * @param {string} id
 */
export const focusField = (id) => {
  const field = document.getElementById(id);
  unfold(field);
  field?.focus();
};

/** @param {string} id of a control */
const faultIdOf = (id) => `${id}--fault`;

/**
 * Writes each fault beside its field.
 * @param {HTMLElement} card
 * @param {Problem[]} problems
 */
export const showProblems = (card, problems) => {
  clearProblems(card);
  for (const { target: id, message } of problems) {
    const target = document.getElementById(id);
    if (!target) continue;
    const [control, head] = placesOf(target);
    const problem = document.createElement("p");
    problem.className = "lgq-problem";
    problem.id = faultIdOf(id);
    const word = document.createElement("span");
    word.className = "visually-hidden";
    word.textContent = wordsOf("error");
    problem.append(word, " ", message);
    head.after(problem);
    control.setAttribute("aria-invalid", "true");
    if (!isTick(target)) target.classList.add("is-invalid");
    describe(control, (ids) => ids.add(problem.id));
    unfold(target);
  }
};

/**
 * Whether somebody is on the way to an empty field, through others that belong to it. What stands
 * in a field already, as it was pasted or left, is whole.
 * @param {HTMLElement} target
 */
const isComingTo = (target) => {
  const { activeElement } = document;
  if (activeElement === target || (target instanceof HTMLInputElement && target.value))
    return false;
  return Boolean(groupOf(target)?.contains(activeElement));
};

/** Where one says that there is nothing to report; a translation has no such place. @param {HTMLElement} card */
const nothingOf = (card) => maybe(card, ".lgq-nothing");

/**
 * Whether the card says that there is nothing to report, and not why.
 * @param {HTMLElement} card
 */
export const lacksReason = (card) => {
  const nothing = nothingOf(card);
  if (!nothing) return false;
  const { checked } = one(nothing, "[type=checkbox]", HTMLInputElement);
  return checked && saysNothing(one(nothing, "[type=text]", HTMLInputElement).value);
};

/**
 * What is wrong where the reason is missing, in the words of the server.
 * @param {HTMLElement} card
 */
export const reasonProblem = (card) => {
  const { id } = one(card, ".lgq-nothing [type=text]", HTMLInputElement);
  return { target: id, message: wordsOf("reasonMissing") };
};

/**
 * Whether the reason is still to be said, and somebody is on the way to say it.
 * @param {HTMLElement} card
 */
export const isHalfSaid = (card) =>
  lacksReason(card) && Boolean(nothingOf(card)?.contains(document.activeElement));

/**
 * Writes those faults that may be told by now: all but of fields that somebody is on the way to,
 * and of those that say already that they hold too much.
 * @param {HTMLElement} card
 * @param {Problem[]} problems
 */
export const renewProblems = (card, problems) => {
  /** @param {Problem} problem */
  const mayBeTold = ({ target: id }) => {
    if (document.getElementById(faultIdOf(id))) return true;
    const target = document.getElementById(id);
    return target && target.dataset.limitState !== "Over" && !isComingTo(target);
  };
  showProblems(card, problems.filter(mayBeTold));
};

/**
 * Says beside those fields, by their ids, that lines are left in them, and beside no others.
 * @param {HTMLElement} card
 * @param {string[]} fields
 */
export const showLeft = (card, fields) => {
  for (const note of every(card, "[data-left]")) {
    const field = one(card, `[id="${CSS.escape(note.id.replace(/left$/, "paste"))}"]`);
    note.hidden = !fields.includes(field.id);
    describe(field, (ids) => (note.hidden ? ids.delete(note.id) : ids.add(note.id)));
  }
};
