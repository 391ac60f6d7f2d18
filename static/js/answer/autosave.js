// Saves each question of a section by itself, a moment after typing stops and on leaving it.
import { isRestored, navigation, store } from "../kept/kept.js";
import { offer, showTyped } from "../kept/offers.js";
import { restOf } from "../kept/rest.js";
import { signInAgain } from "../page/again.js";
import { csrfToken } from "../page/csrf.js";
import { around, every, isCommand, isPasted, maybe, one, said, targetOf } from "../page/dom.js";
import { on } from "../page/events.js";
import { released, whenReleased } from "../page/press.js";
import { openTabs } from "../page/tabs.js";
import { barOf } from "./bar.js";
import { cardOf } from "./card.js";
import { setVersion } from "./fields.js";
import { clearAllSaved, focusField, groupOf, showAllSaved } from "./notice.js";
import { signature, withPasted } from "./pairs.js";
import { makePost } from "./post.js";
import { Question } from "./question.js";

/** @import { KeptRecord } from "../kept/store.js" */
/** @import { Bar } from "./bar.js" */
/** @import { PageCard } from "./card.js" */
/** @import { Clock, Post } from "./post.js" */
/** @import { News, Session } from "./question.js" */
/** @typedef {Question<PageCard>} PageQuestion */

const RECENT = 60_000; // ms in which what was sent on leaving may still be on its way
const form = maybe(document, "[data-autosave]", HTMLFormElement);
const note = form && one(form, "[data-unsaved-note]");
const way = form && one(form, "[data-way-out]");
const save = form && one(form, ".lgq-save > [type=submit]");
/** @type {Map<string | undefined, PageQuestion>} */
const questions = new Map();
/** @type {Map<HTMLElement, { question: PageQuestion, record: KeptRecord }>} by their boxes */
const offers = new Map();
let isLeaving = false;

const all = () => [...questions.values()];

/** @param {Event} event */
const questionOf = (event) => {
  const card = targetOf(event).closest("[data-question]");
  return questions.get(card?.getAttribute("data-question") ?? undefined);
};

// --- What the page says of all questions -------------------------------------------------------

/** @param {string} words */
const say = (words) => {
  if (note && note.textContent !== words) note.textContent = words;
};
let trouble = "";
const NO_WAY = { compare: "", way: "", target: "" };
let wayOut = NO_WAY;

/** Leads to the page with the text that was refused, or to the field to mend. */
const takeWayOut = () => {
  if (wayOut.compare) location.assign(wayOut.compare);
  else focusField(wayOut.target);
};

/** @param {Bar | null} bar */
const showBar = (bar) => {
  form?.classList.toggle("is-unsaved", bar !== null);
  trouble = bar?.words ?? "";
  wayOut = bar ?? NO_WAY;
  if (save) save.hidden = bar?.saves === false;
  if (!way) return;
  way.hidden = !(wayOut.compare || wayOut.target);
  way.textContent = wayOut.compare ? wayOut.way : (way.dataset.field ?? "");
};

/** Keeps offers true: of what is saved by now nothing is offered. */
const renewOffers = () => {
  for (const [box, { question, record }] of offers) {
    const { typed } = restOf(record, question.saved);
    if (typed) showTyped(box, question.card.element, typed);
    else {
      store.forget(record.key);
      box.remove();
    }
    if (!box.isConnected) offers.delete(box);
  }
};

/** @param {Event} event */
const warn = (event) => event.preventDefault();

const onChange = () => {
  renewOffers();
  const before = trouble;
  const troubled = all().filter((question) => question.isTroubled);
  showBar(
    barOf(
      troubled.map((question) => question.trouble),
      note?.dataset.words ?? "",
    ),
  );
  if (trouble) say(trouble);
  else if (before) say("");
  if (!all().every(({ isSaved }) => isSaved)) clearAllSaved();
  const warns = !isLeaving && all().some((question) => question.wouldBeLost);
  if (warns) addEventListener("beforeunload", warn);
  else removeEventListener("beforeunload", warn);
};

