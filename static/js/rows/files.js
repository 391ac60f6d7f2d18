// A file that is chosen, dropped or pasted goes up at once, and becomes a row of its part; without
// this script a button sends it.
import { signInAgain } from "../page/again.js";
import { csrfToken } from "../page/csrf.js";
import { around, every, maybe, one, said, targetOf } from "../page/dom.js";
import { emitRows, on } from "../page/events.js";
import { digestOf, fill } from "./file-row.js";
import { newRow } from "./new-row.js";
import { sendFile } from "./send-file.js";
import { makeQueue, Upload } from "./upload.js";

/** @import { AddedFile, UploadMeans } from "./upload.js" */

const PARTS = "[data-links]:has([data-file-choice])";
const queue = makeQueue();
/** @type {Set<Upload>} */
const uploads = new Set();
let isLeaving = false;
/** @type {HTMLElement | null} the part in which something was pressed last */
let pressed = null;

/** @param {HTMLElement} part */
const choiceOf = (part) => one(part, "[data-file-choice]");

/** @param {HTMLElement} part */
const fieldOf = (part) => one(part, 'input[type="file"]', HTMLInputElement);

/**
 * @param {Event} event
 * @returns {HTMLElement | null}
 */
const partOf = (event) => targetOf(event).closest(PARTS);

/**
 * The part with files of the question in whose text something happens, if it has one alone.
 * @param {Event} event
 * @returns {HTMLElement | null}
 */
const besides = (event) => {
  const card = targetOf(event).closest("[data-question]");
  const parts = card instanceof HTMLElement ? every(card, PARTS) : [];
  return parts.length === 1 ? (parts[0] ?? null) : null;
};

/** @param {Event} event */
const warn = (event) => event.preventDefault();

/** Asks before the page is left while a file is on its way. */
const guard = () => {
  const warns = !isLeaving && [...uploads].some((upload) => upload.isUnderWay);
  if (warns) addEventListener("beforeunload", warn);
  else removeEventListener("beforeunload", warn);
};

/** @param {string} words */
const tell = (words) => {
  one(document, "#announcement").textContent = words;
};

/**
 * What is said of a file in a state.
 * @param {HTMLElement} part
 * @param {string} state
 * @param {Record<string, string>} values
 */
const wordsOf = (part, state, values) =>
  said(choiceOf(part), state).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

/**
 * Puts a row behind the others; of a file that has one there is no second.
 * @param {HTMLElement} part
 * @param {AddedFile} added
 */
const addRow = (part, { row: values, about }) => {
  const rows = every(part, "[data-file-row]");
  const there = rows.findIndex((row) => digestOf(row) === values.digest);
  const known = rows[there];
  if (known) return { row: known, number: there + 1, state: "there" };
  const row = newRow(part);
  one(part, "[data-rows]").append(row);
  fill(row, values, about);
  emitRows(part);
  return { row, number: rows.length + 1, state: "added" };
};

/** Whether nobody does anything but wait for the file. @param {HTMLElement} part */
const isWaitedFor = (part) => {
  const { activeElement } = document;
  return activeElement === document.body || choiceOf(part).contains(activeElement);
};

/**
 * Takes what was said of a file away, and the focus with it to where it is to go on.
 * @param {HTMLElement} part
 * @param {HTMLElement} item
 */
const close = (part, item) => {
  const hadFocus = item.contains(document.activeElement);
  const list = around(item, "[data-uploads]");
  item.remove();
  list.hidden = list.children.length === 0;
  if (hadFocus) fieldOf(part).focus();
};

/**
 * @param {HTMLElement} part
 * @param {HTMLElement} item
 * @param {Upload} upload
 */
const showState = (part, item, upload) => {
  const { name } = upload.file;
  const { state, added } = upload;
  if (state === "Added" || state === "Cancelled") uploads.delete(upload);
  guard();
  if (state === "Added" && added) {
    const isFree = isWaitedFor(part);
    const { row, number, state: how } = addRow(part, added);
    close(part, item);
    if (isFree) one(row, '[data-field="caption"]').focus();
    return tell(wordsOf(part, how, { name: added.row.name ?? name, number: String(number) }));
  }
  const key = state.charAt(0).toLowerCase() + state.slice(1);
  const words = wordsOf(part, key, { name, why: upload.why });
  if (state === "Cancelled") close(part, item);
  else showItem(item, upload, words);
  tell(words);
};

/**
 * @param {HTMLElement} item
 * @param {Upload} upload
 * @param {string} words
 */
