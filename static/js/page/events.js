// The events by which scripts tell each other what happens on a page, on the document.

/** @import { News } from "../answer/question.js" */

/**
 * What each event carries: an answer saved elsewhere; a list to which whoever saves adds what is
 * to be waited for; a fold that came to the page, in which something can be said; nothing when the page is left on purpose, its person is signed in again, or a
 * translation is further or less far than before.
 * @typedef {{
 *   "lgq:answer": News,
 *   "lgq:save": Promise<unknown>[],
 *   "lgq:said": HTMLElement,
 *   "lgq:leaving": null,
 *   "lgq:translated": null,
 *   "lgq:signed-in": null,
 * }} Details
 */

/**
 * @template {keyof Details} Name
 * @param {Name} name
 * @param {(detail: Details[Name]) => void} act
 */
export const on = (name, act) =>
  document.addEventListener(name, (event) =>
    act(/** @type {CustomEvent<Details[Name]>} */ (event).detail),
  );

/**
 * @template {keyof Details} Name
 * @param {Name} name
 * @param {Details[Name]} detail
 */
export const emit = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

/** Tells that the rows of a list within `place` have changed. @param {Element} place */
export const emitRows = (place) =>
  place.dispatchEvent(new CustomEvent("lgq:rows", { bubbles: true }));