/** The card that the person is in, or the first in sight. */
const cardInSight = () => {
  const cards = all().map(({ card }) => card.element);
  /** @param {HTMLElement} card */
  const isInSight = (card) => card.getBoundingClientRect().bottom > 0;
  return (
    cards.find((card) => card.contains(document.activeElement)) ?? cards.find(isInSight) ?? null
  );
};

/** Saves everything, and leads to the first question that could not be saved. */
const saveAll = async () => {
  await Promise.all(all().map((question) => question.save({ isAsked: true })));
  const first = all().find((question) => !question.isSaved);
  onChange();
  if (!first) {
    showAllSaved(cardInSight());
    return true;
  }
  for (const question of all()) question.reveal();
  const { element } = first.card;
  const fault = maybe(element, '[aria-invalid="true"], [data-compare]:not([hidden])') ?? element;
  (fault.matches("fieldset") ? one(fault, "input") : fault).focus();
  return false;
};

// --- What the person does ----------------------------------------------------------------------

/** @param {FocusEvent} event */
const fieldLeft = (event) => {
  const question = questionOf(event);
  const next = event.relatedTarget instanceof Node ? event.relatedTarget : null;
  // On the way from its label to its address a row of links is half said.
  const isSameGroup = groupOf(targetOf(event))?.contains(next);
  if (!question || isSameGroup) return;
  if (question.card.element.contains(next)) question.fieldLeft();
  else question.cardLeft();
};

/** @param {FocusEvent} event */
const onFocusOut = (event) => whenReleased(() => fieldLeft(event));

/**
 * The page that asks before sending, told beside which questions lines are left over.
 * @param {HTMLFormElement} form
 */
const sendPage = (form) => {
  const left = every(form, "[data-paste] textarea", HTMLTextAreaElement)
    .filter(({ value }) => value.trim())
    .map((box) => ["left", said(around(box, "[data-question]"), "question")]);
  return [said(form, "send"), String(new URLSearchParams(left))].filter(Boolean).join("?");
};

/**
 * @param {HTMLFormElement} form
 * @param {SubmitEvent} event
 */
const onSubmit = async (form, event) => {
  const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
  // Buttons that work on rows are for browsers without scripts; the page itself says that a
  // translation is still right, as that changes nothing in it.
  if (button?.name === "rows" || button?.name === "confirm") return;
  event.preventDefault();
  const isSaved = await saveAll();
  if (isSaved && button?.value === "send") location.assign(sendPage(form));
};

