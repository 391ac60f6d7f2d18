// Several links pasted at once become several rows, and one with its label a row. The server reads them; what it finds no
// address in goes to the box for pasting, so that nothing is lost.
import { around, every, one, targetOf } from "../page/dom.js";
import { emitRows } from "../page/events.js";
import { readText } from "../page/read-text.js";
import { newRow } from "./new-row.js";
import { isLabelled, isSeveral } from "./numbering.js";
import { undoLine } from "./removed.js";

/** @typedef {{ rows: HTMLElement[], rest: string }} Found rows made of a text, and what is left */
/** @typedef {Found & { full: string }} Inserted and words, if the list has no room for the rows */

/**
 * @param {HTMLFormElement} form
 * @param {string} text
 * @returns {Promise<Found>}
 */
const rowsIn = async (form, text) => {
  const reply = await readText(form, "links", text);
  if (reply.status === 413) throw new RangeError(await reply.text());
  if (!reply.ok || reply.redirected) throw new Error(reply.statusText);
  const { content } = Object.assign(document.createElement("template"), {
    innerHTML: await reply.text(),
  });
  return {
    rows: every(content, "[data-link-row]"),
    rest: one(content, "[data-rest]", HTMLTextAreaElement).value,
  };
};

/**
 * @param {HTMLElement} row
 * @param {string} name
 */
const field = (row, name) => one(row, `[data-field="${name}"]`, HTMLInputElement);

/** @param {HTMLElement} row */
const isBlank = (row) => !field(row, "label").value && !field(row, "url").value;

/** @param {HTMLElement} links */
const boxOf = (links) => one(links, "[data-paste] textarea", HTMLTextAreaElement);

/**
 * @param {HTMLTextAreaElement} box
 * @param {string} text
 */
const keep = (box, text) => {
  if (!text) return;
  box.value = box.value ? `${box.value}\n${text}` : text;
  around(box, "[data-paste]").toggleAttribute("open", true);
};

/**
 * Says that a list has no room for so many rows more, or nothing where it has.
 * @param {HTMLElement} links
 * @param {number} more
 */
const fullOf = (links, more) => {
  const { most, full } = links.dataset;
  const filled = every(links, "[data-link-row]").filter((row) => !isBlank(row)).length;
  return filled + more > Number(most) ? (full ?? "") : "";
};

/**
 * Says beside the box why no row was made of its words, or no longer.
 * @param {HTMLTextAreaElement} box
 * @param {string} words
 */
const sayBeside = (box, words) => {
  for (const each of every(around(box, "[data-paste]"), ".lgq-field-error")) each.remove();
  if (!words) return;
  const problem = document.createElement("p");
  problem.className = "lgq-field-error";
  problem.textContent = words;
  box.before(problem);
};

/**
 * Puts rows made of `text` below `row`, in its place if it is blank; `taken` is called once they
 * are known, as the page may be left before. Makes none where not all have room. What is left
 * goes to the box, unless the rows are to replace `row`, which stays if there are none.
 * @param {HTMLElement} links
 * @param {HTMLElement} row
 * @param {string} text
 * @param {() => void} [taken]
 * @param {boolean} [replaces]
 * @returns {Promise<Inserted>}
 */
export const insert = async (links, row, text, taken = () => {}, replaces = false) => {
  const announcement = one(document, "#announcement");
  const { paste, rest, failed: unreachable = "" } = announcement.dataset;
  const box = boxOf(links);
  /** @type {Found} */
  let found = { rows: [], rest: text };
  let failure = "";
  try {
    if (box.form) found = await rowsIn(box.form, text);
  } catch (error) {
    failure = error instanceof RangeError ? error.message : unreachable;
  }
  taken();
  const full = fullOf(links, found.rows.length - Number(replaces));
  if (full) {
    found = { rows: [], rest: text };
    failure = full;
  }
  row.after(...found.rows);
  if (found.rows.length && (replaces || isBlank(row))) row.remove();
  if (!replaces) {
    keep(box, found.rest);
    sayBeside(box, full);
  }
  emitRows(links);
  const last = found.rows.at(-1);
  if (found.rest && !replaces) box.focus();
  else if (last) field(last, "label").focus();
  announcement.textContent = failure || `${paste} ${found.rows.length}. ${found.rest ? rest : ""}`;
  return { ...found, full };
};

/**
 * Makes rows of what is pasted into a box at once, and offers to have it there as lines again.
 * @param {HTMLTextAreaElement} box
 * @param {string} text
 */
const takeIn = async (box, text) => {
  const links = around(box, "[data-links]");
  const end = every(links, "[data-link-row]").at(-1);
  if (!end) return;
  const { rows, rest } = await insert(links, end, text);
  if (!rows.length) return;
  const words = one(document, "#announcement").dataset.paste ?? "";
  const line = undoLine(`${words} ${rows.length}.`, () => {
    if (rows.length === every(links, "[data-link-row]").length) line.after(newRow(links));
    for (const row of rows) row.remove();
    if (rest && box.value.includes(rest)) box.value = box.value.replace(rest, () => text);
    else keep(box, text);
    emitRows(links);
    box.focus();
  });
  rows.at(-1)?.after(line);
};

document.addEventListener("paste", (event) => {
  const row = targetOf(event).closest("[data-links]:has([data-paste]) [data-link-row]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const box = targetOf(event).closest("[data-paste] textarea");
  if (box instanceof HTMLTextAreaElement && text.trim()) {
    event.preventDefault();
    takeIn(box, text);
  }
  if (!(row instanceof HTMLElement)) return;
  if (!isSeveral(text) && !(isBlank(row) && isLabelled(text))) return;
  event.preventDefault();
  insert(around(row, "[data-links]"), row, text);
});

document.addEventListener("click", (event) => {
  const button = targetOf(event).closest('[data-links] button[data-row="paste"]');
  if (!button) return;
  event.preventDefault();
  const links = around(button, "[data-links]");
  const box = boxOf(links);
  const text = box.value;
  const last = every(links, "[data-link-row]").at(-1);
  const take = () => {
    box.value = box.value.replace(text, () => "");
  };
  if (last) insert(links, last, text, take);
});
