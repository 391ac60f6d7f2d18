// Tables in the text of an answer: lines with cells between tabs. Pure;
// responses/domain/content/outline.py reads the same for pages and documents, and tests/tables.json
// holds both to each other.
import { bulletOf } from "./bullets.js";

/**
 * A table as it is printed, and where its lines stand in the text.
 * @typedef {object} Table
 * @property {number} start
 * @property {number} end
 * @property {string[]} lines as they were typed; a line break within a cell is `FOLD`
 * @property {string[][]} rows of equally many cells, without columns that are empty throughout
 */

/** A line that may be a row of a table. @typedef {{ raw: string, start: number, isRow: boolean }} Line */

const NUMBERS = 1;
// How many cells a table may have for each that was typed, and how many it may have in any case.
const [CELLS_EACH, CELLS_ANYWAY] = [4, 400];

/** Stands for a line break in a quoted cell, until its row is taken apart; no text has it. */
export const FOLD = "\x02";

// A spreadsheet quotes a cell that has line breaks or quotes in it, and doubles those quotes.
const CELL = /(?<=^|[\t\n])"(?:[^"\t]|"")*"(?=[\t\n]|$)/g;
const QUOTED = /^"((?:[^"]|"")+)"$/s;

/**
 * The text with the line breaks folded that stand in quoted cells beside a tab.
 * @param {string} text
 */
const folded = (text) => {
  if (!text.includes('"')) return text;
  return text.replace(CELL, (cell, place) => {
    const beside = (text[place - 1] ?? "") + (text[place + cell.length] ?? "");
    return beside.includes("\t") ? cell.replaceAll("\n", FOLD) : cell;
  });
};

/** Whether a line can be of a table by itself; `1.⇥text` and `- a⇥b` are items. @param {string} raw */
const isRow = (raw) => {
  if (!raw.includes("\t")) return false;
  const bullet = bulletOf(raw);
  if (!bullet) return raw.trim().includes("\t");
  const isFree = bullet.level[0] === NUMBERS || bullet.gap.includes("\t");
  return isFree && bullet.text.includes("\t");
};

/** @param {string} raw */
const tabsIn = (raw) => raw.split("\t").length - 1;

/**
 * The lines of a text in which something is a row; so is a line with a bullet, or with one cell
 * alone that says something, where the row beside it has as many tabs.
 * @param {string} text
 * @returns {Line[]}
 */
const linesOf = (text) => {
  let start = 0;
  const lines = folded(text)
    .split("\n")
    .map((raw) => {
      const line = { raw, start, isRow: isRow(raw), tabs: tabsIn(raw) };
      start += raw.length + 1;
      return line;
    });
  lines.forEach((line, place) => {
    const above = lines[place - 1];
    if (above?.isRow && above.tabs === line.tabs && line.raw.trim()) line.isRow = true;
  });
  lines.toReversed().forEach((line, place, turned) => {
    const below = turned[place - 1];
    if (below?.isRow && below.tabs === line.tabs && line.raw.trim()) line.isRow = true;
  });
  return lines.flatMap((line) => (line.isRow ? [line] : unfolded(line)));
};

/**
 * The lines of one that is no row after all.
 * @param {Line} line
 * @returns {Line[]}
 */
const unfolded = ({ raw, start }) => {
  let place = start;
  return raw.split(FOLD).map((each) => {
    const line = { raw: each, start: place, isRow: isRow(each) };
    place += each.length + 1;
    return line;
  });
};

/** Whether a cell with this first would be taken for an item. @param {string} cell */
const isItem = (cell) => (bulletOf(cell)?.level[0] ?? NUMBERS) !== NUMBERS;

/**
 * What a cell says, without the quotes of a spreadsheet, or those that keep it from being an item.
 * @param {string} raw
 */
export const readCell = (raw) => {
  const cell = raw.trim();
  const inside = QUOTED.exec(cell)?.[1];
  if (inside === undefined || !(/""/.test(inside) || inside.includes(FOLD) || isItem(inside))) {
    return cell;
  }
  const lines = inside.replaceAll('""', '"').split(FOLD);
  return lines
    .map((line) => line.trim())
    .join("\n")
    .trim();
};

