// Saves one question: one request at a time, later changes behind it, each from the version that
// the last reply gave. What is typed is kept in the browser until the server has exactly that.
import { signInAgain } from "./again.js";
import { composesIn, read, readFirst, setVersion, signature, versionOf, write } from "./fields.js";
import { forget, forgetOwn, keep, ownAt, placeOf, setAside } from "./kept.js";
import { clearProblems, numberOf, showProblems, showSaved, showState, wordsFor } from "./notice.js";
import { OUTLIVES, post } from "./post.js";

const PAUSE = 1000; // ms from the last key to the save
const RETRY = { first: 2000, last: 60_000 };
const WAITING = new Set(["Offline", "Unreachable", "Broken"]);
// What the server would not get if the page were left.
const WARNING = new Set([...WAITING, "Rejected", "SignedOut", "Faulty"]);

// Whether the person put off signing in: then nothing goes out by itself, from any question.
let putOff = false;
document.addEventListener("lgq:signed-in", () => (putOff = false));

export class Question {
  state = "Saved";
  problems = [];
  #words = "";
  #settled; // signature of what the server has saved or judged; null where it is not known
  #unsure = null; // what was sent last, as long as nobody knows whether it arrived
  #continues = null; // the refused text that further typing goes on from
  #flight = null;
  #queued = false;
  #timer = 0;
  #tries = 0;
  #writing = false;

  // `changed` is called whenever the state may have changed, `told` with each reply that saved.
  constructor(card, form, { changed, told }) {
    this.card = card;
    this.key = card.dataset.question;
    this.place = placeOf(form, this.key);
    this.form = form;
    this.changed = changed;
    this.told = told;
    this.#settled = "typed" in form.dataset ? null : signature(readFirst(card));
  }

  get isSettled() {
    return signature(read(this.card)) === this.#settled;
  }

  get isSaved() {
    return this.state === "Saved" && this.isSettled;
  }

