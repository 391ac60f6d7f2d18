// Shows a text as it will be printed, while it is written; a text with a table by itself, as nobody
// can read that between its tabs.
import { one, said, targetOf } from "../page/dom.js";
import { readText } from "../page/read-text.js";

const WAIT = 400;
// How long it waits where the server was not reached; what was said of that goes by itself.
const WAIT_AGAIN = 3000;

/** @param {HTMLTextAreaElement} area */
const panelOf = (area) => document.getElementById(`${area.id}--printed`);

/** @param {HTMLTextAreaElement} area */
const buttonOf = (area) => document.getElementById(`${area.id}--preview`);

/** @type {Map<HTMLTextAreaElement, number>} what is to be shown soon */
const timers = new Map();

/** @type {WeakMap<HTMLTextAreaElement, number>} the latest request of each text */
const requestIds = new WeakMap();

/** @param {HTMLTextAreaElement} area */
const show = async (area) => {
  const panel = panelOf(area);
  if (!panel || !area.form) return;
  const requestId = (requestIds.get(area) ?? 0) + 1;
  requestIds.set(area, requestId);
  clearTimeout(timers.get(area));
  let html = null;
  let isReached = true;
  let words = one(document, "#announcement").dataset.failed ?? "";
  try {
    const reply = await readText(area.form, "text", area.value);
    if (reply.ok) html = await reply.text();
    else if (reply.status === 413) words = await reply.text();
  } catch {
    isReached = false;
  }
  // A newer request may have been answered first, or the preview closed meanwhile.
  if (requestIds.get(area) !== requestId || !isOpen(area)) return;
  if (html === null) panel.textContent = words;
  else panel.innerHTML = html;
  panel.hidden = false;
  if (!isReached) timers.set(area, window.setTimeout(showAgain, WAIT_AGAIN, area));
};

/** @param {HTMLTextAreaElement} area */
const showAgain = (area) => {
  if (isOpen(area)) show(area);
};

/** @param {HTMLTextAreaElement} area */
const isOpen = (area) => buttonOf(area)?.getAttribute("aria-expanded") === "true";

/** @type {WeakMap<HTMLElement, string>} what a button says while its panel is closed */
const closedWords = new WeakMap();

/**
 * @param {HTMLElement} button
 * @param {boolean} isOpen
 */
const name = (button, isOpen) => {
  const words = closedWords.get(button) ?? button.textContent ?? "";
  closedWords.set(button, words);
  button.textContent = isOpen ? said(button, "close") : words;
  button.setAttribute("aria-expanded", String(isOpen));
};

/** @type {WeakSet<HTMLTextAreaElement>} the texts of which somebody has closed the preview */
const closed = new WeakSet();

/** @param {HTMLTextAreaElement} area */
const toggle = (area) => {
  const willOpen = !isOpen(area);
  if (willOpen) closed.delete(area);
  else closed.add(area);
  const button = buttonOf(area);
  if (button) name(button, willOpen);
  const panel = panelOf(area);
  if (willOpen) show(area);
  else if (panel) panel.hidden = true;
};

document.addEventListener("click", (event) => {
  const button = targetOf(event).closest("[data-preview][type=submit]");
  if (!button) return;
  event.preventDefault();
  const area = document.getElementById(button.id.replace(/--preview$/, ""));
  if (area instanceof HTMLTextAreaElement) toggle(area);
});

/** @param {Event} event */
const areaOf = ({ target }) =>
  target instanceof HTMLTextAreaElement && "outline" in target.dataset ? target : null;

/** @param {HTMLTextAreaElement} area */
const openForTable = async (area) => {
  const wants = () => !isOpen(area) && !closed.has(area) && area.value.includes("\t");
  if (!wants()) return;
  // Most texts have no table; what reads one is fetched when it is needed.
  const { tablesIn } = await import("./tables.js");
  if (wants() && tablesIn(area.value).length) toggle(area);
};

document.addEventListener("input", (event) => {
  const area = areaOf(event);
  if (!area) return;
  if (!isOpen(area)) openForTable(area).catch(() => undefined);
  else {
    clearTimeout(timers.get(area));
    timers.set(area, window.setTimeout(show, WAIT, area));
  }
});
document.addEventListener("focusin", (event) => {
  const area = areaOf(event);
  if (area) openForTable(area).catch(() => undefined);
});
