// Bullets by keyboard: Ctrl+] and Ctrl+[ move lines in and out, Enter goes on with the bullet.
// Tab is left alone, and so is everything while an input method composes a syllable.
import { isBare, isCommand } from "../page/dom.js";
import { continuation, movedIn, movedOut } from "./bullets.js";

/**
 * Replaces text by the browser's own editing command, so that undo knows of it.
 * @param {HTMLTextAreaElement} area
 * @param {number} start
 * @param {number} end
 * @param {string} text
 */
const replace = (area, start, end, text) => {
  area.setSelectionRange(start, end);
  const isDone = document.execCommand(text ? "insertText" : "delete", false, text);
  if (isDone) return;
  area.setRangeText(text, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

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
 * Moves the lines that are selected.
 * @param {HTMLTextAreaElement} area
 * @param {(line: string) => string} moved
 */
const move = (area, moved) => {
  const { value, selectionStart, selectionEnd } = area;
  const start = lineStart(value, selectionStart);
  const end = lineEnd(value, selectionEnd);
  const before = value.slice(start, end);
  const after = before.split("\n").map(moved).join("\n");
  if (before === after) return;
  replace(area, start, end, after);
  const first = before.split("\n", 1).join();
  const from = Math.max(start, selectionStart + moved(first).length - first.length);
  const to = selectionEnd + after.length - before.length;
  area.setSelectionRange(from, Math.max(from, to));
};

/**
 * Begins the next line with the bullet of this one, or ends the list on an empty bullet.
 * @param {HTMLTextAreaElement} area
 */
const goOn = (area) => {
  const { value, selectionStart: place, selectionEnd } = area;
  if (place !== selectionEnd) return false;
  const start = lineStart(value, place);
  const end = lineEnd(value, place);
  const text = continuation(value.slice(start, end), place - start);
  if (text === null) return false;
  if (text === "") replace(area, start, end, "");
  else replace(area, place, place, text);
  return true;
};

/**
 * Does what a key asks for; returns whether the browser is not to do it.
 * @param {HTMLTextAreaElement} area
 * @param {KeyboardEvent} event
 */
const handle = (area, event) => {
  if (isBare(event) && event.key === "Enter") return goOn(area);
  const moved = { BracketRight: movedIn, BracketLeft: movedOut }[event.code];
  if (!isCommand(event) || !moved) return false;
  move(area, moved);
  return true;
};

document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (!(area instanceof HTMLTextAreaElement) || !("outline" in area.dataset)) return;
  if (event.isComposing || event.keyCode === 229) return;
  if (handle(area, event)) event.preventDefault();
});
