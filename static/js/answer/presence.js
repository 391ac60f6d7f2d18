// Says that this page is open and who else has it, and shows what the others save meanwhile.
import { csrfToken } from "../page/csrf.js";
import { every, maybe, one, said } from "../page/dom.js";
import { emit, on } from "../page/events.js";
import { released, whenReleased } from "../page/press.js";
import { versionOf } from "./fields.js";

/** @import { News } from "./question.js" */

/** An answer that somebody else saved. @typedef {Omit<News, "question"> & { said: string, other: string }} OtherAnswer */
/**
 * What the server says of a section.
 * @typedef {object} Report
 * @property {string[]} people
 * @property {Record<string, OtherAnswer>} changed
 * @property {string} closed why nothing can be written any more
 * @property {string} translated how many answers of the section are translated
 */

const BEAT = 15_000; // ms; domain/answers/presence.py takes three without one for a farewell
const GONE = new Set([401, 404]);

/** @returns {HTMLElement[]} */
const cards = () => every(document, "[data-autosave] [data-question]");

/** @param {HTMLElement} card */
const keyOf = (card) => said(card, "question");

/**
 * What others saved and the card does not show yet, as somebody is writing in it.
 * @type {Map<HTMLElement, OtherAnswer>}
 */
const pending = new Map();

/** @param {HTMLElement} card */
const receivedVersion = (card) => Math.max(versionOf(card), pending.get(card)?.version ?? 0);

/** @param {string} words */
const say = (words) => {
  const announcement = maybe(document, "#announcement");
  if (announcement && words) announcement.textContent = words;
};

/** Shows why the section was closed, if it was open when the page was loaded. @param {string} why */
const showClosed = (why) => {
  const note = maybe(document, "[data-closed-note]");
  if (!note) return;
  const shown = maybe(note, "[data-why]");
  if (!why) maybe(note, "p")?.remove();
  else if (shown?.textContent !== why) {
    shown?.closest("p")?.remove();
    const { content } = one(note, "template", HTMLTemplateElement);
    const copy = /** @type {DocumentFragment} */ (content.cloneNode(true));
    one(copy, "[data-why]").textContent = why;
    note.append(copy);
  }
};

/**
 * @param {HTMLElement} card
 * @param {string} words
 */
const showOther = (card, words) => {
  const there = maybe(card, "[data-other]");
  if (there?.textContent === words) return;
  there?.remove();
  if (!words) return;
  const note = document.createElement("p");
  note.className = "lgq-other";
  note.dataset.other = "";
  note.textContent = words;
  one(card, "[data-saved]").before(note);
};

/**
 * Offers what somebody else saved to autosave.js, which takes it where nothing is unsaved;
 * otherwise, and while the person is in the card, only says so.
 * @param {HTMLElement} card
 */
const applyPending = (card) => {
  const answer = pending.get(card);
  if (!answer) return;
  const isBehind = () => answer.version > versionOf(card);
  if (isBehind() && !card.contains(document.activeElement)) {
    emit("lgq:answer", { ...answer, question: keyOf(card) });
    if (!isBehind()) say(answer.said);
  }
  const isRefused = card.querySelector('[data-save-state="Refused"]');
  showOther(card, isBehind() && !isRefused ? answer.other : "");
  if (!isBehind()) pending.delete(card);
};

const applyAll = () => cards().forEach(applyPending);

/** @param {HTMLElement} place */
const start = (place) => {
  const person = said(place, "person");
  const address = said(place, "presence");
  let timer = 0;
  let requestId = 0;

  /** @param {Report} report */
  const receive = ({ people, changed, closed, translated }) => {
    const words = people.length ? `${place.dataset.words} ${people.join(", ")}` : "";
    if (place.textContent !== words) place.textContent = words;
    showClosed(closed);
    const count = maybe(document, "[data-translated-count]");
    if (count && translated && count.textContent !== translated) count.textContent = translated;
    for (const card of cards()) {
      const answer = changed[keyOf(card)];
      if (answer && answer.version > receivedVersion(card)) pending.set(card, answer);
    }
    applyAll();
  };

  const body = () => {
    const found = new URLSearchParams({ person });
    for (const card of cards()) found.set(`version-${keyOf(card)}`, String(receivedVersion(card)));
    return found;
  };

  // Who is signed out is here no more, until they sign in again; a network may come back by itself.
  const beat = async () => {
    clearTimeout(timer);
    requestId += 1;
    const id = requestId;
    const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
    try {
      const reply = await fetch(address, { method: "POST", headers, body: body() });
      const report = reply.ok ? await reply.json() : null;
      await released();
      if (report && id === requestId) receive(report);
      if (GONE.has(reply.status)) return;
    } catch {
      // The next beat tries again.
    }
    if (id === requestId && !document.hidden) timer = window.setTimeout(beat, BEAT);
  };

  const rest = () => {
    clearTimeout(timer);
    requestId += 1;
  };

  const leave = () => {
    rest();
    const farewell = { person, leaving: "1", csrfmiddlewaretoken: csrfToken() };
    navigator.sendBeacon(address, new URLSearchParams(farewell));
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : beat()));
  addEventListener("pagehide", leave);
  // Also when the page comes back from the browser's memory.
  addEventListener("pageshow", () => {
    if (!document.hidden) beat();
  });
  on("lgq:signed-in", beat);
  on("lgq:translated", beat);
  document.addEventListener("focusout", () => setTimeout(whenReleased, 0, applyAll));
};

const place = maybe(document, "[data-presence]");
if (place) start(place);
