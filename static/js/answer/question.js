// Saves one question: one request at a time, later changes behind it, each from the version that
// the last reply gave. What is typed is kept until the server has exactly that. Pure: the page,
// the server, the time and the storage are given to it.
import { boxesWithLines, signature, withLines, withoutBoxes, withPasted } from "./pairs.js";
import { OUTLIVES } from "./post.js";

/** @import { Kept, KeptRecord, Store } from "../kept/store.js" */
/** @import { Pairs } from "./pairs.js" */
/** @import { Clock, Faulty, FollowUps, Lost, Post, Problem, Refused, Reply, Saved, Shown, SignedOut } from "./post.js" */

/** @typedef {"Saved" | "Saving" | "Faulty" | "Refused" | "Rejected" | "SignedOut" | "Offline" | "Unreachable" | "Broken"} State */

/**
 * What the machine needs of a question's card on the page.
 * @typedef {object} Card
 * @property {string} key
 * @property {string} place under which it is kept
 * @property {string} person whose page it is
 * @property {URL} address that saves it
 * @property {boolean} cameTyped whether the page came with what the server has not saved
 * @property {number} version
 * @property {string} [of] the version of the original, beside which a translation is written
 * @property {string} number
 * @property {() => boolean} isComposing
 * @property {() => boolean} isHalfSaid whether what makes it whole is about to be typed
 * @property {() => boolean} lacksReason whether it is not whole, so that it cannot be saved
 * @property {() => Problem} reasonProblem how the server says that
 * @property {() => Pairs} read
 * @property {() => Pairs} readFirst
 * @property {(pairs: Pairs) => void} write
 * @property {(state: string) => string} wordsFor
 * @property {(state: State, how: Trouble & { mended: boolean }) => void} showState
 * @property {(shown: Partial<Shown>) => void} showSaved
 * @property {(problems: Problem[]) => void} showProblems
 * @property {(problems: Problem[]) => void} renewProblems shows those that may be told by now
 * @property {() => void} clearProblems
 * @property {(fields: string[]) => void} showLeft notes in which fields lines are left, by their ids
 */

/**
 * What became of a question, in words, and the way out of it: the page where two texts are
 * combined or the person's own is read, or the field to mend.
 * @typedef {object} Trouble
 * @property {string} words
 * @property {string} brief the same in few words
 * @property {string} compare an address, or ""
 * @property {string} way what the link to that address is called
 * @property {string} target an id, or ""
 */

/**
 * Who is signed in, for all questions of a page.
 * @typedef {object} Session
 * @property {boolean} isPostponed whether the person put off signing in: then nothing goes out by itself
 * @property {(state: SignedOut["state"]) => Promise<boolean>} signIn asks in place
 */

/**
 * What a question tells the other tabs of its page.
 * @typedef {Shown & FollowUps & { fields: Pairs, question: string }} News
 */

/** @typedef {object} Means
 * @property {Post} post
 * @property {Clock} clock
 * @property {Store} store
 * @property {Session} session
 * @property {() => void} onChange called whenever the state may have changed
 * @property {(news: News) => void} onSaved called with each reply that saved
 */

/** @typedef {{ controller: AbortController, done: Promise<void> }} Flight */

const PAUSE = 1000; // ms from the last key to the save
const RETRY = { first: 2000, last: 60_000 };
/** @type {Record<Lost["state"], State>} */
const LOST = { offline: "Offline", unreachable: "Unreachable", broken: "Broken" };
/** @type {Set<State>} */
const WAITING = new Set(Object.values(LOST));
// What the server would not get if the page were left.
/** @type {Set<State>} */
const WARNING = new Set([...WAITING, "Rejected", "SignedOut", "Faulty"]);

/** @template {Card} [C=Card] */
export class Question {
  /** @type {State} */
  state = "Saved";
  /** @type {Problem[]} */
  problems = [];
  /** @type {Trouble} */
  #said = { words: "", brief: "", compare: "", way: "", target: "" };
  /** @type {string | null} signature of what the server has saved or judged, if it is known */
  #settled;
  /** @type {Pairs | null} what the answer has in the version of the card, if it is known */
  #base;
  /** @type {Pairs | null} what was sent last, as long as nobody knows whether it arrived */
  #unsure = null;
  /** @type {number | null} the refused text that further typing goes on from */
  #continues = null;
  /** @type {Flight | null} */
  #flight = null;
  #isQueued = false;
  #isReasonTold = false; // whether it may be told by now that the reason is missing
  #isLeft = false; // whether pasted lines stand on the page that are no part of the answer
  #timer = 0;
  #tries = 0;
  #isWriting = false;
  #means;