  // Whether the server would not get something if the page were left now.
  get wouldBeLost() {
    return WARNING.has(this.state) || (!this.isSettled && !this.#outlives());
  }

  // Which question it is and what became of it, in words.
  get summary() {
    return `${numberOf(this.card)} ${this.#words}`;
  }

  get isTroubled() {
    return this.state === "Refused" || WARNING.has(this.state);
  }

  // Something was typed or changed: keeps it, and saves it after a pause.
  typed(pause = PAUSE) {
    if (this.#writing) return;
    clearTimeout(this.#timer);
    if (!this.isSettled) {
      this.#keep();
      if (putOff) this.#show("SignedOut");
      else this.#timer = setTimeout(() => this.save(), pause);
    } else if (this.state !== "Faulty") {
      // Back to what the server has, or to what it keeps beside the answer.
      forgetOwn(this.place);
      if (WARNING.has(this.state)) this.#show("Saved", { words: "" });
    }
    this.changed();
  }

  // Saves now; resolves once it is known what became of all that was typed until then.
  // With `leaving`, the request outlives the page if it can.
  save({ asked = false, leaving = false } = {}) {
    clearTimeout(this.#timer);
    if (asked) putOff = false;
    if (!this.#flight) return this.#send({ keepalive: leaving && this.#outlives() });
    this.#queued = true;
    return this.#flight.done;
  }

  // The page may be gone at once: sends what is not saved in a request that outlives it.
  handOver() {
    if (this.isSettled || putOff) return;
    clearTimeout(this.#timer);
    const keepalive = this.#outlives();
    this.#keep({ handed: keepalive && !WAITING.has(this.state) });
    this.#flight?.controller.abort();
    this.#unsure = null;
    this.#send({ keepalive });
  }

  // The connection is back, or the person is signed in again.
  retry() {
    if (WAITING.has(this.state) || this.state === "SignedOut") this.save();
  }

  // A field is done with, so that what was typed need not wait.
  left() {
    this.typed();
    if (!putOff && !WAITING.has(this.state)) this.save();
  }

  // The focus has left the card, so that its faults may be told.
  leave() {
    this.left();
    this.reveal();
  }

  // Tells the faults beside their fields.
  reveal() {
    if (this.state === "Faulty") showProblems(this.card, this.problems);
  }

  // Takes over what was saved elsewhere, unless something is being typed here.
  take({ version, fields, ...said }) {
    const isFree = this.isSaved && !this.#flight && !composesIn(this.card);
    if (!isFree || version <= versionOf(this.card)) return;
    setVersion(this.card, version);
    this.#write(fields);
    this.#judged(fields);
    showSaved(this.card, said);
  }

  // Shows a text that the browser kept, with the version it started from, to be saved or refused
  // like any other. Returns the record of what stood there, if that was not saved.
  resume(record) {
    const aside = this.isSettled ? null : setAside(this.place, this.#record());
    this.#flight?.controller.abort();
    this.#flight = null;
    this.#write(record.pairs);
    setVersion(this.card, record.version);
    this.#settled = this.#unsure = null;
    this.#continues = record.continues ?? null;
    if (this.#keep()) forget(record.key);
    this.typed();
    return aside;
  }

  #body(pairs = read(this.card)) {
    const body = new URLSearchParams(pairs);
    body.set(`version-${this.key}`, versionOf(this.card));
    body.set("person", this.form.dataset.person);
    if (this.#continues !== null) body.set("continues", this.#continues);
    return body.toString();
  }

  #outlives() {
    return this.#body().length <= OUTLIVES;
  }

  #record() {
    return { pairs: read(this.card), version: versionOf(this.card), continues: this.#continues };
  }

  #keep(more = {}) {
    return keep(this.place, { ...this.#record(), ...more });
  }

  #send({ keepalive = false } = {}) {
    if (this.isSettled) return Promise.resolve();
    const flight = { controller: new AbortController() };
    this.#flight = flight;
    flight.done = this.#exchange(flight, keepalive);
    return flight.done;
  }

  async #exchange(flight, keepalive) {
    // Where nobody knows whether a text arrived, the same goes once more: it changes nothing if
    // it did, while a newer one would be taken for a text from another window.
    const isRepeated = this.#unsure !== null;
    const sent = this.#unsure ?? read(this.card);
    const before = this.#settled;
    this.#unsure = sent;
    this.#settled = null;
    if (this.state === "Saved") this.#show("Saving");
    const url = new URL(`${this.key}/save/`, this.form.action);
    const reply = await post(url, this.#body(sent), { keepalive, ...flight });
    if (flight !== this.#flight) return;
    await this.#react(reply, sent, before);
    if (flight !== this.#flight) return;
    this.#flight = null;
    const more = (this.#queued || isRepeated) && !WAITING.has(this.state) && !putOff;
    this.#queued = false;
    if (more) await this.#send();
  }

  async #react(reply, sent, before) {
    const { state } = reply;
    if (state === "offline" || state === "unreachable" || state === "broken") this.#waits(state);
    else if (state === "saved") this.#saved(reply, sent);
    else if (state === "faulty") this.#faulty(reply, sent);
    else if (state === "refused") this.#refused(reply, sent);
    else {
      // It is certain that nothing was saved.
      this.#settled = before;
      this.#unsure = null;
      if (state === "rejected") this.#show("Rejected", { words: reply.message });
      else await this.#signIn(state);
    }
  }

  // Tries again by itself, ever more seldom.
  #waits(state) {
    const wait = Math.min(RETRY.last, RETRY.first * 2 ** this.#tries);
    this.#tries += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), wait * (0.75 + Math.random() / 2));
    const name = { offline: "Offline", unreachable: "Unreachable", broken: "Broken" }[state];
    const isKept = ownAt(this.place) !== null;
    this.#show(name, { words: wordsFor(isKept ? name : `${name}Unkept`) });
  }

  #saved(reply, sent) {
    this.#continues = null;
    this.problems = [];
    clearProblems(this.card);
    if (reply.fields) this.#combined(reply, sent);
    else {
      setVersion(this.card, reply.version);
      this.#judged(sent);
    }
    this.#settleKept(sent);
    showSaved(this.card, reply);
    this.#show("Saved", { words: reply.said });
    this.told({ ...reply, fields: reply.fields ?? sent, question: this.key });
  }

  // What was sent has met other words of the same person, from another window, and the answer
  // says both. Where more was typed since, that goes on from the version it started from, and
  // meets them once more.
  #combined({ version, fields }, sent) {
    const isBehind = composesIn(this.card) || signature(read(this.card)) !== signature(sent);
    this.#judged(fields);
    if (isBehind) return;
    setVersion(this.card, version);
    this.#write(fields);
  }

  // The sound parts are saved, unless the page was behind.
  #faulty(reply, sent) {
    if (reply.version !== null && !reply.fields) setVersion(this.card, reply.version);
    this.problems = reply.problems;
    this.#judged(sent);
    this.#keep();
    showSaved(this.card, reply);
    this.#show("Faulty");
    const isLeft = !this.card.contains(document.activeElement);
    const isTold = ({ target }) => isLeft || document.getElementById(`${target}--fault`);
    showProblems(this.card, this.problems.filter(isTold));
  }

  #refused(reply, sent) {
    // Without a text of its own the answer says what was typed, by whomever.
    if (reply.text === null) {
      this.#saved({ ...reply, fields: null, said: wordsFor("Same") }, sent);
      return;
    }
    this.#continues = reply.text;
    this.problems = [];
    clearProblems(this.card);
    this.#judged(sent);
    this.#settleKept(sent);
    showSaved(this.card, reply);
    this.#show("Refused", { words: reply.message, compare: reply.compare });
  }

  async #signIn(state) {
    putOff = !(await signInAgain(this.form, state));
    if (putOff) this.#show("SignedOut");
    else this.#queued = true;
  }

  // The server has judged `pairs`.
  #judged(pairs) {
    this.#tries = 0;
    this.#unsure = null;
    this.#settled = signature(pairs);
  }

  #write(pairs) {
    this.#writing = true;
    write(this.card, pairs);
    this.#writing = false;
  }

  // Forgets what the browser kept if the server has it; what is newer starts from it now.
  #settleKept(pairs) {
    const own = ownAt(this.place);
    if (own === null) return;
    if (signature(own.pairs) === signature(pairs)) forgetOwn(this.place);
    else if (!this.isSettled) this.#keep();
  }

  #show(state, { words = wordsFor(state), compare = "" } = {}) {
    const isNews = state !== this.state || words !== this.#words;
    const mended = this.isTroubled && state === "Saved";
    this.state = state;
    this.#words = words;
    if (isNews) showState(this.card, state, { words, compare, mended });
    this.changed();
  }
}
