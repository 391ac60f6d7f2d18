// The sheet of keyboard shortcuts: `?`, or the link in the footer, shows it over the page, which
// stays as it is. Without this script the link leads to it.
import { isBare, maybe, one } from "./dom.js";
import { areKeysOn, onKey, turnKeys } from "./keys.js";

const SHEET = "[data-shortcuts-sheet]";

/** Shows the box that turns single keys off. @param {ParentNode} sheet */
const offerChoice = (sheet) => {
  const choice = one(sheet, "[data-single-keys]");
  const box = one(choice, "input", HTMLInputElement);
  choice.hidden = false;
  box.checked = areKeysOn();
  box.addEventListener("change", () => turnKeys(box.checked));
};

/** @param {string} address */
const fetchSheet = async (address) => {
  const reply = await fetch(address);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  return document.importNode(one(page, SHEET), true);
};

/** @param {string} address */
const show = async (address) => {
  const sheet = await fetchSheet(address);
  // It was asked for twice. One that is closed is still there until its event has come.
  if (maybe(document, `dialog[open] ${SHEET}`)) return;
  const dialog = document.createElement("dialog");
  dialog.className = "lgq-dialog";
  dialog.setAttribute("aria-labelledby", "shortcuts-title");
  one(sheet, "[data-close]").hidden = false;
  offerChoice(sheet);
  dialog.append(sheet);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

const page = maybe(document, SHEET);
if (page) offerChoice(page);

const link = maybe(document, "a[data-shortcuts]", HTMLAnchorElement);
if (link && !page) {
  // What cannot be fetched is no loss: nobody is led away from what they write.
  onKey("?", () => void show(link.href).catch(() => undefined));
  link.addEventListener("click", (event) => {
    if (!isBare(event)) return;
    event.preventDefault();
    show(link.href).catch(() => location.assign(link.href));
  });
}
