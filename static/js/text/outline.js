// Bullets by keyboard: Ctrl+] and Ctrl+[ move lines in and out, Enter goes on with the bullet, a
// bullet that is typed takes the place of that one, and Backspace behind a bullet moves out.
// Tab is left alone, and so is everything while an input method composes a syllable.
import { describe } from "../page/describe.js";
import { copyOf, every, isBare, isCommand, one } from "../page/dom.js";
import { continuation, movedIn, movedOut, replacement, steppedOut } from "./bullets.js";
import { putBack, replace } from "./replace.js";

/**
 * @param {string} text
 * @param {number} place
 */
const lineStart = (text, place) => text.lastIndexOf("\n", place - 1) + 1;

/**
 * @param {string} text
 * @param {number} place
 */
const lineEnd = (text, place) => {
  const end = text.indexOf("\n", place);
  return end < 0 ? text.length : end;
};

/**
 * The lines above a place where a line starts, the nearest last.
 * @param {string} text
 * @param {number} start
 */
const linesAbove = (text, start) => text.slice(0, start).split("\n").slice(0, -1);

/**
 * Moves the lines that are selected.
 * @param {HTMLTextAreaElement} area
 * @param {(line: string, above: string[]) => string} moved
 */
const move = (area, moved) => {
  const { value, selectionStart, selectionEnd } = area;
  const start = lineStart(value, selectionStart);
  const end = lineEnd(value, selectionEnd);
  const old = value.slice(start, end).split("\n");
  const lines = linesAbove(value, start);
  const above = lines.length;
  for (const line of old) lines.push(moved(line, lines));
  const after = lines.slice(above);
  if (old.join("\n") === after.join("\n")) return;
  replace(area, start, end, after.join("\n"));
  const grown = (/** @type {string[]} */ some) => some.join("\n").length;
  const from = Math.max(start, selectionStart + grown(after.slice(0, 1)) - grown(old.slice(0, 1)));
  const to = selectionEnd + grown(after) - grown(old);
  area.setSelectionRange(from, Math.max(from, to));
};

/**
 * The bullet that Enter put in last, until it is clear what follows it.
 * @type {{ area: HTMLTextAreaElement, start: number, head: string } | null}
 */
let automatic = null;

/**
 * Begins the next line with the bullet of this one, or ends the list on an empty bullet.
 * @param {HTMLTextAreaElement} area
 */
const goOn = (area) => {
  automatic = null;
  const { value, selectionStart: place, selectionEnd } = area;
  if (place !== selectionEnd) return false;
  const start = lineStart(value, place);
  const end = lineEnd(value, place);
  const text = continuation(value.slice(start, end), place - start);
  if (text === null) return false;
  if (text === "") replace(area, start, end, "");
  else replace(area, place, place, text);
  if (text.trim()) automatic = { area, start: place + 1, head: text.slice(1) };
  return true;
};

/**
 * Takes an automatic bullet away once the person has given the line another one.
 * @param {HTMLTextAreaElement} area
 */
const takeOver = (area) => {
  const { value, selectionEnd: place } = area;
  if (automatic?.area !== area) return;
  const { start, head } = automatic;
  const end = lineEnd(value, start);
  const line = value.slice(start, end);
  const isThere = lineStart(value, start) === start && line.startsWith(head);
  const found = isThere && replacement(linesAbove(value, start), head, line.slice(head.length));
  if (found === null) return;
  automatic = null;
  if (!found || found === "text") return;
  replace(area, start, start + found.length, found.indent);
  const after = place + found.indent.length - found.length;
  area.setSelectionRange(after, after);
};

/**
 * Moves a line out when the caret is right behind its bullet.
 * @param {HTMLTextAreaElement} area
 */
const stepOut = (area) => {
  const { value, selectionStart: place, selectionEnd } = area;
  if (place !== selectionEnd) return false;
  const start = lineStart(value, place);
  const end = lineEnd(value, place);
  const after = steppedOut(value.slice(start, end), place - start, linesAbove(value, start));
  if (after === null) return false;
  const rest = value.slice(place, end);
  replace(area, start, place, after.slice(0, after.length - rest.length));
  return true;
};

/** @type {Record<string, (area: HTMLTextAreaElement) => boolean>} */
const ALONE = { Enter: goOn, Backspace: stepOut };

/**
 * Does what a key asks for; returns whether the browser is not to do it.
 * @param {HTMLTextAreaElement} area
 * @param {KeyboardEvent} event
 */
const handle = (area, event) => {
  if (isBare(event)) return ALONE[event.key]?.(area) ?? false;
  const moved = { BracketRight: movedIn, BracketLeft: movedOut }[event.code];
  if (!isCommand(event) || !moved) return false;
  move(area, moved);
  return true;
};

/**
 * The text with bullets that an event is about, if it is one.
 * @param {Event} event
 */
const areaOf = ({ target }) =>
  target instanceof HTMLTextAreaElement && "outline" in target.dataset ? target : null;

/**
 * Says below a text which keys lead its bullets.
 * @param {HTMLTextAreaElement} area
 */
const tellKeys = (area) => {
  const line = copyOf("text-keys");
  line.id = `${area.id}--keys`;
  one(document, `#${CSS.escape(area.id)}--preview`).after(line);
  describe(area, (ids) => ids.add(line.id));
};

every(document, "textarea[data-outline]", HTMLTextAreaElement).forEach(tellKeys);

document.addEventListener("keydown", (event) => {
  const area = areaOf(event);
  if (!area || event.isComposing || event.keyCode === 229) return;
  if (handle(area, event)) event.preventDefault();
});

document.addEventListener("input", (event) => {
  const area = areaOf(event);
  if (!area || !(event instanceof InputEvent) || event.isComposing) return;
  if (!event.inputType.startsWith("history")) {
    takeOver(area);
    return;
  }
  automatic = null; // what is undone stays undone
  if (event.inputType === "historyUndo") putBack(area);
});
