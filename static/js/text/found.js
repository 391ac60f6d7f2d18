// Says, once a text is left, which addresses in it may be meant otherwise and which can move to the
// list of links of the same answer, and does either at once; without this script a button does.
import { around, copyOf, every, maybe, one, said, targetOf } from "../page/dom.js";
import { emitRows } from "../page/events.js";
import { readText } from "../page/read-text.js";
import { undoLine } from "../rows/removed.js";
import { replace } from "./replace.js";

const LIST = "fieldset[data-links]:has([data-paste])";

/** @param {HTMLElement} found the place beside a text where its addresses are shown */
const areaOf = (found) =>
  one(document, `#${CSS.escape(said(found, "found"))}`, HTMLTextAreaElement);

/** @param {Element} within */
const listOf = (within) => maybe(around(within, "[data-question]"), LIST);

/** @param {HTMLElement} found */
const refresh = async (found) => {
  const area = areaOf(found);
  if (!area.form) return;
  const sent = area.value;
  if (!sent.includes(".")) {
    found.textContent = "";
    return;
  }
  try {
    const reply = await readText(area.form, "addresses", sent);
    if (!reply.ok || reply.redirected || area.value !== sent) return;
    const isOpen = maybe(found, "[data-moves]")?.hasAttribute("open") ?? false;
    found.innerHTML = await reply.text();
    const moves = maybe(found, "[data-moves]");
    if (!listOf(found)) moves?.remove();
    else moves?.toggleAttribute("open", isOpen);
  } catch {
    // It is a service, not a need: saving says the same.
  }
};

/**
 * Where in the field's text the part is that a button tells, counted as the browser does.
 * @param {string} value
 * @param {HTMLElement} button
 */
const placeOf = (value, button) => {
  const at = [...value].slice(0, Number(said(button, "at"))).join("").length;
  return value.startsWith(said(button, "before"), at) ? at : -1;
};

/**
 * Replaces a part of the text; returns what takes that back.
 * @param {HTMLTextAreaElement} area
 * @param {number} at
 * @param {string} before
 * @param {string} after
 */
const change = (area, at, before, after) => {
  /** @type {(length: number, text: string) => void} */
  const put = (length, text) => {
    area.focus();
    replace(area, at, at + length, text);
    // So that it is saved as what is typed is, and its addresses are said anew.
    area.dispatchEvent(new Event("change", { bubbles: true }));
  };
  put(before.length, after);
  return () => {
    if (area.value.startsWith(after, at)) put(after.length, before);
  };
};

/**
 * @param {HTMLElement} row
 * @param {string} name
 */
const field = (row, name) => one(row, `[data-field="${name}"]`, HTMLInputElement);

/**
 * Puts a link behind those of a list, in the place of a blank row at its end.
 * @param {HTMLElement} list
 * @param {HTMLElement} button
 */
const putRow = (list, button) => {
  const last = every(list, "[data-link-row]").at(-1);
  const isBlank = last && !field(last, "label").value && !field(last, "url").value;
  const row = copyOf("link-pattern", "[data-link-row]");
  field(row, "label").value = said(button, "label");
  field(row, "url").value = said(button, "url");
  if (isBlank) last.replaceWith(row);
  else one(list, "[data-rows]").append(row);
  emitRows(list);
  field(row, "url").dispatchEvent(new Event("change", { bubbles: true }));
  return row;
};

/**
 * Takes a row out again; a list keeps an empty one.
 * @param {HTMLElement} list
 * @param {HTMLElement} row
 */
const takeRow = (list, row) => {
  if (every(list, "[data-link-row]").length === 1) {
    row.after(copyOf("link-pattern", "[data-link-row]"));
  }
  row.remove();
  emitRows(list);
};

/**
 * @param {HTMLElement} found
 * @param {HTMLElement} button
 */
const mend = (found, button) => {
  const area = areaOf(found);
  const at = placeOf(area.value, button);
  if (at >= 0) change(area, at, said(button, "before"), said(button, "after"));
  else refresh(found);
};

/**
 * @param {HTMLElement} found
 * @param {HTMLElement} button
 */
const move = (found, button) => {
  const area = areaOf(found);
  const at = placeOf(area.value, button);
  const list = listOf(found);
  if (at < 0 || !list) refresh(found);
  else {
    // It stands in both for a moment, rather than in neither.
    const row = putRow(list, button);
    const takeBack = change(area, at, said(button, "before"), "");
    const { moved = "" } = one(document, "#announcement").dataset;
    const line = undoLine(moved, () => {
      takeBack();
      takeRow(list, row);
    });
    row.after(line);
    field(row, "label").focus();
    one(document, "#announcement").textContent = moved;
  }
};

document.addEventListener("change", (event) => {
  const area = targetOf(event);
  if (!(area instanceof HTMLTextAreaElement)) return;
  const found = maybe(document, `[data-found="${CSS.escape(area.id)}"]`);
  if (found) refresh(found);
});

document.addEventListener("click", (event) => {
  const button = targetOf(event).closest("[data-found] button[data-at]");
  if (!(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  const found = around(button, "[data-found]");
  if ("url" in button.dataset) move(found, button);
  else mend(found, button);
});

// What was written and left before this script came.
for (const found of every(document, "[data-found]")) {
  const area = areaOf(found);
  if (area !== document.activeElement && area.value !== area.defaultValue) refresh(found);
}
