// The bullets and numbers that begin a line of an answer. Pure; responses/domain/content/outline.py
// reads the same for pages and documents, and tests/bullets.json holds both to each other.

/**
 * A line with a marker, taken apart.
 * @typedef {object} Bullet
 * @property {string} indent
 * @property {string} marker
 * @property {[family: number, rank: number]} level
 * @property {string} gap between the marker and the text
 * @property {string} text
 */

const STEP = "  ";
const HANGUL = "가나다라마바사아자차카타파하";
const LETTERS = new RegExp(`[${HANGUL}]`);

// Families of markers from outer to inner, and what must follow a marker for it to be one.
const WORD = String.raw`(?=[\s\p{L}\p{N}_(\[{<〈《「『【"'“‘])`;
const LETTER = String.raw`(?=[\s\p{L}])`;
const SPACE = String.raw`(?=\s)`;
const ANY = "(?=.)";
const DIGITS = String.raw`\p{Nd}{1,2}`;
const FAMILIES = [
  [`[□■]${WORD}`, `[○◯◦●❍]${WORD}|ㅇ${SPACE}`, `[-–—―]${LETTER}`, `[·•]${WORD}|[*▪ㆍ]${SPACE}`],
  [
    String.raw`${DIGITS}\.${SPACE}`,
    String.raw`[${HANGUL}]\.${SPACE}`,
    String.raw`${DIGITS}\)${ANY}`,
    String.raw`[${HANGUL}]\)${ANY}`,
    String.raw`\(${DIGITS}\)${ANY}`,
    String.raw`\([${HANGUL}]\)${ANY}`,
    `[①-⑳㉮-㉻]${ANY}`,
  ],
  [`※${WORD}`],
];
/** @type {[family: number, rank: number][]} */
const LEVELS = FAMILIES.flatMap((family, number) =>
  family.map((_, rank) => /** @type {[number, number]} */ ([number, rank])),
);
const MARKERS = FAMILIES.flat().map((pattern) => `(${pattern})`);
const LINE = new RegExp(`^(\\s*)(?:${MARKERS.join("|")})`, "su");

/**
 * Returns the bullet that begins a line, if one does and something follows it.
 * @param {string} line
 * @returns {Bullet | null}
 */
export const bulletOf = (line) => {
  const rest = line.trimEnd();
  const found = LINE.exec(rest);
  if (!found) return null;
  const [head, indent = "", ...markers] = found;
  const place = markers.findIndex((marker) => marker !== undefined);
  const tail = rest.slice(head.length);
  const text = tail.trimStart();
  const gap = tail.slice(0, tail.length - text.length);
  return { indent, marker: markers[place] ?? "", level: LEVELS[place] ?? [0, 0], gap, text };
};

/**
 * Returns the bullet that begins a line which is still empty otherwise.
 * @param {string} line
 */
const emptyBulletOf = (line) => {
  const bullet = bulletOf(`${line}(`);
  return bullet?.text === "(" ? bullet : null;
};

/**
 * The zero that a digit counts from, in its own script.
 * @param {string} digit
 */
const zeroOf = (digit) => {
  let zero = digit.codePointAt(0) ?? 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return zero;
};

/** @param {string} number */
const nextNumber = (number) => {
  const zero = zeroOf(number);
  const digits = [...number].map((digit) => (digit.codePointAt(0) ?? zero) - zero);
  const next = String(Number(digits.join("")) + 1);
  return [...next].map((digit) => String.fromCodePoint(zero + Number(digit))).join("");
};

/** @param {string} letter */
const nextHangul = (letter) => HANGUL[(HANGUL.indexOf(letter) + 1) % HANGUL.length] ?? letter;

/** @param {string} marker */
const nextMarker = (marker) =>
  marker
    .replace(/\p{Nd}+/u, nextNumber)
    .replace(LETTERS, nextHangul)
    .replace(/[①-⑲㉮-㉺]/u, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 1));

/**
 * Returns what Enter does in a line: the place of the caret in it says where the line is cut.
 * Null leaves it to the browser, an empty text ends the list, and any other begins the next line.
 * @param {string} line
 * @param {number} place
 */
export const continuation = (line, place) => {
  const bullet = emptyBulletOf(line) ?? bulletOf(line);
  if (!bullet) return null;
  const { indent, marker, gap } = bullet;
  if (place < indent.length + marker.length + gap.length) return null;
  return emptyBulletOf(line) ? "" : `\n${indent}${nextMarker(marker)}${gap}`;
};

/** A line moved in. @param {string} line */
export const movedIn = (line) => (line.trim() ? STEP + line : line);

/** A line moved out. @param {string} line */
export const movedOut = (line) => line.replace(/^(?: {1,2}|\t)/, "");
