// Offers names where somebody types @ into a field: a listbox at the caret, led by the keyboard
// while the caret stays in the field (the combobox pattern of ARIA).
import { every, one } from "../page/dom.js";
import { placeOf } from "./caret.js";
import { keepOneGap, putName } from "./name-gap.js";
import { fitting, typedName } from "./names.js";

const MOST = 8;
const TARGET = 44; // px, the height of a name
const GAP = 4; // px, between the line that is typed and the list, and at the window's edge

/** @typedef {import("./names.js").Person} Person */

/**
 * The people of a list of who can be mentioned, as pages have it.
 * @param {HTMLElement} list
 * @returns {Person[]}
 */
export const peopleIn = (list) =>
  every(list, "li").map((each) => ({
    name: (one(each, "[data-name]").textContent ?? "").replace(/^@/, ""),
    hint: one(each, "[data-hint]").textContent ?? "",
  }));

/**
 * @param {HTMLTextAreaElement} area
 * @param {Person[]} people
 * @param {string} label
 */
export const offerNames = (area, people, label) => {
  const box = document.createElement("ul");
  const id = `${area.id}--names`;
  Object.assign(box, { id, className: "lgq-names", hidden: true });
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", label);
  area.after(box);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", id);
  /** @type {Person[]} */
  let offered = [];
  let active = 0;
  // The @ at which Escape was pressed: it asks no more.
  let declined = -1;

  const show = () => {
    const open = offered.length > 0;
    box.hidden = !open;
    box.replaceChildren(...offered.map(option));
    if (open) putAtCaret();
    if (open) area.setAttribute("aria-activedescendant", `${id}-${active}`);
    else area.removeAttribute("aria-activedescendant");
  };

  /**
   * @param {Person} person
   * @param {number} place
   */
  const option = ({ name, hint }, place) => {
    const item = document.createElement("li");
    item.id = `${id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(place === active));
    const said = document.createElement("span");
    said.className = "lgq-muted";
    said.textContent = hint;
    item.append(`${name} `, said);
    // Before the field loses the focus.
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(place);
    });
    return item;
  };

  // Under the @, or above it where there is more room; the whole list within the window.
  const putAtCaret = () => {
    const letter = placeOf(area, typedName(area.value, area.selectionStart)?.at ?? 0);
    const { clientWidth, clientHeight } = document.documentElement;
    Object.assign(box.style, { left: "0", top: "0", maxHeight: "" });
    const from = box.getBoundingClientRect();
    const below = clientHeight - letter.bottom - 2 * GAP;
    const above = letter.top - 2 * GAP;
    const isBelow = from.height <= below || below >= above;
    const height = Math.min(from.height, Math.max(isBelow ? below : above, 2 * TARGET));
    const left = Math.max(GAP, Math.min(letter.left, clientWidth - from.width - GAP));
    const top = isBelow ? letter.bottom + GAP : letter.top - GAP - height;
    box.style.maxHeight = `${height}px`;
    box.style.left = `${left - from.left}px`;
    box.style.top = `${top - from.top}px`;
  };

  const close = () => {
    offered = [];
    show();
  };

  const look = () => {
    const found =
      area.selectionStart === area.selectionEnd ? typedName(area.value, area.selectionStart) : null;
    const fits = found && found.at !== declined ? fitting(people, found.typed) : [];
    // A name that is there as a whole, with what follows it, asks for nothing.
    offered = fits.slice(0, MOST);
    active = 0;
    if (!found) declined = -1;
    show();
  };

  /** @param {number} place */
  const choose = (place) => {
    const found = typedName(area.value, area.selectionStart);
    const person = offered[place];
    if (!found || !person) return;
    close();
    putName(area, `@${person.name}`, found.at, area.selectionStart);
    close();
  };

  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowDown: () => {
      active = (active + 1) % offered.length;
      show();
    },
    ArrowUp: () => {
      active = (active + offered.length - 1) % offered.length;
      show();
    },
    Enter: () => choose(active),
    Tab: () => choose(active),
    Escape: () => {
      declined = typedName(area.value, area.selectionStart)?.at ?? -1;
      close();
    },
  };

  keepOneGap(area);
  area.addEventListener("input", look);
  area.addEventListener("click", look);
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    // Of a syllable that is being composed, Enter and the arrows belong to the input method.
    if (!offered.length || event.isComposing || event.ctrlKey || event.altKey || event.metaKey)
      return;
    const act = keys[event.key];
    if (!act || event.shiftKey) return;
    event.preventDefault();
    act();
    one(document, `#${CSS.escape(id)}`).children[active]?.scrollIntoView({ block: "nearest" });
  });
};
