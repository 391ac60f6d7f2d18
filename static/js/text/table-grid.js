// A table of a text as cells that are changed, and written back as text: to the byte as it was where
// nothing changed. Pure.
import { columnsThatSay, FOLD, readCell, tablesIn, writtenCell, writtenFirst } from "./tables.js";

/** @import { Table } from "./tables.js" */
/**
 * A cell: what it says, what it said at first, and how that was written.
 * @typedef {{ value: string, said: string, raw: string }} Cell
 */
/**
 * A row: how far it is indented, its cells, and what they were and how it was written at first.
 * @typedef {{ indent: string, cells: Cell[], was: Cell[], raw: string | null }} Row
 */
/** The first row names the columns. @typedef {{ rows: Row[], indent: string }} Grid */
/** @typedef {{ row: number, column: number }} Place */

/** @returns {Cell} */
const blank = () => ({ value: "", said: "", raw: "" });

/**
 * @param {string} indent
 * @param {number} width
 * @returns {Row}
 */
const blankRow = (indent, width) => ({
  indent,
  cells: Array.from({ length: width }, blank),
  was: [],
  raw: null,
});

/** @param {Grid} grid */
export const widthOf = (grid) => grid.rows[0]?.cells.length ?? 0;

/**
 * A table without any words.
 * @param {number} rows
 * @param {number} columns
 * @returns {Grid}
 */
export const blankGrid = (rows, columns) => ({
  rows: Array.from({ length: rows }, () => blankRow("", columns)),
  indent: "",
});

/**
 * @param {Table} table
 * @returns {Grid}
 */
export const gridOf = ({ lines }) => {
  const raws = lines.map((line) => line.split("\t"));
  const columns = columnsThatSay(raws.map((row) => row.map(readCell)));
  const lead = columns[0] ?? 0;
  const rows = raws.map((raw, place) => {
    const first = raw[lead] ?? "";
    const blanks = first.slice(0, first.length - first.trimStart().length);
    const indent = raw.slice(0, lead).concat(blanks).join("\t");
    const cells = columns.map((column) => {
      const written = column === lead ? first.trimStart() : (raw[column] ?? "");
      const said = readCell(written);
      return { value: said, said, raw: written.replaceAll(FOLD, "\n") };
    });
    return { indent, cells, was: [...cells], raw: (lines[place] ?? "").replaceAll(FOLD, "\n") };
  });
  return { rows, indent: "\t".repeat(lead) };
};

/**
 * The table as text; rows and columns that say nothing are none.
 * @param {Grid} grid
 */
export const textOf = (grid) => {
  const rows = grid.rows.filter(({ cells }) => cells.some(({ value }) => value.trim()));
  const columns = columnsThatSay(rows.map(({ cells }) => cells.map(({ value }) => value.trim())));
  const kept = rows.map((row) => ({
    ...row,
    cells: columns.flatMap((column) => row.cells[column] ?? []),
  }));
  const text = kept.map((row) => (isAsItWas(row) ? row.raw : lineOf(row))).join("\n");
  // Next to rows of other widths, or with columns that were left out, a row may read otherwise.
  if (readsAs(text, kept)) return text;
  const anew = kept.map(lineOf);
  const [first] = kept;
  // A table of nothing but bullets is one by its first cell.
  if (!first || readsAs(anew.join("\n"), kept)) return anew.join("\n");
  const [lead, ...others] = first.cells.map(({ value }) => value);
  const cells = [writtenFirst(lead ?? ""), ...others.map(writtenCell)];
  const quoted = [first.indent + cells.join("\t"), ...anew.slice(1)].join("\n");
  return readsAs(quoted, kept) ? quoted : anew.join("\n");
};

/** @param {Row} row */
const isAsItWas = ({ raw, cells, was }) =>
  raw !== null &&
  cells.length === was.length &&
  cells.every((cell, place) => cell === was[place] && cell.value === cell.said);

/** @param {Row} row */
const lineOf = ({ indent, cells }) =>
  indent +
  cells.map(({ value, said, raw }) => (value === said ? raw : writtenCell(value))).join("\t");

/**
 * @param {string} text
 * @param {Row[]} rows
 */
const readsAs = (text, rows) => {
  const [table, ...others] = tablesIn(text);
  if (!table || others.length) return false;
  const readBack = (/** @type {Cell} */ { value }) =>
    readCell(writtenCell(value).replaceAll("\n", FOLD));
  const said = rows.map(({ cells }) => cells.map(readBack));
  return JSON.stringify(table.rows) === JSON.stringify(said);
};

