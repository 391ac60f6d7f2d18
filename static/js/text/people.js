// Offers names in the fields that say where to ask who can be mentioned, once somebody is in one:
// their words reach people, as those of a remark or a comment do. Nothing is loaded before.
import { every, maybe, said } from "../page/dom.js";
import { on } from "../page/events.js";

/** @typedef {import("./names.js").Person} Person */

/** @type {Promise<Person[]> | undefined} */
let asked;

const code = () => import("./at-name.js");

/**
 * @param {string} address
 * @returns {Promise<Person[]>}
 */
const ask = async (address) => {
  const reply = await fetch(address);
  if (!reply.ok || reply.redirected) return [];
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const list = maybe(page, "[data-mention]");
  return list ? (await code()).peopleIn(list) : [];
};

/** @param {HTMLTextAreaElement} area */
const offerPeople = async (area) => {
  asked ??= ask(said(area, "people"));
  try {
    const people = await asked;
    (await code()).offerNames(area, people, said(area, "names"));
    // What was typed meanwhile may end in the beginning of a name.
    if (area.value) area.dispatchEvent(new Event("input", { bubbles: true }));
  } catch {
    // It is a service, not a need: a name can be typed out. The next field asks again.
    asked = undefined;
  }
};

/** @param {ParentNode} root */
const prepare = (root) => {
  for (const area of every(root, "[data-people]", HTMLTextAreaElement)) {
    if (document.activeElement === area) offerPeople(area);
    else area.addEventListener("focus", () => offerPeople(area), { once: true });
  }
};

prepare(document);
on("lgq:said", prepare);
