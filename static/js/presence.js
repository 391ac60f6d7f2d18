// Says that this page is open and who else has it, and shows what the others save meanwhile.
import { versionOf } from "./fields.js";
import { csrfToken } from "./post.js";

const BEAT = 15_000; // ms; domain/presence.py takes three without one for a farewell
const place = document.querySelector("[data-presence]");
const cards = () => document.querySelectorAll("[data-autosave] [data-question]");

const report = (more = {}) => {
  const body = new URLSearchParams({ person: place.dataset.person, ...more });
  for (const card of cards()) body.set(`version-${card.dataset.question}`, heardVersion(card));
  return body;
};

// What others saved and the card does not show yet, as somebody is writing in it.
const waiting = new Map();
const heardVersion = (card) => Math.max(versionOf(card), waiting.get(card)?.version ?? 0);

const say = (words) => {
  const announcement = document.getElementById("announcement");
  if (announcement && words) announcement.textContent = words;
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

// Offers what somebody else saved to autosave.js, which takes it where nothing is unsaved;
// otherwise, and while the person is in the card, only says so.
const follow = (card) => {
  const answer = waiting.get(card);
  if (!answer) return;
  const isBehind = () => answer.version > versionOf(card);
  if (isBehind() && !card.contains(document.activeElement)) {
    const detail = { ...answer, question: card.dataset.question };
    document.dispatchEvent(new CustomEvent("lgq:answer", { detail }));
    if (!isBehind()) say(answer.said);
  }
  const isTold = card.querySelector('[data-save-state="Refused"]');
  showOther(card, isBehind() && !isTold ? answer.other : "");
  if (!isBehind()) waiting.delete(card);
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

// Who is signed out is here no more, until they sign in again; a network may come back by itself.
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
  const { person } = place.dataset;
  const body = new URLSearchParams({ person, leaving: "1", csrfmiddlewaretoken: csrfToken() });
  navigator.sendBeacon(place.dataset.presence, body);
};

if (place) {
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : beat()));
  addEventListener("pagehide", leave);
  // Also when the page comes back from the browser's memory.
  addEventListener("pageshow", () => {
    if (!document.hidden) beat();
  });
  document.addEventListener("lgq:signed-in", beat);
  document.addEventListener("focusout", () => setTimeout(followAll));
}