/**
 * Puts an empty row at a place.
 * @param {Grid} grid
 * @param {number} at
 */
export const addRow = (grid, at) => {
  const indent = (grid.rows[at - 1] ?? grid.rows[at])?.indent ?? grid.indent;
  grid.rows.splice(at, 0, blankRow(indent, widthOf(grid)));
};

/**
 * @param {Grid} grid
 * @param {number} at
 */
export const removeRow = (grid, at) => {
  grid.rows.splice(at, 1);
};

/**
 * @template T
 * @param {T[]} items
 * @param {number} from
 * @param {number} to
 */
const moveIn = (items, from, to) => {
  items.splice(to, 0, ...items.splice(from, 1));
};

/**
 * Moves a row; false if there is no such place.
 * @param {Grid} grid
 * @param {number} from
 * @param {number} to
 */
export const moveRow = (grid, from, to) => {
  if (to < 0 || to >= grid.rows.length) return false;
  moveIn(grid.rows, from, to);
  return true;
};

/**
 * Puts an empty column at a place.
 * @param {Grid} grid
 * @param {number} at
 */
export const addColumn = (grid, at) => {
  for (const { cells } of grid.rows) cells.splice(at, 0, blank());
};

/**
 * @param {Grid} grid
 * @param {number} at
 */
export const removeColumn = (grid, at) => {
  for (const { cells } of grid.rows) cells.splice(at, 1);
};

/**
 * Moves a column; false if there is no such place.
 * @param {Grid} grid
 * @param {number} from
 * @param {number} to
 */
export const moveColumn = (grid, from, to) => {
  if (to < 0 || to >= widthOf(grid)) return false;
  for (const { cells } of grid.rows) moveIn(cells, from, to);
  return true;
};

/**
 * Writes rows into a table from a cell on, which grows as far as they need.
 * @param {Grid} grid
 * @param {Place} from
 * @param {string[][]} values
 */
export const fill = (grid, { row, column }, values) => {
  const wide = column + Math.max(...values.map((each) => each.length));
  while (widthOf(grid) < wide) addColumn(grid, widthOf(grid));
  while (grid.rows.length < row + values.length) addRow(grid, grid.rows.length);
  values.forEach((each, down) => {
    each.forEach((value, across) => {
      const cell = grid.rows[row + down]?.cells[column + across];
      if (cell) cell.value = value;
    });
  });
};

/**
 * In which cell of a table a place of its text is, counted from its beginning.
 * @param {Table} table
 * @param {number} place
 * @returns {Place}
 */
export const cellAt = ({ lines }, place) => {
  const columns = columnsThatSay(lines.map((line) => line.split("\t").map(readCell)));
  let start = 0;
  for (const [row, line] of lines.entries()) {
    if (place <= start + line.length) {
      const tabs = line.slice(0, place - start).split("\t").length - 1;
      const column = columns.findLastIndex((each) => each <= tabs);
      return { row, column: Math.max(0, column) };
    }
    start += line.length + 1;
  }
  return { row: 0, column: 0 };
};

/**
 * Where a new table goes: on a line of its own, and apart from rows beside it.
 * @param {string} value
 * @param {number} place
 * @returns {{ start: number, end: number, around: [before: string, after: string] }}
 */
export const newPlace = (value, place) => {
  const lineStart = value.lastIndexOf("\n", place - 1) + 1;
  const found = value.indexOf("\n", place);
  const end = found < 0 ? value.length : found;
  const line = value.slice(lineStart, end);
  const above = line.trim() ? line : (value.slice(0, lineStart).split("\n").at(-2) ?? "");
  const below = value.slice(end + 1).split("\n", 1)[0] ?? "";
  const before = (line.trim() ? "\n" : "") + (above.includes("\t") ? "\n" : "");
  return { start: end, end, around: [before, below.includes("\t") ? "\n" : ""] };
};

/**
 * What has to be replaced in one text to get another.
 * @param {string} before
 * @param {string} after
 */
export const changeOf = (before, after) => {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  if (/[\ud800-\udbff]$/.test(before.slice(0, start))) start -= 1;
  let same = 0;
  while (same < most - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  if (/^[\udc00-\udfff]/.test(before.slice(before.length - same))) same -= 1;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
};
