// A remark that is written under an answer, or what is said and done in a thread there, goes to the
// server without leaving the page, so that neither the place nor what else was typed is lost.
// Whatever is not a plain success is sent once more as any form is: the token of the form lets it
// act once, and the page that comes explains.
import { isCommand, one, said, targetOf } from "../page/dom.js";

/** The folds with a field: for a new thread, and for what is said and done in one. */
const FOLDS = "[data-in-place], [data-reply]";
/** @type {WeakSet<HTMLFormElement>} forms that are sent the plain way */
const plain = new WeakSet();

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 * @param {HTMLDetailsElement} fold
 */
const send = async (form, button, fold) => {
  const box = /** @type {HTMLElement} */ (fold.closest(".lgq-in-place"));
  const told = one(box, "[data-unreachable]");
  told.textContent = "";
  const body = new FormData(form, button); // without the button, once it is disabled
  button.disabled = true;
  try {
    const { post } = await import("./in-place-send.js");
    if (await post(form, fold, told, body)) return;
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
    const fold = button.closest(FOLDS);
    if (!(fold instanceof HTMLDetailsElement) || plain.has(form)) return;
    event.preventDefault();
    send(form, button, fold);
  },
  true,
);

// From within the field, Ctrl+Enter presses the button: nothing else is done with the keys there.
document.addEventListener(
  "keydown",
  (event) => {
    const fold = targetOf(event).closest(FOLDS);
    if (!fold || !isCommand(event) || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    one(fold, "[type=submit]").click();
  },
  true,
);
