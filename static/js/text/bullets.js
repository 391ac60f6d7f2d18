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
  [
    `[□■▣❑❒◇◆❖]${WORD}|ㅁ${SPACE}`,
    `[○◯◦●❍◎]${WORD}|[ㅇo]${SPACE}`,
    `[-–—―－]${LETTER}|[▶▷►▸‣➢✓✔]${WORD}`,
    `[·•∙・]${WORD}|[*▪ㆍ]${SPACE}`,
  ],
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
 * Null leaves it to the browser, an empty text ends the list, and any other begins the next line:
 * with no bullet where what follows the caret has its own.
 * @param {string} line
 * @param {number} place
 */
export const continuation = (line, place) => {
  const bullet = emptyBulletOf(line) ?? bulletOf(line);
  if (!bullet) return null;
  const { indent, marker, gap } = bullet;
  if (place > 0 && place <= indent.length) return `\n${indent.slice(0, place)}`;
  if (place < headOf(bullet).length) return null;
  if (emptyBulletOf(line)) return "";
  return bulletOf(line.slice(place)) ? "\n" : `\n${indent}${nextMarker(marker)}${gap}`;
};

/** What stands before the text of a line with a bullet. @param {Bullet} bullet */
const headOf = ({ indent, marker, gap }) => indent + marker + gap;

// How long a bullet may be that is still being typed: `(12)`.
const UNDECIDED = /^\s*\S{0,4}$/u;

/**
 * Returns what takes the place of an automatic bullet, `head`, once another one follows it in its
 * line: how far that one is indented, as others of its level above or as the automatic one.
 * Null where none follows so far, and "text" where none will.
 * @param {string[]} above the lines above, the nearest last
 * @param {string} head
 * @param {string} rest what follows the head in its line
 * @returns {{ indent: string, length: number } | "text" | null}
 */
export const replacement = (above, head, rest) => {
  const bullet = bulletOf(/\s$/u.test(rest) ? `${rest}(` : rest);
  if (!bullet) return UNDECIDED.test(rest) ? null : "text";
  const own = /^\s*/u.exec(head)?.[0] ?? "";
  const alike = above.map(bulletOf).findLast((each) => each && isLevel(each, bullet.level));
  const indent = bullet.indent || !alike ? own + bullet.indent : alike.indent;
  return { indent, length: head.length + bullet.indent.length };
};

/**
 * @param {Bullet} bullet
 * @param {[family: number, rank: number]} level
 */
const isLevel = ({ level: [family, rank] }, [otherFamily, otherRank]) =>
  family === otherFamily && rank === otherRank;

// The first marker of each level, family by family, and the markers that never become others.
const FIRST = [["□", "○", "-", "·"], ["1.", "가.", "1)", "가)", "(1)", "(가)", "①"], ["※"]];
const LASTING = new Set([..."*•▪▶▷►▸‣➢✓✔"]);
const KOREAN = /[\p{sc=Hangul}□■▣❑❒◇◆❖○◯◦●❍◎]/u;
const IN = 1;
const OUT = -1;

/**
 * The marker that a bullet has one level further in or out: that of its neighbours there, counted
 * on, or the first one. Null where it keeps its own.
 * @param {Bullet} bullet
 * @param {string[]} above
 * @param {1 | -1} way
 */
const turned = ({ indent, marker, level: [family, rank], text }, above, way) => {
  const first = FIRST[family]?.[rank + way];
  if (!first || LASTING.has(marker)) return null;
  // Elsewhere a list of dashes or numbers has the same ones on each level, and no 가. and 나.
  if (![marker, text, ...above].some((line) => KOREAN.test(line))) return null;
  const kin = above
    .map((line) => emptyBulletOf(line) ?? bulletOf(line))
    .filter((each) => each?.level[0] === family);
  // What stands at the margin is of the outermost level, unless an outer one stands above.
  if (way === OUT && !indent && !kin.some((each) => each && each.level[1] < rank)) return null;
  const near = kin.findLast((each) => each && each.level[1] <= rank + way);
  return near?.level[1] === rank + way ? nextMarker(near.marker) : first;
};

/**
 * @param {string} line
 * @param {string[]} above
 * @param {1 | -1} way
 */
const withTurned = (line, above, way) => {
  const bullet = emptyBulletOf(line) ?? bulletOf(line);
  const marker = bullet && turned(bullet, above, way);
  if (!bullet || !marker) return line;
  const { indent } = bullet;
  return indent + marker + line.slice(indent.length + bullet.marker.length);
};

/**
 * A line moved in, as official documents do: two spaces, and □ becomes ○, ○ becomes -.
 * @param {string} line
 * @param {string[]} [above] the lines above, the nearest last
 */
export const movedIn = (line, above = []) =>
  line.trim() ? STEP + withTurned(line, above, IN) : line;

/**
 * A line moved out.
 * @param {string} line
 * @param {string[]} [above] the lines above, the nearest last
 */
export const movedOut = (line, above = []) =>
  withTurned(line, above, OUT).replace(/^(?: {1,2}|\t)/, "");

/**
 * Returns what Backspace makes of the head of a line: null leaves it to the browser. Behind a
 * bullet it moves the line out, and takes the bullet away where that is as far out as it goes.
 * @param {string} line
 * @param {number} place of the caret in the line
 * @param {string[]} [above] the lines above, the nearest last
 * @returns {string | null}
 */
export const steppedOut = (line, place, above = []) => {
  const bullet = emptyBulletOf(line) ?? bulletOf(line);
  if (!bullet || place !== headOf(bullet).length) return null;
  if (place === line.length && !bullet.gap) return null; // it is being typed
  const outer = movedOut(line, above);
  const rest = line.slice(place);
  return outer === line ? rest : outer;
};
