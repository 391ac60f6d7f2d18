// Says that this page is open and who else has it, and shows what the others save meanwhile.
import { composesIn, setVersion, versionOf, write } from "./fields.js";
import { showSaved } from "./notice.js";
import { csrfToken } from "./post.js";

const BEAT = 15_000; // ms; domain/presence.py takes three without one for a farewell
const place = document.querySelector("[data-presence]");
const cards = () => document.querySelectorAll("[data-autosave] [data-question]");

const report = (more = {}) => {
  const body = new URLSearchParams(more);
  for (const card of cards()) body.set(`version-${card.dataset.question}`, heardVersion(card));
  return body;
};

// What others saved and the card does not show yet, as somebody is writing in it.
const waiting = new Map();
const heardVersion = (card) => Math.max(versionOf(card), waiting.get(card)?.version ?? 0);

const say = (words) => {
  const announcement = document.getElementById("announcement");
  if (announcement) announcement.textContent = words;
};

const showPeople = (people) => {
  const words = people.length ? `${place.dataset.words} ${people.join(", ")}` : "";
  if (place.textContent !== words) place.textContent = words;
};

// Shows why the section was closed, if it was open when the page was loaded.
const showClosed = (why) => {
  const note = document.querySelector("[data-closed-note]");
  if (!note) return;
  const shown = note.querySelector("[data-why]");
  if (!why) note.querySelector("p")?.remove();
  else if (shown?.textContent !== why) {
    shown?.closest("p").remove();
    const copy = note.querySelector("template").content.cloneNode(true);
    copy.querySelector("[data-why]").textContent = why;
    note.append(copy);
  }
};

const isFree = (card) =>
  ["", "saved"].includes(card.dataset.saveState ?? "") &&
  !card.contains(document.activeElement) &&
  !composesIn(card);

const showOther = (card, words) => {
  const there = card.querySelector("[data-other]");
  if (there?.textContent === words) return;
  there?.remove();
  if (!words) return;
  const note = document.createElement("p");
  note.className = "lgq-other";
  note.dataset.other = "";
  note.textContent = words;
  card.querySelector("[data-saved]").before(note);
};

// Shows in the card what somebody else saved, or only says so while it is being written in.
const follow = (card) => {
  const answer = waiting.get(card);
  if (!answer) return;
  if (answer.version <= versionOf(card)) {
    waiting.delete(card);
    showOther(card, "");
  } else if (isFree(card)) {
    waiting.delete(card);
    setVersion(card, answer.version);
    write(card, answer.fields);
    showSaved(card, answer);
    showOther(card, "");
    card.dispatchEvent(new CustomEvent("lgq:followed", { bubbles: true, detail: answer }));
    say(answer.said);
  } else {
    showOther(card, answer.other);
  }
};

const followAll = () => {
  for (const card of cards()) follow(card);
};

const hear = ({ people, changed, closed }) => {
  showPeople(people);
  showClosed(closed);
  for (const card of cards()) {
    const answer = changed[card.dataset.question];
    if (answer && answer.version > heardVersion(card)) waiting.set(card, answer);
  }
  followAll();
};

let timer = null;
let turn = 0;

// Who is signed out is here no more; a network that is broken may come back.
const beat = async () => {
  clearTimeout(timer);
  const mine = (turn += 1);
  const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
  try {
    const reply = await fetch(place.dataset.presence, { method: "POST", headers, body: report() });
    if (reply.ok && mine === turn) hear(await reply.json());
    if (reply.status === 401 || reply.status === 404) return;
  } catch {
    // The next beat tries again.
  }
  if (mine === turn && !document.hidden) timer = setTimeout(beat, BEAT);
};

const rest = () => {
  clearTimeout(timer);
  turn += 1;
};

const leave = () => {
  rest();
  const body = new URLSearchParams({ leaving: "1", csrfmiddlewaretoken: csrfToken() });
  navigator.sendBeacon(place.dataset.presence, body);
};

if (place) {
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : beat()));
  addEventListener("pagehide", leave);
  // Also when the page comes back from the browser's memory.
  addEventListener("pageshow", () => {
    if (!document.hidden) beat();
  });
  document.addEventListener("focusout", () => setTimeout(followAll));
}
