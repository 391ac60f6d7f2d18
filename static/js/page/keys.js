// Shortcuts of a single key, such as `?`: never while somebody types, and none once they are turned
// off in this browser (WCAG 2.1.4). Each has its row in responses/wording/shortcuts.py.
import { targetOf } from "./dom.js";

const SETTING = "lgq-single-keys";
/** The fields that keys belong to, with what the browser does on them. */
export const TYPED_INTO =
  "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]";

/** @type {Map<string, () => void>} what each key does */
const acts = new Map();

/** Whether this browser uses them. */
export const areKeysOn = () => {
  try {
    return localStorage.getItem(SETTING) !== "off";
  } catch {
    return true; // storage may be forbidden
  }
};

/** @param {boolean} on */
export const turnKeys = (on) => {
  try {
    if (on) localStorage.removeItem(SETTING);
    else localStorage.setItem(SETTING, "off");
  } catch {
    // They stay on.
  }
};

/**
 * Has a key act when it is pressed outside of fields.
 * @param {string} key the sign that it makes
 * @param {() => void} act
 */
export const onKey = (key, act) => acts.set(key, act);

/** @param {KeyboardEvent} event */
const isFree = (event) =>
  !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) &&
  !targetOf(event).closest(TYPED_INTO) &&
  !document.querySelector("dialog[open]");

document.addEventListener("keydown", (event) => {
  const act = acts.get(event.key);
  if (!act || !isFree(event) || !areKeysOn()) return;
  event.preventDefault();
  act();
});
