// Says, once an address is typed or pasted, where it leads, which other one may have been meant, and
// whether an earlier row has it.
import { around, every, isPasted, maybe, one, said, targetOf } from "../page/dom.js";
import { emitRows } from "../page/events.js";
import { readText } from "../page/read-text.js";
import { firstOf } from "./numbering.js";

/**
 * The field for an address that an event is about, if it is one.
 * @param {Event} event
 */
const addressOf = (event) => {
  const target = targetOf(event);
  const isAddress = target instanceof HTMLInputElement && target.dataset.field === "url";
  return isAddress ? target : null;
};

/** @param {HTMLInputElement} url */
const say = async (url) => {
  if (!url.form) return;
  const sent = url.value;
  try {
    const reply = await readText(url.form, "address", sent);
    if (!reply.ok || reply.redirected || url.value !== sent) return;
    const row = around(url, "[data-link-row]");
    const note = one(row, "[data-note]");
    note.innerHTML = await reply.text();
    const address = maybe(note, "[data-leads]")?.getAttribute("href");
    if (address) maybe(row, "[data-open]")?.setAttribute("href", address);
    emitRows(url);
  } catch {
    // It is a service, not a need: saving says the same.
  }
};

/**
 * Says anew, in all rows of the list around an element, which earlier one has the same address.
 * @param {Element} within
 */
const sayAgain = (within) => {
  const links = within.closest("[data-same-address]");
  if (!(links instanceof HTMLElement)) return; // rows of something else
  const words = said(links, "sameAddress");
  const rows = every(links, "[data-link-row]");
  const addresses = rows.map((row) => one(row, '[data-field="url"]', HTMLInputElement).value);
  firstOf(addresses).forEach((number, index) => {
    const note = one(/** @type {HTMLElement} */ (rows[index]), "[data-note]");
    maybe(note, "[data-of-again]")?.remove();
    if (!number) return;
    const line = document.createElement("p");
    line.className = "lgq-hint";
    line.dataset.ofAgain = "";
    line.textContent = words.replace("#", String(number));
    note.append(line);
  });
};

document.addEventListener("input", (event) => {
  const url = addressOf(event);
  if (!url) return;
  const row = around(url, "[data-link-row]");
  one(row, "[data-note]").textContent = "";
  maybe(row, "[data-open]")?.removeAttribute("href");
  sayAgain(row);
  if (isPasted(event)) say(url);
});

document.addEventListener("lgq:rows", (event) => sayAgain(targetOf(event)));

document.addEventListener("change", (event) => {
  const url = addressOf(event);
  if (url) say(url);
});
