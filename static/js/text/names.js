// Which name is being typed behind an @, and which people fit it. Pure.

/**
 * @typedef {object} Person
 * @property {string} name
 * @property {string} hint what tells people of one name apart, and their role
 */

const BEFORE = /[A-Za-z0-9._-]/;

// What nobody sees stands in no name, and all blanks are one.
const oneGap = (/** @type {string} */ text) =>
  text
    .replace(/\p{DI}/gu, "")
    .replace(/\s+/g, " ")
    .normalize("NFC");

/**
 * Returns where the @ before the caret stands and what was typed behind it, or null.
 * An @ within an e-mail address begins no name; nor does one on another line.
 * @param {string} text
 * @param {number} caret
 */
export const typedName = (text, caret) => {
  const line = text.slice(text.lastIndexOf("\n", caret - 1) + 1, caret);
  const at = Math.max(line.lastIndexOf("@"), line.lastIndexOf("＠"));
  if (at < 0 || (at > 0 && BEFORE.test(line.charAt(at - 1)))) return null;
  return { at: caret - line.length + at, typed: oneGap(line.slice(at + 1)) };
};

/** @param {string} text */
const plain = (text) => text.normalize("NFC").toLowerCase();

/**
 * Returns the people whose names begin with what was typed, or have a word that does.
 * @template {Person} P
 * @param {P[]} people
 * @param {string} typed
 */
export const fitting = (people, typed) => {
  const wanted = plain(typed);
  const words = (/** @type {P} */ { name }) => [plain(name), ...plain(name).split(/\s+/)];
  return people.filter((each) => words(each).some((word) => word.startsWith(wanted)));
};
