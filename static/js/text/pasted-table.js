// What is pasted, as text in which tables are clean rows. Pure but for reading HTML, which needs
// the browser's parser.
import { bulletOf } from "./bullets.js";
import { withoutControls, withSigns } from "./characters.js";
import { behind, unseen, withAddresses } from "./linked-words.js";
import { fits, readCell, rectangle, tablesIn, withCleanTables, written } from "./tables.js";

/** A cell, and over how many columns and rows it goes. @typedef {{ text: string, across: number, down: number }} Spanning */

/**
 * The rows of a table, with empty cells where merged ones go on.
 * @param {Spanning[][]} rows
 * @returns {string[][]}
 */
export const laidOut = (rows) => {
  const cells = rows.flat();
  const spread = cells.reduce((sum, { across, down }) => sum + across * down, 0);
  const isSound = fits(spread, cells.length);
  /** @type {string[][]} */
  const grid = rows.map(() => []);
  rows.forEach((row, place) => {
    let column = 0;
    for (const { text, across, down } of row) {
      while (grid[place]?.[column] !== undefined) column += 1;
      const [wide, tall] = isSound ? [across, down] : [1, 1];
      for (const below of grid.slice(place, place + tall)) {
        for (let step = 0; step < wide; step += 1) below[column + step] = "";
      }
      const own = grid[place];
      if (own) own[column] = text;
      column += wide;
    }
  });
  return grid.map((row) => Array.from(row, (cell) => cell ?? ""));
};

const SKIPPED = new Set(["STYLE", "SCRIPT", "TITLE", "TEMPLATE", "NOSCRIPT", "HEAD", "XML"]);
const LINES = new Set(
  (
    "ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DIV DL DT FIGCAPTION FIGURE FOOTER " +
    "FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TD TH TR UL"
  ).split(" "),
);
const STEP = "  ";

/** Lines of text that are being read. */
class Reading {
  /** @type {string[]} */
  lines = [];
  line = "";
  endsInTable = false;
  /** What the next line begins with, and its bullet or number unless it says one itself. */
  start = { indent: "", sign: "" };

  /** @param {string} text */
  add(text) {
    const more = text.replace(/[ \t\r\n\f]+/g, " ");
    const rest = /(?:^|\s)$/.test(this.line) ? more.replace(/^ /, "") : more;
    if (rest && !this.line) {
      const { indent, sign } = this.start;
      this.line = bulletOf(rest) ? indent : `${indent}${sign}`;
      this.start = { indent: "", sign: "" };
    }
    this.line += rest;
  }

  /** Begins the next line. */
  break() {
    this.lines.push(this.line.replaceAll("\xa0", " ").trimEnd());
    this.line = "";
    this.endsInTable = false;
  }

  /** Begins the next line unless this one has nothing yet. */
  end() {
    if (this.line) this.break();
  }

  /** @param {string[][]} rows */
  addTable(rows) {
    this.end();
    // Two tables that touch would be one.
    if (this.endsInTable) this.break();
    const isOne = (rectangle(rows)[0]?.length ?? 0) < 2;
    this.lines.push(isOne ? rows.flat().filter(Boolean).join("\n") : written(rows));
    this.endsInTable = !isOne;
  }

  get text() {
    this.end();
    return this.lines.join("\n").replace(/^\n+|\n+$/g, "");
  }
}

/** Whether a program keeps something in its HTML that it does not show. @param {Element} element */
const isHidden = (element) =>
  element.hasAttribute("hidden") ||
  /display:\s*none|mso-hide:\s*all/i.test(element.getAttribute("data-style") ?? "");

/**
 * HTML that styles and does nothing, as the page's policy allows neither to others: even a document
 * that nobody sees would report it.
 * @param {string} html
 */
const lifeless = (html) =>
  html
    .replace(/<style\b.*?<\/style\s*>/gis, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s)(?=(?:style|on[a-z]+)\s*=)/gi, "$1data-"));

const LETTER_A = 96;

/**
 * The number of a point of a numbered list, as its program counts.
 * @param {Element} list
 * @param {Element} item
 */
const numberOf = (list, item) => {
  const start = Number.parseInt(list.getAttribute("start") ?? "1", 10);
  let number = Number.isNaN(start) ? 0 : start - 1;
  for (const each of list.children) {
    if (each.tagName === "LI")
      number = Number.parseInt(each.getAttribute("value") ?? "", 10) || number + 1;
    if (each === item) break;
  }
  const isLettered = list.getAttribute("type") === "a" && number > 0 && number < 27;
  return isLettered ? String.fromCharCode(LETTER_A + number) : String(number);
};

/**
 * The bullet or number that a browser draws before a point of a list, and does not copy.
 * @param {Element} item
 */
