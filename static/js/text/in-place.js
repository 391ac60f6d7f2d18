// The field for a remark takes the cursor in the very press that unfolds it, so that one can type
// at once. (A "toggle" comes later than that, and a letter that was typed before it is lost.)
// Who can be mentioned in it is asked for when the first such field is unfolded.
import { every, maybe, one, said } from "../page/dom.js";
import { offerNames, peopleIn } from "./at-name.js";
import "./in-place-post.js";

/** @typedef {import("./names.js").Person} Person */

/** @type {Promise<Person[]> | undefined} */
let asked;

/**
 * @param {string} address
 * @returns {Promise<Person[]>}
 */
const ask = async (address) => {
  const reply = await fetch(address);
  if (!reply.ok || reply.redirected) return [];
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const list = maybe(page, "[data-mention]");
  return list ? peopleIn(list) : [];
};

/** @param {HTMLTextAreaElement} area */
const offerPeople = async (area) => {
  asked ??= ask(said(area, "people"));
  try {
    offerNames(area, await asked, said(area, "names"));
    // What was typed meanwhile may end in the beginning of a name.
    if (area.value) area.dispatchEvent(new Event("input", { bubbles: true }));
  } catch {
    // It is a service, not a need: a name can be typed out. The next field asks again.
    asked = undefined;
  }
};

for (const fold of every(document, "[data-in-place]", HTMLDetailsElement)) {
  const area = one(fold, "textarea", HTMLTextAreaElement);
  fold.addEventListener("toggle", () => offerPeople(area), { once: true });
  one(fold, "summary", HTMLElement).addEventListener("click", (event) => {
    if (fold.open) return;
    event.preventDefault();
    fold.open = true;
    area.focus();
  });
}