  /**
   * @param {C} card
   * @param {Means} means
   */
  constructor(card, means) {
    this.card = card;
    this.#means = means;
    this.#base = card.cameTyped ? null : card.readFirst();
    this.#settled = this.#base && signature(this.#base);
  }

  /** The answer as the server has it, as far as is known here. */
  get saved() {
    return { pairs: this.#base, version: this.card.version };
  }

  get isSettled() {
    return signature(this.card.read()) === this.#settled;
  }

  get isSaved() {
    return this.state === "Saved" && this.isSettled;
  }

  /** Whether the server would not get something if the page were left now. */
  get wouldBeLost() {
    if (WARNING.has(this.state)) return true;
    return !this.isSettled && (this.card.lacksReason() || !this.#outlives());
  }

  /** Which question it is, what became of it in few words, and the way out. */
  get trouble() {
    return { number: this.card.number, ...this.#said };
  }

  get isTroubled() {
    return this.state === "Refused" || WARNING.has(this.state);
  }

  /** Something was typed or changed: keeps it, and saves it after a pause. */
  typed(pause = PAUSE) {
    if (this.#isWriting) return;
    this.#stopTimer();
    if (this.#isReasonTold && !this.card.lacksReason()) {
      this.#isReasonTold = false;
      this.card.showProblems(this.#known());
    }
    if (!this.isSettled) {
      this.#keep({ faulty: this.card.lacksReason() });
      if (this.#means.session.isPostponed) this.#show("SignedOut");
      else if (!this.card.isHalfSaid()) this.#startTimer(pause);
    } else if (this.state !== "Faulty") {
      // Back to what the server has, or to what it keeps beside the answer.
      this.#release();
      if (WARNING.has(this.state)) this.#show("Saved", { words: "" });
    }
    this.#means.onChange();
  }

  /**
   * Saves now; resolves once it is known what became of all that was typed until then.
   * @param {object} [how]
   * @param {boolean} [how.isAsked] whether the person asks for it
   * @param {boolean} [how.isLeaving] whether the request is to outlive the page if it can
   */
  save({ isAsked = false, isLeaving = false } = {}) {
    this.#stopTimer();
    if (isAsked) this.#means.session.isPostponed = false;
    if (!this.#flight) return this.#send({ keepalive: isLeaving && this.#outlives() });
    this.#isQueued = true;
    return this.#flight.done;
  }

  /** The page may be gone at once: sends what is not saved in a request that outlives it. */
  saveOnLeaving() {
    if (this.isSettled || this.#means.session.isPostponed) return;
    this.#stopTimer();
    const keepalive = this.#outlives();
    const faulty = this.state === "Faulty" || this.card.lacksReason();
    this.#keep({ handed: keepalive && !WAITING.has(this.state), faulty });
    this.#flight?.controller.abort();
    this.#unsure = null;
    this.#send({ keepalive });
  }

  /** The connection is back, or the person is signed in again. */
  retry() {
    if (WAITING.has(this.state) || this.state === "SignedOut") this.save();
  }

  /** The focus has left a field, so that what was typed need not wait. */
  fieldLeft() {
    this.typed();
    const problems = this.#known();
    if (problems.length > 0) this.card.renewProblems(problems);
    const waits = this.#means.session.isPostponed || WAITING.has(this.state);
    if (!waits && !this.card.isHalfSaid()) this.save();
  }

  /** The focus has left the card, so that its faults may be told. */
  cardLeft() {
    this.fieldLeft();
    this.reveal();
  }

  /** Tells the faults beside their fields. */
  reveal() {
    const problems = this.#known();
    if (problems.length > 0) this.card.showProblems(problems);
  }

  /** The faults of which the server has told, and the one that is known before it tells. */
  #known() {
    const told = this.state === "Faulty" ? this.problems : [];
    if (!this.card.lacksReason() || this.card.isHalfSaid()) return told;
    this.#isReasonTold = true;
    const problem = this.card.reasonProblem();
    return told.some(({ target }) => target === problem.target) ? told : [...told, problem];
  }

  /**
   * Takes over what was saved elsewhere, unless something is being typed here.
   * @param {Shown & { fields: Pairs }} news
   */
  adopt({ version, fields, ...shown }) {
    const isFree = this.isSaved && !this.#flight && !this.card.isComposing();
    if (!isFree || version <= this.card.version) return;
    const pairs = withPasted(fields, this.card.read());
    this.card.version = version;
    this.#base = fields;
    this.#write(pairs);
    this.#judged(pairs);
    if (this.#isLeft) this.#keep({ left: true });
    this.card.showSaved(shown);
  }

  /**
   * Shows a text that the browser kept, with the version it started from, to be saved or refused
   * like any other. Returns the record of what stood there, if that was not saved.
   * @param {KeptRecord} record
   */
  resume(record) {
    const { store } = this.#means;
    const aside = this.isSettled ? null : store.setAside(this.card.place, this.#record());
    this.#flight?.controller.abort();
    this.#flight = null;
    this.#write(record.pairs);
    this.#base = record.base ?? null;
    this.card.version = record.version ?? this.card.version;
    this.#settled = this.#unsure = null;
    this.#continues = record.continues ?? null;
    if (this.#keep()) store.forget(record.key);
    this.typed();
    return aside;
  }

  /**
   * Puts lines back into their boxes that the browser kept beside an answer that is saved.
   * @param {KeptRecord} record
   */
  putBack(record) {
    const wasSettled = this.isSettled;
    const pairs = withLines(this.card.read(), record.pairs);
    this.#write(pairs);
    this.#isLeft = true;
    this.card.showLeft(boxesWithLines(pairs));
    if (wasSettled) this.#judged(pairs);
    if (this.#keep({ left: wasSettled })) this.#means.store.forget(record.key);
  }

  #body(pairs = this.card.read()) {
    const { key, person, version, of } = this.card;
    const body = new URLSearchParams(pairs);
    body.set(`version-${key}`, String(version));
    if (of) body.set(`of-${key}`, of);
    body.set("person", person);
    if (this.#continues !== null) body.set("continues", String(this.#continues));
    return body.toString();
  }

  #outlives() {
    return this.#body().length <= OUTLIVES;
  }

  /** @returns {Kept} */
  #record() {
    const { version } = this.card;
    return { pairs: this.card.read(), version, base: this.#base, continues: this.#continues };
  }

  /** @param {Partial<Kept>} [more] */
  #keep(more = {}) {
    return this.#means.store.keep(this.card.place, { ...this.#record(), ...more });
  }

  /** @param {number} wait */
  #startTimer(wait) {
    this.#timer = this.#means.clock.setTimeout(() => this.save(), wait);
  }

  #stopTimer() {
    this.#means.clock.clearTimeout(this.#timer);
  }

  async #send({ keepalive = false } = {}) {
    if (this.isSettled) return;
    /** @type {Flight} */
    const flight = { controller: new AbortController(), done: Promise.resolve() };
    this.#flight = flight;
    flight.done = this.#exchange(flight, keepalive);
    await flight.done;
  }

  /**
   * @param {Flight} flight
   * @param {boolean} keepalive
   */
  async #exchange(flight, keepalive) {
    // Where nobody knows whether a text arrived, the same goes once more: it changes nothing if
    // it did, while a newer one would be taken for a text from another window.
    const isRepeated = this.#unsure !== null;
    const sent = this.#unsure ?? this.card.read();
    const before = this.#settled;
    this.#unsure = sent;
    this.#settled = null;
    if (this.state === "Saved") this.#show("Saving");
    const { controller } = flight;
    const body = this.#body(sent);
    const reply = await this.#means.post(this.card.address, body, { keepalive, controller });
    if (flight !== this.#flight) return;
    await this.#react(reply, sent, before);
    if (flight !== this.#flight) return;
    this.#flight = null;
    const isMore = this.#isQueued || isRepeated;
    this.#isQueued = false;
    if (isMore && !WAITING.has(this.state) && !this.#means.session.isPostponed) await this.#send();
  }

  /**
   * @param {Reply} reply
   * @param {Pairs} sent
   * @param {string | null} before
   */
  async #react(reply, sent, before) {
    if ("version" in reply) {
      this.#isLeft = Boolean(reply.left?.length);
      this.card.showLeft(reply.left ?? []);
    }
    switch (reply.state) {
      case "saved":
        return this.#saved(reply, sent);
      case "faulty":
        return this.#faulty(reply, sent);
      case "refused":
        return this.#refused(reply, sent);
      case "offline":
      case "unreachable":
      case "broken":
        return this.#wait(LOST[reply.state]);
    }
    // It is certain that nothing was saved.
    this.#settled = before;
    this.#unsure = null;
    const { message } = reply;
    if (reply.state === "rejected") this.#show("Rejected", { words: message, brief: message });
    else await this.#signIn(reply.state);
  }

  /**
   * Tries again by itself, ever more seldom.
   * @param {State} state
   */
  #wait(state) {
    const { clock, store } = this.#means;
    const wait = Math.min(RETRY.last, RETRY.first * 2 ** this.#tries);
    this.#tries += 1;
    this.#stopTimer();
    this.#startTimer(wait * (0.75 + clock.random() / 2));
    const isKept = store.ownAt(this.card.place) !== null;
    this.#show(state, {
      words: this.card.wordsFor(isKept ? state : `${state}Unkept`),
      brief: this.card.wordsFor(`${state}Brief`),
    });
  }

  /**
   * @param {Saved} reply
   * @param {Pairs} sent
   */
  #saved(reply, sent) {
    this.#continues = null;
    this.problems = [];
    this.card.clearProblems();
    if (reply.fields) this.#combined(reply.version, reply.fields, sent);
    else {
      this.card.version = reply.version;
      this.#base = withoutBoxes(sent);
      this.#judged(sent);
    }
    this.#settleKept(sent);
    this.card.showSaved(reply);
    this.#show("Saved", { words: reply.said });
    this.#means.onSaved({ ...reply, fields: reply.fields ?? sent, question: this.card.key });
  }

  /**
   * What was sent has met other words of the same person, from another window, and the answer
   * says both. Where more was typed since, that goes on from the version it started from, and
   * meets them once more.
   * @param {number} version
   * @param {Pairs} merged
   * @param {Pairs} sent
   */
  #combined(version, merged, sent) {
    const fields = withPasted(merged, sent);
    const isBehind = this.card.isComposing() || signature(this.card.read()) !== signature(sent);
    this.#judged(fields);
    if (isBehind) return;
    this.card.version = version;
    this.#base = merged;
    this.#write(fields);
  }

  /**
   * The sound parts are saved, unless the page was behind.
   * @param {Faulty} reply
   * @param {Pairs} sent
   */
  #faulty(reply, sent) {
    if (reply.version !== null && !reply.fields) {
      this.card.version = reply.version;
      this.#base = reply.has ?? null;
    }
    this.problems = reply.problems;
    this.#judged(sent);
    this.#keep({ faulty: this.isSettled });
    const { saved, status, answered } = reply;
    this.card.showSaved({ saved, status, answered });
    const [first] = this.problems;
    this.#show("Faulty", { brief: first?.message, target: first?.target });
    this.card.renewProblems(this.problems);
  }

  /**
   * @param {Refused} reply
   * @param {Pairs} sent
   */
  #refused(reply, sent) {
    // Without a text of its own the answer says what was typed, by whomever.
    if (reply.text === null) {
      const said = this.card.wordsFor("Same");
      this.#saved({ ...reply, state: "saved", fields: null, said }, sent);
      return;
    }
    this.#continues = reply.text;
    this.problems = [];
    this.card.clearProblems();
    this.#judged(sent);
    this.#settleKept(sent);
    this.card.showSaved(reply);
    const { message, brief, compare, way } = reply;
    this.#show("Refused", { words: message, brief, compare, way });
  }

  /** @param {SignedOut["state"]} state */
  async #signIn(state) {
    const { session } = this.#means;
    session.isPostponed = !(await session.signIn(state));
    if (session.isPostponed) this.#show("SignedOut");
    else this.#isQueued = true;
  }

