// Names and ids that say the place of a row, and what pasted text holds. Pure.

/**
 * Ids of a row of links, one or several with spaces between them, as of row `index` of `list`.
 * @param {string} ids
 * @param {string} list
 * @param {number} index
 */
export const renamedInLinks = (ids, list, index) =>
  ids
    .split(" ")
    .map((id) => id.replace(/^.*--\d+(--.+)$/, `${list}--${index}$1`))
    .join(" ");

/**
 * The id of a step of an approval line, as of step `index` of `line`; what is chosen in the step
 * may end its id with a number of its own.
 * @param {string} id
 * @param {string} line
 * @param {number} index
 */
export const renamedInLine = (id, line, index) =>
  id.replace(/^.*?--\d+(?=--)/, `${line}--${index}`);

// What stands between two addresses, as responses/domain/content/finding.py reads them.
const OFFICE = String.raw`(?=(?:[a-z0-9][a-z0-9-]*\.)+(?:kr|com|net|org)(?![\w-]|\.\w))`;
const BETWEEN = new RegExp(
  String.raw`[\s,()<>|·ㆍ、，。【】ᆞ・･•∙‧⋅；：＋]+|(?<=[^=/:])(?=https?:)|` +
    String.raw`(?:;|와|과|및|이?나|또는|혹은|그리고)${OFFICE}|(?<=\.kr)/(?=(?:[a-z0-9-]+\.)+kr(?![\w-]|\.\w))`,
  "i",
);

/**
 * Whether a text holds several lines or several web addresses, or an anchor of HTML.
 * @param {string} text
 */
export const isSeveral = (text) => {
  const words = text.split(BETWEEN);
  const addresses = words.filter((word) => /[^\s.]\.\p{L}{2,}/u.test(word));
  return text.trim().includes("\n") || addresses.length > 1 || /<a\s/i.test(text);
};

const MARKDOWN = /\[.+\]\(\S+\.\S+.*\)/u;
const QUOTED = /["”’\]]\s*[:：]?\s*<?(?:https?:\/\/|www\.)\S/iu;
const ANGLED = /\S\s*<(?:https?:\/\/|www\.)\S+>/iu;

/**
 * Whether a text marks the label of a web address: `[label](address)`, `"label" address` or
 * `label <address>`.
 * @param {string} text
 */
export const isLabelled = (text) => [MARKDOWN, QUOTED, ANGLED].some((form) => form.test(text));

/**
 * Which earlier row each has its address in common with, counted from 1; 0 where it has none.
 * @param {string[]} addresses
 */
export const firstOf = (addresses) => {
  /** @type {Map<string, number>} */
  const first = new Map();
  return addresses.map((address, index) => {
    const number = address ? (first.get(address) ?? 0) : 0;
    if (!number) first.set(address, index + 1);
    return number;
  });
};