const signOf = (item) => {
  const list = item.parentElement;
  const isBare = [item, list].some((each) =>
    /list-style(?:-type)?:[^;]*none/i.test(each?.getAttribute("data-style") ?? ""),
  );
  if (!list || isBare) return "";
  return list.tagName === "OL" ? `${numberOf(list, item)}. ` : "- ";
};

/** @param {Element} element @param {string} name */
const spanOf = (element, name) => {
  const span = Number.parseInt(element.getAttribute(name) ?? "1", 10);
  return span > 1 ? Math.min(span, 1000) : 1;
};

/** @param {HTMLTableElement} table */
const rowsOf = (table) =>
  [...table.rows]
    .filter((row) => !isHidden(row))
    .map((row) =>
      [...row.cells]
        .filter((cell) => !isHidden(cell))
        .map((cell) => ({
          text: textOf(cell),
          across: spanOf(cell, "colspan"),
          down: spanOf(cell, "rowspan"),
        })),
    );

/** @param {Node} place */
const textOf = (place) => {
  const reading = new Reading();
  readInto(reading, place, 0);
  return reading.text;
};

/**
 * @param {Reading} reading
 * @param {Node} place
 * @param {number} depth of the list that it stands in
 */
const readInto = (reading, place, depth) => {
  for (const node of place.childNodes) {
    if (node instanceof Text) reading.add(node.data);
    if (!(node instanceof Element) || SKIPPED.has(node.tagName) || isHidden(node)) continue;
    if (node.tagName === "BR") reading.break();
    else if (node instanceof HTMLTableElement) {
      if (node.caption) readInto(reading, node.caption, depth);
      reading.addTable(laidOut(rowsOf(node)));
    } else if (LINES.has(node.tagName)) {
      reading.end();
      if (node.tagName === "LI") {
        reading.start = { indent: STEP.repeat(Math.max(depth - 1, 0)), sign: signOf(node) };
      }
      const deeper = node.tagName === "UL" || node.tagName === "OL" ? depth + 1 : depth;
      readInto(reading, node, deeper);
      reading.end();
      if (node.tagName === "LI") reading.start = { indent: "", sign: "" };
    } else {
      readInto(reading, node, depth);
      const address = node.tagName === "A" ? addressOf(node) : "";
      if (address) reading.add(behind(address));
    }
  }
};

/** The address that words lead to and do not show. @param {Element} anchor */
const addressOf = (anchor) =>
  unseen(anchor.textContent ?? "", anchor.getAttribute("href")?.trim() ?? "");

/** @param {string} html */
const readPage = (html) => new DOMParser().parseFromString(lifeless(html), "text/html");

/** The words of HTML that lead elsewhere, in their order. @param {string} html */
const linkedWords = (html) =>
  /<a\s/i.test(html)
    ? [...readPage(html).querySelectorAll("a[href]")]
        .filter((anchor) => !isHidden(anchor))
        .map((anchor) => ({ words: anchor.textContent ?? "", address: addressOf(anchor) }))
    : [];

/**
 * What a program copied as HTML, as text, if there is a table in it.
 * @param {string} html
 */
const readHtml = (html) => {
  if (!/<table/i.test(html)) return null;
  const text = withSigns(withoutControls(textOf(readPage(html).body)));
  return tablesIn(text).length ? text : null;
};

/**
 * What is pasted, as text with clean tables, with signs that every font has, and with the addresses
 * that its words lead to; null if the browser is to paste it as it is.
 * @param {DataTransfer} data
 * @returns {string | null}
 */
export const pastedText = (data) => {
  const html = data.getData("text/html");
  const table = readHtml(html);
  if (table !== null) return table;
  const text = withoutControls(data.getData("text/plain"));
  const clean = withAddresses(withSigns(withCleanTables(text)), linkedWords(html));
  return clean === text ? null : clean;
};

/**
 * The rows of what is pasted, if it is a table and nothing else, or one row of cells.
 * @param {DataTransfer} data
 * @returns {string[][] | null}
 */
export const pastedRows = (data) => {
  const plain = withSigns(withoutControls(data.getData("text/plain")));
  const text = readHtml(data.getData("text/html")) ?? plain;
  const trimmed = text.replace(/\n+$/, "");
  const [table, ...others] = tablesIn(trimmed);
  if (table && !others.length && table.end - table.start === trimmed.length) return table.rows;
  const isRow = trimmed.includes("\t") && !trimmed.includes("\n");
  return isRow ? [trimmed.split("\t").map(readCell)] : null;
};

/**
 * A pasted text with the line breaks that keep its tables apart from what it is pasted between.
 * @param {string} text
 * @param {string} before what stands before it in its line
 * @param {string} after what stands behind it in its line
 */
export const onOwnLines = (text, before, after) => {
  const tables = tablesIn(text);
  const isFirst = tables[0]?.start === 0 && before.trim() !== "";
  const isLast = tables.at(-1)?.end === text.length && after.trim() !== "";
  return `${isFirst ? "\n" : ""}${text}${isLast ? "\n" : ""}`;
};