const showItem = (item, upload, words) => {
  const progress = one(item, "progress", HTMLProgressElement);
  const again = one(item, "[data-upload-again]");
  const cancel = one(item, "[data-upload-cancel]");
  const hadFocus = item.contains(document.activeElement);
  one(item, "[data-upload-words]").textContent = words;
  item.classList.toggle("is-failed", !upload.isUnderWay);
  progress.hidden = cancel.hidden = !upload.isUnderWay;
  const close = one(item, "[data-upload-close]");
  close.hidden = upload.isUnderWay;
  // The same file would be refused once more.
  again.hidden = upload.isUnderWay || upload.state === "Refused";
  progress.value = upload.share;
  if (hadFocus) (upload.isUnderWay ? cancel : again.hidden ? close : again).focus();
};

/**
 * @param {HTMLElement} part
 * @param {File} file
 */
const take = (part, file) => {
  const choice = choiceOf(part);
  const field = fieldOf(part);
  const { form } = field;
  const pattern = one(choice, "template", HTMLTemplateElement);
  const item = /** @type {HTMLElement} */ (one(pattern.content, "li").cloneNode(true));
  if (!form) return;
  const card = around(part, "[data-question]");
  /** @type {UploadMeans} */
  const means = {
    send: (sent, onShare) => {
      const body = new FormData();
      body.set("person", said(form, "person"));
      body.set(field.name, sent);
      const address = new URL(`${said(card, "question")}/files/`, form.action);
      return sendFile(address, body, csrfToken(), onShare);
    },
    fault: ({ size }) => (size > Number(said(choice, "largest")) ? said(choice, "tooLarge") : ""),
    signIn: (state) => signInAgain(form, state),
    clock: {
      setTimeout: (act, wait) => window.setTimeout(act, wait),
      clearTimeout: (timer) => window.clearTimeout(timer),
    },
    onState: (upload) => showState(part, item, upload),
    onShare: ({ share }) => {
      one(item, "progress", HTMLProgressElement).value = share;
    },
  };
  const upload = new Upload(file, means);
  const progress = one(item, "progress");
  progress.setAttribute("aria-label", wordsOf(part, "adding", { name: file.name }));
  for (const place of every(item, "[data-file-name]")) place.textContent = ` ${file.name}`;
  one(item, "[data-upload-cancel]").addEventListener("click", () => upload.cancel());
  one(item, "[data-upload-close]").addEventListener("click", () => close(part, item));
  one(item, "[data-upload-again]").addEventListener("click", () => {
    upload.again();
    queue(upload);
  });
  uploads.add(upload);
  const list = one(choice, "[data-uploads]");
  list.append(item);
  list.hidden = false;
  showItem(item, upload, wordsOf(part, "waiting", { name: file.name }));
  guard();
  queue(upload);
};

/**
 * @param {HTMLElement} part
 * @param {Iterable<File>} files
 */
const takeAll = (part, files) => {
  for (const file of files) take(part, file);
};

/** @param {HTMLElement} part */
const takeChosen = (part) => {
  const field = fieldOf(part);
  const chosen = [...(field.files ?? [])];
  // Or the form would send them once more.
  field.value = "";
  takeAll(part, chosen);
};

/** @param {HTMLElement | null} part */
const mark = (part) => {
  for (const each of every(document, PARTS)) each.classList.toggle("is-over", each === part);
};

/** @param {DragEvent} event */
const hasFiles = ({ dataTransfer }) => Boolean(dataTransfer?.types.includes("Files"));

/** Whether a text is pasted into a field that takes it. @param {ClipboardEvent} event */
const isText = (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  return text !== "" && targetOf(event).matches("textarea, input[type=text]:not([readonly])");
};

document.addEventListener("change", (event) => {
  const part = partOf(event);
  if (part && targetOf(event) === fieldOf(part)) takeChosen(part);
});

document.addEventListener("dragover", (event) => {
  if (!hasFiles(event) || !event.dataTransfer) return;
  // A file that misses its place would take the page's.
  event.preventDefault();
  const part = partOf(event);
  event.dataTransfer.dropEffect = part ? "copy" : "none";
  mark(part);
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) mark(null);
});

document.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  mark(null);
  const part = partOf(event);
  if (part) takeAll(part, event.dataTransfer?.files ?? []);
});

document.addEventListener("pointerdown", (event) => {
  pressed = partOf(event);
});

document.addEventListener("paste", (event) => {
  const isNowhere = document.activeElement === document.body;
  const part = partOf(event) ?? (isNowhere ? pressed : besides(event));
  const files = [...(event.clipboardData?.files ?? [])];
  if (!part || files.length === 0 || isText(event)) return;
  event.preventDefault();
  takeAll(part, files);
});

on("lgq:leaving", () => {
  isLeaving = true;
  guard();
});

for (const part of every(document, PARTS)) {
  fieldOf(part).multiple = true;
  one(part, 'button[value^="upload "]').hidden = true;
  const hint = maybe(part, "[data-drop-hint]");
  if (hint) hint.hidden = false;
  // One that was chosen before this script was there.
  takeChosen(part);
}
