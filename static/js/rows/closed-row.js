// The line of a section or a question says what is typed in it, whether it is open or closed; the
// server says the same when the page comes.
import { every, maybe, one, targetOf } from "../page/dom.js";
import { readDay } from "../page/read-day.js";
import { written } from "../page/written-day.js";
import { oneLine } from "../text/one-line.js";

const NO_BREAK = "\u00a0";

/**
 * @param {ParentNode} row
 * @param {string} name
 */
const typedIn = (row, name) =>
  oneLine(maybe(row, `[name$="--${name}"]`, HTMLInputElement)?.value ?? "");

/** @param {HTMLElement} step */
const isSaid = (step) =>
  Boolean(typedIn(step, "title") || typedIn(step, "department")) ||
  Boolean(step.querySelector(":checked"));

/** @param {HTMLElement} step */
const isConsent = (step) => {
  const field = maybe(step, '[name$="--consents"]', HTMLInputElement);
  return Boolean(field && (field.checked || field.type === "hidden"));
};

/**
 * Returns the names of who can sign a step: ticked, or read only.
 * @param {HTMLElement} step
 */
const signersOf = (step) =>
  every(step, "[data-signers], :checked + label [data-name]")
    .map((name) => name.textContent)
    .join(", ");

/**
 * Returns what the steps are called and who signs them; of a consent, `consent` says that it is one.
 * @param {HTMLElement} row
 * @param {DOMStringMap} words
 */
const stepsOf = (row, { consent = "" }) =>
  every(row, "[data-step-row]")
    .filter(isSaid)
    .map((step) => {
      const title = typedIn(step, "title") || typedIn(step, "department");
      const said = `${title} ${signersOf(step)}`.trim();
      return isConsent(step) ? consent.replace("{title}", () => said) : said;
    });

/**
 * @param {HTMLElement} place
 * @param {string} words
 */
const say = (place, words) => {
  place.textContent = words || (place.dataset.nothing ?? "");
  place.classList.toggle("lgq-muted", !words);
};

/**
 * @param {HTMLElement} place
 * @param {string} typed
 */
const sayDay = (place, typed) => {
  const day = readDay(typed, place.dataset.today ?? "");
  say(place, day ? written(day, document.documentElement.lang).replaceAll(" ", NO_BREAK) : typed);
  if (!day || day >= (place.dataset.today ?? "")) return;
  const late = document.createElement("strong");
  late.className = "lgq-overdue";
  late.textContent = place.dataset.overdue ?? "";
  place.append(" ", late);
};

/** What a line says of each field. @type {Record<string, (place: HTMLElement, row: HTMLElement) => void>} */
const SAYS = {
  department: (place, row) => say(place, typedIn(one(row, ".lgq-give-pair"), "department")),
  due: (place, row) => sayDay(place, typedIn(one(row, ".lgq-give-pair"), "due")),
  "translation-due": (place, row) => sayDay(place, typedIn(row, "translation-due")),
  line: (place, row) => say(place, stepsOf(row, place.dataset).join(" → ")),
};

/** @param {Event} event */
const follow = (event) => {
  const row = targetOf(event).closest(".lgq-give");
  if (!(row instanceof HTMLElement)) return;
  for (const place of every(row, "summary [data-follows]")) {
    SAYS[place.dataset.follows ?? ""]?.(place, row);
  }
};

/** A link to a closed line, as from the dashboard, opens it. */
const openNamed = () => {
  const row = document.getElementById(location.hash.slice(1))?.closest("details");
  if (row) row.open = true;
};

openNamed();
addEventListener("hashchange", openNamed);
for (const name of ["input", "change", "lgq:rows"]) document.addEventListener(name, follow);
