// Leads to the next question that is not answered, as the page knows it now: on in this section,
// then in another, then from the start. Without this script the link leads to where that was when
// the page came.
import { every, isCommand, maybe, one, said, targetOf } from "./dom.js";

const link = maybe(document, "a[data-onward]");

/** @param {HTMLElement} card */
const isOpen = (card) => !maybe(card, '.lgq-status[data-status="answered"]');

/** @param {HTMLElement} card */
const show = (card) => {
  card.scrollIntoView();
  const field = maybe(card, "input:not([type=hidden]), textarea") ?? card;
  field.focus({ preventScroll: true });
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
  else {
    const announcement = one(document, "#announcement");
    announcement.textContent = said(announcement, "allAnswered");
  }
};

if (link) {
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