/** @param {HTMLFormElement} form */
const listen = (form) => {
  form.addEventListener("input", (event) => questionOf(event)?.typed());
  form.addEventListener("change", (event) => {
    const isTick = targetOf(event).matches("[type=radio], [type=checkbox]");
    if (isTick) questionOf(event)?.fieldLeft();
  });
  // What is pasted is whole, as what is typed is only once its field is left.
  form.addEventListener("input", (event) => {
    const isAddress = targetOf(event).matches('[data-field="url"]');
    if (isAddress && isPasted(event)) questionOf(event)?.fieldLeft();
  });
  form.addEventListener("compositionend", (event) => questionOf(event)?.typed());
  form.addEventListener("focusout", onFocusOut);
  // Rows are numbered by another script that receives the same event.
  form.addEventListener("lgq:rows", (event) => {
    const question = questionOf(event);
    queueMicrotask(() => question?.typed(0));
  });
  form.addEventListener("click", (event) => {
    const isRetry = targetOf(event).closest("[data-retry]");
    if (isRetry) questionOf(event)?.save({ isAsked: true });
  });
  way?.addEventListener("click", takeWayOut);
  form.addEventListener("submit", (event) => onSubmit(form, event));
  addEventListener("keydown", (event) => {
    if (!isCommand(event) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    saveAll();
  });
};

// --- What happens to the page and around it ----------------------------------------------------

/** What an answer settles or opens again. @param {News} news */
const showFollowUps = ({ follow_ups = [] }) => {
  for (const { question, ...shown } of follow_ups) questions.get(question)?.card.showSaved(shown);
};

/** @param {News} news */
const adopt = (news) => {
  questions.get(news.question)?.adopt(news);
  showFollowUps(news);
  renewOffers();
};

const retryAll = () => {
  for (const question of all()) question.retry();
};

/** @param {Session} session */
const watchPage = (session) => {
  on("lgq:answer", adopt);
  on("lgq:save", (saving) => {
    for (const question of all()) saving.push(question.save());
  });
  on("lgq:leaving", () => {
    isLeaving = true;
    onChange();
  });
  addEventListener("online", retryAll);
  on("lgq:signed-in", () => {
    session.isPostponed = false;
    retryAll();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return;
    for (const question of all()) question.save({ isLeaving: true });
  });
  addEventListener("pagehide", () => {
    if (isLeaving) return;
    for (const question of all()) question.saveOnLeaving();
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    // A text that was refused may have been settled on the page that the person comes back from.
    const isBehind = all().some(({ state }) => state === "Refused");
    if (isBehind && all().every(({ isSettled }) => isSettled)) location.reload();
    else for (const question of all()) question.save();
  });
};

// --- Coming to the page ------------------------------------------------------------------------

/**
 * @param {PageQuestion} question
 * @param {KeptRecord} record
 */
const resume = (question, record) => {
  const aside = question.resume(record);
  if (aside) offerKept(question, aside);
};

/**
 * @param {PageQuestion} question
 * @param {KeptRecord} record
 */
function offerKept(question, record) {
  const goOn = () => resume(question, restOf(record, question.saved).record);
  offers.set(offer(record, question.card.element, goOn), { question, record });
  renewOffers();
}

/** @param {PageQuestion} question */
const findKept = (question) => {
  const first = question.card.readFirst();
  const answer = signature(first);
  for (const kept of store.keptAt(question.card.place)) {
    const { record, typed } = restOf(kept, question.saved);
    const isOnItsWay = record.handed && Date.now() - record.at < RECENT;
    const isCurrent = record.version === question.card.version;
    // What the server cannot save is nowhere else, and goes on from what the page shows.
    const isComing = isOnItsWay || record.faulty;
    const isSameAnswer = signature(withPasted(record.pairs, first)) === answer;
    if (signature(record.pairs) === answer) store.forget(record.key);
    else if (record.left) question.putBack(record);
    else if (!typed) store.forget(record.key);
    else if (isSameAnswer && question.isSettled) {
      resume(question, { ...record, version: question.card.version });
    } else if (isComing && isCurrent && question.isSettled) resume(question, record);
    else offerKept(question, kept);
  }
};

/** @type {Clock} */
const clock = {
  setTimeout: (act, wait) => window.setTimeout(act, wait),
  clearTimeout: (timer) => window.clearTimeout(timer),
  random: Math.random,
};

/** @param {HTMLFormElement} form */
const start = (form) => {
  // What the browser restores by itself may have been typed over another version.
  if (isRestored()) form.reset();
  form.autocomplete = "off";
  form.classList.add("saves-itself");
  /** @type {Session} */
  const session = { isPostponed: false, signIn: (state) => signInAgain(form, state) };
  const send = makePost({
    fetch: (url, options) => fetch(url, options),
    token: csrfToken,
    isOnline: () => navigator.onLine,
    clock,
  });
  /** @type {Post} */
  const post = async (...request) => {
    const reply = await send(...request);
    await released();
    return reply;
  };
  const name = `lgq ${form.dataset.person} ${new URL(form.action).pathname}`;
  const tellTabs = openTabs(name, adopt);
  /** @param {News} news */
  const onSaved = (news) => {
    tellTabs(news);
    showFollowUps(news);
  };
  const means = { post, clock, store, session, onChange, onSaved };
  for (const element of every(form, "[data-question]")) {
    setVersion(element, said(element, "version"));
    const card = cardOf(element, form);
    questions.set(card.key, new Question(card, means));
  }
  listen(form);
  watchPage(session);
  for (const question of all()) {
    findKept(question);
    if (!question.isSettled) question.typed(); // typed before this script was there
  }
};

// The way back may lead to a page of long ago, with its answers and versions.
const entry = navigation();
const isOld = entry?.type === "back_forward" && entry.transferSize === 0;

if (form && isOld && !("typed" in form.dataset)) location.reload();
else if (form) start(form);