  /** The server has judged these. @param {Pairs} pairs */
  #judged(pairs) {
    this.#tries = 0;
    this.#unsure = null;
    this.#settled = signature(pairs);
  }

  /** @param {Pairs} pairs */
  #write(pairs) {
    this.#isWriting = true;
    this.card.write(pairs);
    this.#isWriting = false;
  }

  /**
   * Forgets what the browser kept if the server has it; what is newer starts from it now.
   * @param {Pairs} pairs
   */
  #settleKept(pairs) {
    const own = this.#means.store.ownAt(this.card.place);
    if (own === null) return;
    if (signature(own.pairs) === signature(pairs)) this.#release();
    else if (!this.isSettled) this.#keep();
  }

  /** Forgets what the browser kept, but for lines that are nowhere else. */
  #release() {
    if (this.#isLeft) this.#keep({ left: this.isSettled });
    else this.#means.store.forgetOwn(this.card.place);
  }

  /**
   * @param {State} state
   * @param {Partial<Trouble>} [how]
   */
  #show(state, how = {}) {
    const { words = this.card.wordsFor(state), compare = "", way = "", target = "" } = how;
    const said = { words, brief: how.brief ?? words, compare, way, target };
    const isSame = words === this.#said.words && said.brief === this.#said.brief;
    const isNews = state !== this.state || !isSame;
    const mended = this.isTroubled && state === "Saved";
    this.state = state;
    this.#said = said;
    if (isNews) this.card.showState(state, { ...said, mended });
    this.#means.onChange();
  }
}
