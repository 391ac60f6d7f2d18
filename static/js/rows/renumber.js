// What rows of links and steps of an approval line have in common: they are numbered.
import { every, one } from "../page/dom.js";

const NAMED = ["id", "name", "for", "aria-describedby"];

/**
 * Writes the place of a row into its names, ids and numbers.
 * @param {HTMLElement} row
 * @param {number} index
 * @param {(value: string) => string} rename
 */
export const renumberRow = (row, index, rename) => {
  for (const attribute of NAMED) {
    for (const element of row.querySelectorAll(`[${attribute}]`)) {
      element.setAttribute(attribute, rename(element.getAttribute(attribute) ?? ""));
    }
  }
  for (const number of every(row, "[data-number]")) number.textContent = String(index + 1);
};

/**
 * Says aloud what was done, to which row if to one.
 * @param {"add" | "remove" | "restore" | "move" | "fill" | "post" | "department"} what
 * @param {number | ""} number
 */
export const announce = (what, number = "") => {
  const announcement = one(document, "#announcement");
  announcement.textContent = `${announcement.dataset[what]} ${number}`.trim();
};
