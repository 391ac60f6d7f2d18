// Says how much more a field or a list can hold before it is too much, and refuses a paste that
// would freeze the page. Nothing is ever cut.
import { describe } from "./describe.js";

const NEAR = 0.9;
const FAR = 5; // times its limit, beyond which nothing is pasted into a field
const { dataset } = document.getElementById("limits");
const announcement = document.getElementById("announcement");

const FIELDS = "[data-section-form] :is(textarea, input[type=text]:not([inputmode=decimal]))";
const lineKind = (field) => (field.dataset.field === "url" ? "url" : "line");
const kindOf = (field) => (field instanceof HTMLTextAreaElement ? "text" : lineKind(field));
const limitOf = (field) => Number(dataset[kindOf(field)]);

// As the server will store it, and in its characters, of which a syllable or a sign is one.
const STORED = {
  text: (value) => value.normalize("NFC"),
  line: (value) => value.normalize("NFC").trim().replace(/\s+/g, " "),
  url: (value) => value.trim(),
};
const pairs = /[\ud800-\udbff][\udc00-\udfff]/g;
const lengthOf = (text) => text.length - (text.match(pairs)?.length ?? 0);

const format = (words, numbers) =>
  words.replace(/\{(\w+)\}/g, (_, name) => numbers[name].toLocaleString(document.documentElement.lang));

let isReady = false;
const say = (words) => {
  if (isReady) announcement.textContent = words;
};

const NOTE = "[data-limit-note]";

// A text has its counter on the page; other fields and lists get one once they are nearly full.
const noteOf = (place) => {
  const there = place.closest(".lgq-text")?.querySelector(NOTE);
  if (there) return there;
  if (place.nextElementSibling?.matches(NOTE)) return place.nextElementSibling;
  const note = document.createElement("p");
  note.dataset.limitNote = "";
  note.className = "lgq-limit";
  place.after(note);
  return note;
};

const mark = (field, note, isOver) => {
  note.id = `${field.id}--limit`;
  describe(field, (ids) => (isOver ? ids.add(note.id) : ids.delete(note.id)));
  // What the server found stays until it is asked again.
  if (isOver) field.setAttribute("aria-invalid", "true");
  else if (!field.classList.contains("is-invalid")) field.removeAttribute("aria-invalid");
};

// Shows a state beside `place`; what is said aloud is only that a limit was crossed.
const show = (place, state, what, numbers) => {
  const before = place.dataset.limitState ?? "";
  if (!state && !before && !place.closest(".lgq-text")) return;
  const note = noteOf(place);
  const words = format(dataset[`${what}${state || "Near"}`], numbers);
  note.textContent = words;
  note.hidden = !state && !place.closest(".lgq-text");
  note.classList.toggle("is-over", state === "Over" || state === "Refused");
  place.dataset.limitState = state;
  if (state === before && state !== "Refused") return;
  if (place.matches(FIELDS)) mark(place, note, state === "Over");
  if (state === "Over" || state === "Refused") say(words);
  else if (before === "Over") say(format(dataset[`${what}Back`], numbers));
};

const judge = (place, what, count, limit) => {
  const state = count > limit ? "Over" : count >= NEAR * limit ? "Near" : "";
  show(place, state, what, { count, limit, over: count - limit });
};

const checkField = (field) =>
  judge(field, "characters", lengthOf(STORED[kindOf(field)](field.value)), limitOf(field));

const checkLinks = (links) => {
  const rows = [...links.querySelectorAll("[data-link-row]")];
  const full = rows.filter((row) => [...row.querySelectorAll("input")].some(({ value }) => value.trim()));
  judge(links.querySelector("[data-rows]"), "links", full.length, Number(dataset.links));
};

const check = (target) => {
  if (target.matches(FIELDS)) checkField(target);
  const links = target.closest("[data-links]");
  if (links) checkLinks(links);
};

// Several links pasted into a row become rows, so there it is the limit of a text that counts.
const mostOf = (field) => FAR * (field.closest("[data-link-row]") ? Number(dataset.text) : limitOf(field));

const refuse = (event) => {
  const field = event.target;
  if (!(field instanceof Element) || !field.matches(FIELDS)) return;
  const text = (event.clipboardData ?? event.dataTransfer)?.getData("text/plain") ?? "";
  const grows = text.length - (field.selectionEnd - field.selectionStart);
  if (grows <= 0 || field.value.length + grows <= mostOf(field)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  show(field, "Refused", "characters", { count: lengthOf(text), limit: limitOf(field) });
};

document.addEventListener("input", ({ target }) => check(target));
document.addEventListener("lgq:rows", ({ target }) => check(target));
for (const kind of ["paste", "drop"]) document.addEventListener(kind, refuse, true);
for (const field of document.querySelectorAll(FIELDS)) checkField(field);
for (const links of document.querySelectorAll("[data-section-form] [data-links]")) checkLinks(links);
isReady = true;
