// A remark that is written under an answer goes to the server without leaving the page, so that
// neither the place nor what else was typed is lost. Whatever is not a plain success is sent once
// more as any form is: the token of the form lets it act once, and the page that comes explains.
import { every, isCommand, maybe, one, said, targetOf } from "../page/dom.js";

const ACT = "start";
/** @type {WeakSet<HTMLFormElement>} forms that are sent the plain way */
const plain = new WeakSet();

/**
 * Takes over, of the reply, what is said about the question, and the token of the next remark.
 * @param {HTMLFormElement} form
 * @param {Document} page
 */
const takeOver = (form, page) => {
  const key = form.id.slice("talk-".length);
  for (const id of [`said-${key}`, `to-talk-${key}`, "points"]) {
    const now = maybe(document, `#${id}`);
    const next = maybe(page, `#${id}`);
    if (now && next) now.replaceWith(next);
  }
  const token = `#${form.id} [name=once]`;
  const next = one(page, token, HTMLInputElement);
  one(document, token, HTMLInputElement).value = next.value;
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
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
const post = async (form, button) => {
  const box = /** @type {HTMLElement} */ (button.closest(".lgq-in-place"));
  const told = one(box, "[data-unreachable]");
  told.textContent = "";
  const body = new FormData(form, button); // without the button, once it is disabled
  button.disabled = true;
  try {
    const page = await send(form.action, body);
    if (page) {
      takeOver(form, page);
      const area = one(box, "textarea", HTMLTextAreaElement);
      area.value = "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
      one(box, "[data-in-place]", HTMLDetailsElement).open = false;
      one(box, "[data-in-place] summary").focus();
      told.textContent = every(page, "[role=status] .lgq-message")
        .map(({ textContent }) => textContent)
        .join(" ");
      return;
    }
  } catch {
    told.textContent = said(told, "unreachable");
    return;
  } finally {
    button.disabled = false;
  }
  plain.add(form);
  form.requestSubmit(button);
};

// Before all others, who would take it for a form that leaves the page.
document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter: button } = event;
    if (!(form instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement)) return;
    if (!button.closest("[data-in-place]") || button.value !== ACT || plain.has(form)) return;
    event.preventDefault();
    post(form, button);
  },
  true,
);

// From within the field, Ctrl+Enter presses the button: nothing else is done with the keys there.
document.addEventListener(
  "keydown",
  (event) => {
    const fold = targetOf(event).closest("[data-in-place]");
    if (!fold || !isCommand(event) || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    one(fold, "[type=submit]").click();
  },
  true,
);
