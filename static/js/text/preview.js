// Shows a text as it will be printed, while it is written.
import { one, said, targetOf } from "../page/dom.js";
import { readText } from "../page/read-text.js";

const WAIT = 400;

/** @param {HTMLTextAreaElement} area */
const panelOf = (area) => document.getElementById(`${area.id}--printed`);

/** @param {HTMLTextAreaElement} area */
const buttonOf = (area) => document.getElementById(`${area.id}--preview`);

/** @type {WeakMap<HTMLTextAreaElement, number>} the latest request of each text */
const requestIds = new WeakMap();

/** @param {HTMLTextAreaElement} area */
const show = async (area) => {
  const panel = panelOf(area);
  if (!panel || !area.form) return;
  const requestId = (requestIds.get(area) ?? 0) + 1;
  requestIds.set(area, requestId);
  let html = null;
  let words = one(document, "#announcement").dataset.failed ?? "";
  try {
    const reply = await readText(area.form, "text", area.value);
    if (reply.ok) html = await reply.text();
    else if (reply.status === 413) words = await reply.text();
  } catch {
    // What failed is said below.
  }
  // A newer request may have been answered first.
  if (requestIds.get(area) !== requestId) return;
  if (html === null) panel.textContent = words;
  else panel.innerHTML = html;
  panel.hidden = false;
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

/** @param {HTMLTextAreaElement} area */
const toggle = (area) => {
  const willOpen = !isOpen(area);
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

/** @type {Map<HTMLTextAreaElement, number>} */
const timers = new Map();
document.addEventListener("input", ({ target: area }) => {
  if (!(area instanceof HTMLTextAreaElement) || !("outline" in area.dataset)) return;
  if (!isOpen(area)) return;
  clearTimeout(timers.get(area));
  timers.set(area, window.setTimeout(show, WAIT, area));
});
