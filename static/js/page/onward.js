// Leads to the next question that is not answered, or translated, as the page knows it now: on in this section,
// then in another, then from the start. Without this script the link leads to where that was when
// the page came. An address that ends in #next leads there at once, as that of a task does.
import { every, isCommand, isUntouched, maybe, one, said, targetOf } from "./dom.js";

const link = maybe(document, "a[data-onward]");

/** What can be translated before there is an original is left to whoever wants to. @param {HTMLElement} card */
const isOpen = (card) =>
  card.dataset.translation !== "first" && !maybe(card, '.lgq-status[data-status="answered"]');

/** @param {HTMLElement} card */
const show = (card) => {
  card.scrollIntoView();
  const field = maybe(card, "input:not([type=hidden]), textarea") ?? card;
  field.focus({ preventScroll: true });
};

/** Shows the words for screen readers to everybody, until the next press. @param {string} words */
const tellAll = (words) => {
  const announcement = one(document, "#announcement");
  const show = (/** @type {boolean} */ isShown) => {
    announcement.classList.toggle("visually-hidden", !isShown);
    announcement.classList.toggle("lgq-told", isShown);
  };
  announcement.textContent = words;
  show(true);
  for (const press of ["keydown", "pointerdown"]) {
    addEventListener(press, () => show(false), { once: true, capture: true });
  }
};

/** @param {HTMLElement} link */
const go = (link) => {
  const cards = every(document, ".lgq-question[data-question]");
  const place = cards.findIndex((card) => card.contains(document.activeElement));
  const elsewhere = said(link, "elsewhere");
  const next = cards.slice(place + 1).find(isOpen);
  const start = elsewhere ? undefined : cards.find(isOpen);
  const card = next ?? start;
  if (card) show(card);
  else if (elsewhere) location.assign(elsewhere);
  else tellAll(said(link, "done"));
};

/** Says in the links whether they lead into another section. */
const name = () => {
  const isHere = every(document, ".lgq-question[data-question]").some(isOpen);
  for (const each of every(document, "a[data-onward]")) {
    each.textContent = said(each, isHere || !said(each, "elsewhere") ? "words" : "there");
  }
};

if (link) {
  const statuses = new MutationObserver(name);
  for (const each of every(document, "[data-status-of]"))
    statuses.observe(each, { childList: true });
  if (location.hash === "#next" && isUntouched()) go(link);
  document.addEventListener("click", (event) => {
    if (!targetOf(event).closest("a[data-onward]")) return;
    event.preventDefault();
    go(link);
  });
  addEventListener("keydown", (event) => {
    if (!isCommand(event) || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    go(link);
  });
}