/**
 * A cell as it is written, so that it is read as what it says.
 * @param {string} value
 */
export const writtenCell = (value) => {
  const lines = value.replaceAll(FOLD, "\n").replace(/\t+/g, " ").split("\n");
  const cell = lines
    .map((line) => line.trim())
    .join("\n")
    .trim();
  const isRead = /^"[^"]+"$/.test(cell) && !isItem(cell.slice(1));
  const isPlain = !cell.includes("\n") && (!cell.startsWith('"') || isRead);
  return isPlain ? cell : inQuotes(cell);
};

/** @param {string} cell */
const inQuotes = (cell) => `"${cell.replaceAll('"', '""')}"`;

/**
 * A first cell as it is written where all rows of a table would be taken for items.
 * @param {string} value
 */
export const writtenFirst = (value) => {
  const cell = writtenCell(value);
  return isItem(cell) ? inQuotes(cell) : cell;
};

/** Which of the columns of some rows say something. @param {string[][]} rows */
export const columnsThatSay = (rows) => {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, column) => column).filter((column) =>
    rows.some((row) => row[column]),
  );
};

/**
 * The rows, equally long and without columns that are empty throughout.
 * @param {string[][]} rows
 */
export const rectangle = (rows) => {
  const columns = columnsThatSay(rows);
  return rows.map((row) => columns.map((column) => row[column] ?? ""));
};

/** Whether a table has not many more cells than were typed. @param {string[]} lines */
const isCompact = (lines) => {
  const typed = lines.map((line) => tabsIn(line) + 1);
  const sum = typed.reduce((all, each) => all + each, 0);
  const widest = typed.reduce((most, each) => Math.max(most, each), 0);
  return fits(typed.length * widest, sum);
};

/**
 * Whether so many cells can be shown of so many that were typed.
 * @param {number} cells
 * @param {number} typed
 */
export const fits = (cells, typed) => cells <= CELLS_EACH * typed + CELLS_ANYWAY;

/**
 * @param {Line[]} run lines that follow each other and are rows
 * @returns {Table[]}
 */
const tableOf = (run) => {
  const [first, last] = [run[0], run.at(-1)];
  const lines = run.map(({ raw }) => raw);
  if (!first || !last || !(run.length > 1 || first.raw.includes(FOLD)) || !isCompact(lines)) {
    return [];
  }
  const rows = rectangle(lines.map((line) => line.split("\t").map(readCell)));
  return [{ start: first.start, end: last.start + last.raw.length, lines, rows }];
};

/**
 * The tables of a text, in order.
 * @param {string} text
 * @returns {Table[]}
 */
export const tablesIn = (text) => {
  if (!text.includes("\t")) return [];
  /** @type {Line[][]} */
  const runs = [[]];
  for (const line of linesOf(text)) {
    if (line.isRow) runs.at(-1)?.push(line);
    else if (runs.at(-1)?.length) runs.push([]);
  }
  return runs.flatMap(tableOf);
};

/**
 * The table in which a place of a text is, if it is in one.
 * @param {string} text
 * @param {number} place
 */
export const tableAt = (text, place) =>
  tablesIn(text).find(({ start, end }) => start <= place && place <= end) ?? null;

/**
 * Rows as text: of equally many cells each, and without empty columns.
 * @param {string[][]} rows
 */
export const written = (rows) => {
  const kept = rectangle(rows).filter((row) => row.some(Boolean));
  const lines = kept.map((row) => row.map(writtenCell).join("\t"));
  const [[first = "", ...others] = []] = kept;
  if (lines.length > 1 && !lines.some(isRow)) {
    // Those below it are rows, as the first is one.
    lines[0] = [writtenFirst(first), ...others.map(writtenCell)].join("\t");
  }
  return lines.join("\n");
};

/**
 * A text whose tables are written as cleanly as they are read; all else stays.
 * @param {string} text
 */
export const withCleanTables = (text) => {
  let place = 0;
  let clean = "";
  for (const { start, end, rows } of tablesIn(text)) {
    clean += text.slice(place, start) + written(rows);
    place = end;
  }
  return clean + text.slice(place);
};
