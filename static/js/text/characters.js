// How characters are read that nobody sees. Pure; responses/characters.py reads the same on the
// server, and tests/characters.json holds both to each other.

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are line ends of other programs
const BREAKS = /\r\n|[\r\v\f\x1c\x1d\x85\u2028\u2029]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is read away
const CONTROLS = /[\0-\x06\x08\x0e-\x1b\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]/g;
// What was Windows-1252, as HTML reads it too: the signs from U+0080 on.
const CP1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
const CODES = [0x80, ...range(0x82, 0x8c), 0x8e, ...range(0x91, 0x9c), 0x9e, 0x9f];

const FORMAT = String.raw`\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb`;
const JOINED = String.raw`\u0590-\u109f\u1780-\u18af\u2600-\u27bf\ufb50-\ufdff\ufe0f\u{1f000}-\u{1faff}`;
const INVISIBLE = new RegExp(`[${FORMAT}]|(?<![${JOINED}])[\u200c\u200d]`, "gu");

/**
 * @param {number} first
 * @param {number} last
 */
function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, place) => first + place);
}

/** @param {string} sign */
const signOf = (sign) => CP1252[CODES.indexOf(sign.charCodeAt(0))] ?? "";

/**
 * With newline line ends and without what no database can carry.
 * @param {string} text
 */
export const withoutControls = (text) =>
  text
    .replace(BREAKS, "\n")
    .replaceAll("\x07", "\t")
    .replaceAll("\x1e", "-")
    .replace(CONTROLS, signOf);

/**
 * As a text of several lines is stored.
 * @param {string} text
 */
export const normaliseText = (text) => withoutControls(text).normalize("NFC");

/**
 * As a line is stored, but for one that says nothing.
 * @param {string} text
 */
export const oneLine = (text) =>
  normaliseText(text).replace(INVISIBLE, "").trim().replace(/\s+/g, " ");
