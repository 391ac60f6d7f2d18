// Every sheet of paper says at its head of which city and response a page is, what it is, and when it
// was printed; a browser that cannot print so has the line of the page on its first sheet alone.
import { every, maybe } from "./dom.js";
import { written } from "./written-day.js";

const sheets = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheets];

/** @param {string} text */
const quoted = (text) =>
  `"${text.replace(/[\\"\n]/g, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`;

/** Today, as an ISO date of where the person is. */
const today = () => {
  const now = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};

const tell = () => {
  const line = maybe(document, ".lgq-paper");
  if (!line) return;
  const when = written(today(), document.documentElement.lang);
  for (const time of every(line, "[data-today]")) time.textContent = when;
  const printed = maybe(line, "span")?.textContent ?? "";
  const name = line.firstChild?.nodeType === Node.TEXT_NODE ? line.firstChild.textContent : "";
  const title = document.title.replace(/ · LGQ Desk$/, "");
  // The title ends in the same, or in the city alone: it stands there once.
  const ends = name ? [` · ${name}`, ` · ${name.split(" · ")[0]}`] : [];
  const end = ends.find((each) => title.endsWith(each)) ?? "";
  const what = [name, title.slice(0, title.length - end.length)].filter(Boolean).join(" · ");
  const style = "color: #555; font-size: 8pt; vertical-align: bottom; padding-bottom: 3mm";
  const boxes = [
    `@top-left { content: ${quoted(what)}; ${style}; text-align: left; width: 75% }`,
    `@top-right { content: ${quoted(printed)}; ${style}; text-align: right; white-space: nowrap }`,
    `@bottom-right { content: counter(page) " / " counter(pages); ${style}; text-align: right }`,
  ];
  sheets.replaceSync(`@page { ${boxes.join(" ")} }`);
  line.hidden =
    CSS.supports("page", "auto") && Boolean(sheets.cssRules[0]?.cssText.includes("top-left"));
};

const LINES = 'main :is(input[type="text"], input[type="url"], input[type="email"])';

// What every field shows in full on paper, which is narrower than most screens.
const SHORT = 25;

/** Put the text of each line that its field would cut in the place of the field. */
const writeOut = () => {
  for (const field of every(document, LINES, HTMLInputElement)) {
    if (field.value.length <= SHORT) continue;
    const words = document.createElement("span");
    words.className = "lgq-written-out";
    words.dir = "auto";
    words.textContent = field.value;
    field.after(words);
  }
};

const takeBack = () => {
  for (const words of every(document, ".lgq-written-out")) words.remove();
};

addEventListener("beforeprint", () => {
  tell();
  takeBack();
  writeOut();
});
addEventListener("afterprint", takeBack);
