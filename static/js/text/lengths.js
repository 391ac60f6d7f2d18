// How long a text is as the server counts it, and what is said of that. Pure.

import { normaliseText, withoutControls } from "./characters.js";

/** @typedef {"text" | "line" | "url"} Kind */
/** @typedef {"" | "Near" | "Over" | "Refused"} State */

const NEAR = 0.9;
const FAR = 5; // times its limit, beyond which nothing is pasted into a field

/**
 * As the server will store it.
 * @type {Record<Kind, (value: string) => string>}
 */
const STORED = {
  text: normaliseText,
  // At least: what nobody sees goes, too, unless it carries something.
  line: (value) => normaliseText(value).trim().replace(/\s+/g, " "),
  url: (value) => withoutControls(value).trim(),
};

const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;

/**
 * In the server's characters, of which a syllable or a sign is one.
 * @param {string} text
 */
export const lengthOf = (text) => text.length - (text.match(PAIRS)?.length ?? 0);

/**
 * @param {Kind} kind
 * @param {string} value
 */
export const storedLength = (kind, value) => lengthOf(STORED[kind](value));

/**
 * @param {number} count
 * @param {number} limit
 * @returns {State}
 */
export const stateOf = (count, limit) => {
  if (count > limit) return "Over";
  return count >= NEAR * limit ? "Near" : "";
};

/**
 * Whether a paste would freeze the page: it grows a field far beyond its limit.
 * @param {number} grows
 * @param {number} length
 * @param {number} limit
 */
export const isFarTooMuch = (grows, length, limit) => grows > 0 && length + grows > FAR * limit;

/**
 * Words with numbers in their `{places}`, as the language writes them.
 * @param {string} words
 * @param {Record<string, number>} numbers
 * @param {string} language
 */
export const format = (words, numbers, language) =>
  words.replace(/\{(\w+)\}/g, (_, name) => (numbers[name] ?? 0).toLocaleString(language));
