// Saves each question of a section by itself, a moment after typing stops and on leaving it.
import { setVersion, signature, readFirst, versionOf } from "./fields.js";
import { forget, keptAt } from "./kept.js";
import { offer } from "./offers.js";
import { Question } from "./question.js";
import { openTabs } from "./tabs.js";

const RECENT = 60_000; // ms in which what was handed over on leaving may still be on its way
const form = document.querySelector("[data-autosave]");
const note = form?.querySelector("[data-unsaved-note]");
const questions = new Map();
const [entry] = performance.getEntriesByType("navigation");
let isLeaving = false;

const all = () => [...questions.values()];
const questionOf = ({ target }) => questions.get(target.closest("[data-question]")?.dataset.question);

// --- What the page says of all questions -------------------------------------------------------

const say = (words) => {
  if (note.textContent !== words) note.textContent = words;
};
let trouble = "";

const warn = (event) => event.preventDefault();

const changed = () => {
  const troubled = all().find((question) => question.isTroubled);
  const before = trouble;
  form.classList.toggle("is-unsaved", Boolean(troubled));
  trouble = troubled ? `${note.dataset.words}: ${troubled.summary}` : "";
  if (trouble) say(trouble);
  else if (before || !all().every(({ isSaved }) => isSaved)) say("");
  const warns = !isLeaving && all().some((question) => question.wouldBeLost);
  if (warns) addEventListener("beforeunload", warn);
  else removeEventListener("beforeunload", warn);
};

// Saves everything, and leads to the first question that could not be saved.
const saveAll = async () => {
  await Promise.all(all().map((question) => question.save({ asked: true })));
  const first = all().find((question) => !question.isSaved);
  changed();
  if (!first) {
    say(note.dataset.saved);
    return true;
  }
  for (const question of all()) question.reveal();
  const place =
    first.card.querySelector('[aria-invalid="true"], [data-compare]:not([hidden])') ?? first.card;
  (place.matches("fieldset") ? place.querySelector("input") : place).focus();
  return false;
};

// --- What the person does ----------------------------------------------------------------------

const listen = () => {
  form.addEventListener("input", (event) => questionOf(event)?.typed());
  form.addEventListener("change", (event) => {
    if (event.target.matches("[type=radio], [type=checkbox]")) questionOf(event)?.left();
  });
  form.addEventListener("compositionend", (event) => questionOf(event)?.typed());
  form.addEventListener("focusout", (event) => {
    const question = questionOf(event);
    const { target, relatedTarget } = event;
    // On the way from its label to its address a row of links is half said.
    const isSameRow = target.closest("[data-link-row]")?.contains(relatedTarget);
    if (!question || isSameRow) return;
    if (question.card.contains(relatedTarget)) question.left();
    else question.leave();
  });
  // Rows are numbered by another script that hears of the same event.
  form.addEventListener("lgq:rows", (event) => {
    const question = questionOf(event);
    queueMicrotask(() => question?.typed(0));
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-retry]")) questionOf(event).save({ asked: true });
  });
  form.addEventListener("submit", async (event) => {
    // Buttons that work on rows are for browsers without scripts.
    if (event.submitter?.name === "rows") return;
    event.preventDefault();
    const isSaved = await saveAll();
    if (isSaved && event.submitter?.value === "send") location.assign(form.dataset.send);
  });
  addEventListener("keydown", (event) => {
    const save = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!save || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    saveAll();
  });
};

// --- What happens to the page and around it ----------------------------------------------------

const take = (told) => questions.get(told.question)?.take(told);

const attend = () => {
  document.addEventListener("lgq:answer", ({ detail }) => take(detail));
  document.addEventListener("lgq:save", ({ detail }) => {
    for (const question of all()) detail.push(question.save());
  });
  document.addEventListener("lgq:leaving", () => {
    isLeaving = true;
    changed();
  });
  for (const [target, kind] of [[window, "online"], [document, "lgq:signed-in"]]) {
    target.addEventListener(kind, () => all().forEach((question) => question.retry()));
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) all().forEach((question) => question.save({ leaving: true }));
  });
  addEventListener("pagehide", () => {
    if (!isLeaving) all().forEach((question) => question.handOver());
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    // A text that was refused may have been settled on the page that the person comes back from.
    const isBehind = all().some(({ state }) => state === "Refused");
    if (isBehind && all().every(({ isSettled }) => isSettled)) location.reload();
    else all().forEach((question) => question.save());
  });
};

// --- Coming to the page ------------------------------------------------------------------------

const resumed = (question, record) => {
  const aside = question.resume(record);
  if (aside) offerKept(question, aside);
};

function offerKept(question, record) {
  offer(record, question.card, () => resumed(question, record));
}

const find = (question) => {
  const answer = signature(readFirst(question.card));
  for (const record of keptAt(question.place)) {
    const isOnItsWay = record.handed && Date.now() - record.at < RECENT;
    const isCurrent = record.version === versionOf(question.card);
    if (signature(record.pairs) === answer) forget(record.key);
    else if (isOnItsWay && isCurrent && question.isSettled) resumed(question, record);
    else offerKept(question, record);
  }
};

const start = () => {
  // What the browser restores by itself may have been typed over another version.
  if (entry?.type === "reload" || entry?.type === "back_forward") form.reset();
  form.autocomplete = "off";
  const name = `lgq ${form.dataset.person} ${new URL(form.action).pathname}`;
  const tell = openTabs(name, take);
  for (const card of form.querySelectorAll("[data-question]")) {
    setVersion(card, card.dataset.version);
    questions.set(card.dataset.question, new Question(card, form, { changed, told: tell }));
  }
  listen();
  attend();
  for (const question of all()) {
    find(question);
    if (!question.isSettled) question.typed(); // typed before this script was there
  }
};

// The way back may lead to a page of long ago, with its answers and versions.
const isOld = entry?.type === "back_forward" && entry.transferSize === 0;

if (form && isOld && !("typed" in form.dataset)) location.reload();
else if (form) start();
