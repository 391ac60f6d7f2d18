// How characters are read that nobody sees. Pure; responses/characters.py reads the same on the
// server, and tests/characters.json holds both to each other.

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are line ends of other programs
const BREAKS = /\r\n|[\r\v\f\x1c\x1d\x85\u2028\u2029]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is read away
const CONTROLS = /[\0-\x06\x08\x0e-\x1b\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]/g;
// What was Windows-1252, as HTML reads it too: the signs from U+0080 on.
const CP1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
const CODES = [0x80, ...range(0x82, 0x8c), 0x8e, ...range(0x91, 0x9c), 0x9e, 0x9f];

// What prints no ink, in brackets of a pattern, as in responses/unseen.py; tests/unseen.json holds
// both to each other.
export const UNSEEN = String.raw`\p{DI}\u2800\ufff9-\ufffc\u{13430}-\u{1343f}\u{13441}\u{13442}\u{16fe4}\u{1d159}`;

// What says nothing alone, as on the server: bullets, and one numbering in a line.
const BULLET = /^[-□■▣❑❒◇◆❖○◯◦●❍◎▶▷►▸‣➢–—―－·•∙・*▪ㆍ※ㅇㅁo]$/;
const NUMBERING =
  /^(?:[(（]?(?:\p{Nd}{1,2}|[가나다라마바사아자차카타파하])[)）]|(?:\p{Nd}{1,2}|[가나다라마바사아자차카타파하])[.．]|[①-⒵⓪-⓾❶-➓㈀-㈛㉠-㉻])$/u;
const BLANKS = new RegExp(`[\\s\\0-\\x1f\\x7f-\\x9f${UNSEEN}]+`, "u");

/**
 * Whether a text says nothing: blanks, and lines of lone bullets or numberings.
 * @param {string} text
 */
export const saysNothing = (text) =>
  text.split("\n").every((line) => {
    const words = line.split(BLANKS).filter((word) => word && !BULLET.test(word));
    return words.length < 2 && words.every((word) => NUMBERING.test(word));
  });

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

// What word processors write for signs that they have by themselves, as on the server.
const PRIVATE = [
  "f028=☎ f02a=✉ f045=☜ f046=☞ f047=☝ f048=☟ f04a=☺ f06c=● f06d=❍ f06e=■ f06f=□",
  "f070=□ f071=❑ f072=❒ f073=◆ f074=◆ f075=◆ f076=❖ f077=◆ f080=⓪ f081-f08a=①",
  "f08b=⓿ f08c-f095=❶ f09e=· f09f=• f0a0=▪ f0a1=○ f0a2=○ f0a3=○ f0a4=◉ f0a5=◎",
  "f0a7=▪ f0a8=□ f0aa=✦ f0ab=★ f0ac=✶ f0ad=✴ f0ae=✹ f0b7=• f0d8=➢ f0df=← f0e0=→",
  "f0e1=↑ f0e2=↓ f0e8=➔ f0ef=⇦ f0f0=⇨ f0f1=⇧ f0f2=⇩ f0fb=✗ f0fc=✔ f0fd=☒ f0fe=☑",
  "f022=✂ f052=☼ f054=❄ f0b0=° f0b1=± f0b3=≥ f0b4=× f0b8=÷ f0b9=≠ f0bb=≈ f0d6=√",
  "f0d7=· f0e3=↖ f0e4=↗ f0e5=↙ f0e6=↘ f0e7=← f0e9=↑ f0ea=↓ f0f3=↔ f0f4=↕",
  "f003b=↓ f0090=✺ f00e1=(인) f012b=(인) f0288=⓪ f0289-f0291=① f02b1-f02c4=①",
  "f02ce-f02d7=❶ f02d8-f02e1=⓫ f02ec=◇ f02ef=· f02fb=▸ f02fc=► f031c=■ f03a0=↵",
  "f03a7=⊟ f03a8=⊞ f03c5=□ f03da=□ f03ef=한 f03f0=글 f03f1=과 f03f2=컴 f03f3=퓨",
  "f03f4=터 f03ff=□ f0806=┌ f0807=┬ f0808=┐ f080c=└ f080e=┘ f080f=━ f0810=│",
  "f0811=┌ f0817=└ f081a=─ f081c=┈ f0832=═ f0848=━ f0854=《 f0855=》",
].join(" ");
const OWN = /[\uf020-\uf0ff\u{f0000}-\u{f0fff}]/gu;

/** @type {Map<string, string>} */
const SIGNS_OF = new Map();
for (const [, first = "", last, sign = ""] of PRIVATE.matchAll(/(\w+)(?:-(\w+))?=(\S+)/g)) {
  const start = Number.parseInt(first, 16);
  for (const code of range(start, Number.parseInt(last ?? first, 16))) {
    const meant = last ? String.fromCodePoint(Number(sign.codePointAt(0)) + code - start) : sign;
    SIGNS_OF.set(String.fromCodePoint(code), meant);
  }
}

/**
 * With the signs of word processors' symbol fonts as everybody has them.
 * @param {string} text
 */
export const withSigns = (text) => text.replace(OWN, (sign) => SIGNS_OF.get(sign) ?? sign);

/**
 * As a text of several lines is stored.
 * @param {string} text
 */
export const normaliseText = (text) => withSigns(withoutControls(text)).normalize("NFC");
