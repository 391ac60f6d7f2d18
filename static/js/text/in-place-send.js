// Sends what is said under an answer, and takes over from the reply what is said there then. It is
// loaded once a field for that is unfolded.

import { every, maybe, one } from "../page/dom.js";
import { emit } from "../page/events.js";

/**
 * Puts an element of the reply in the place of the one that is here, if both are there.
 * @param {Document} page
 * @param {string} id
 */
const renew = (page, id) => {
  const now = maybe(document, `#${id}`);
  const next = maybe(page, `#${id}`);
  if (now && next) now.replaceWith(next);
  return now && next;
};

/**
 * Takes over the threads of a question with the new one; those in which something is typed stay.
 * @param {HTMLElement} box
 * @param {Document} page
 */
const takeThreads = (box, page) => {
  const list = one(box, "[data-threads]");
  const next = maybe(page, `#${list.id}`);
  if (!next) return;
  const fresh = new Set(every(next, "[data-reply]"));
  for (const area of every(list, "[data-reply] textarea", HTMLTextAreaElement)) {
    const thread = area.closest("[id^=here-]");
    if (area.value && thread) maybe(next, `#${thread.id}`)?.replaceWith(thread);
  }
  list.replaceWith(next);
  const forms = every(page, `form[data-of="${list.id}"]`, HTMLFormElement);
  for (const form of forms) {
    if (!maybe(document, `#${form.id}`)) document.body.append(form);
  }
  for (const fold of every(next, "[data-reply]")) if (fresh.has(fold)) emit("lgq:said", fold);
};

/**
 * Takes over, of the reply, what is said about the question, and the token of the next remark.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} fold
 * @param {Document} page
 */
const takeOver = (form, fold, page) => {
  const box = /** @type {HTMLElement} */ (fold.closest(".lgq-in-place"));
  const { thread } = fold.dataset;
  if (thread) {
    for (const part of ["head", "remarks", "way", "acts"]) renew(page, `${part}-${thread}`);
  } else {
    takeThreads(box, page);
  }
  const key = one(box, "[data-threads]").id.slice("said-".length);
  for (const id of [`to-talk-${key}`, "points"]) renew(page, id);
  const token = `#${form.id} [name=once]`;
  const next = maybe(page, token, HTMLInputElement);
  if (next) one(document, token, HTMLInputElement).value = next.value;
};

/**
 * Returns the page that a form leads to, if it is this one.
 * @param {string} address
 * @param {FormData} body
 */
const send = async (address, body) => {
  const reply = await fetch(address, { method: "POST", body });
  const isHere = new URL(reply.url).pathname === location.pathname;
  if (!reply.ok || !reply.redirected || !isHere) return null;
  return new DOMParser().parseFromString(await reply.text(), "text/html");
};

/**
 * Sends what was typed in a fold, and shows what comes of it; whether that was a plain success.
 * @param {HTMLFormElement} form
 * @param {HTMLDetailsElement} fold
 * @param {HTMLElement} told
 * @param {FormData} body
 */
export const post = async (form, fold, told, body) => {
  const page = await send(form.action, body);
  if (!page) return false;
  const area = one(fold, "textarea", HTMLTextAreaElement);
  area.value = "";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  takeOver(form, fold, page);
  fold.open = false;
  one(fold, "summary").focus();
  const words = every(page, "[role=status] .lgq-message");
  told.replaceChildren(...words.flatMap((each) => [...each.childNodes, " "]));
  return true;
};
