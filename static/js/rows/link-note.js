// Says, once an address is typed, where it leads and which other one may have been meant.
import { around, maybe, one, targetOf } from "../page/dom.js";
import { emitRows } from "../page/events.js";
import { readText } from "../page/read-text.js";

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

document.addEventListener("input", (event) => {
  const url = addressOf(event);
  if (!url) return;
  const row = around(url, "[data-link-row]");
  one(row, "[data-note]").textContent = "";
  maybe(row, "[data-open]")?.removeAttribute("href");
});

document.addEventListener("change", (event) => {
  const url = addressOf(event);
  if (url) say(url);
});
