// A small editor of the table in which the caret stands, or of a new one, under its text: its cells
// as fields, and buttons for its rows and columns. It writes the text as its person would, so that
// it is saved, undone and previewed as what is typed. Tab stays in it, Escape leads back.
import { describe } from "../page/describe.js";
import { every, isBare, isCommand, maybe, one, said, targetOf } from "../page/dom.js";
import { pastedRows } from "./pasted-table.js";
import { replace } from "./replace.js";
import { draw, fieldAt, frame, nameCells, placeOf, wordsOf } from "./table-cells.js";
import * as grids from "./table-grid.js";
import { tableAt } from "./tables.js";
import { isWriting, putIn, within } from "./within.js";

/** @import { Grid, Place } from "./table-grid.js" */
/**
 * How a text and the table in it stood: from where to where, with which line breaks around it
 * while it is not in the text yet.
 * @typedef {object} TableState
 * @property {string} value
 * @property {number} start
 * @property {number} end
 * @property {[before: string, after: string]} around
 * @property {Grid} grid
 * @property {Place} at the cell in which somebody is
 */
/**
 * @typedef {TableState & {
 *   area: HTMLTextAreaElement,
 *   root: HTMLElement,
 *   written: TableState,
 *   past: TableState[],
 *   future: TableState[],
 * }} Editor
 */

const PAUSE = 300;
const CELLS_MAX = 1500;
const NEW = /** @type {const} */ ([3, 3]);

/** @type {Editor | null} */
let editor = null;
let isComposing = false;
let timer = 0;

/** @param {string} words */
const say = (words) => {
  one(document, "#announcement").textContent = words;
};

/** @param {HTMLTextAreaElement} area */
const buttonOf = (area) =>
  maybe(document, `#${CSS.escape(area.id)}--table-button`, HTMLButtonElement);

// --- The text ----------------------------------------------------------------------------------

/** @param {Editor} of @returns {TableState} */
const standing = ({ area, start, end, around, grid, at }) => ({
  value: area.value,
  start,
  end,
  around,
  grid: structuredClone(grid),
  at: { ...at },
});

/** Writes the table into its text, if it has changed. @param {{ isLeaving?: boolean }} [how] */
const commit = ({ isLeaving = false } = {}) => {
  clearTimeout(timer);
  if (!editor) return;
  const { area, start, end, around, grid } = editor;
  const text = grids.textOf(grid);
  const isNew = start === end || around.join("") !== "";
  if (!text && isNew) return;
  const now = area.value.slice(start, end);
  const after = around[0] + text + around[1];
  if (now === after) return;
  const change = grids.changeOf(now, after);
  const [from, to] = [start + change.start, start + change.end];
  // To take the focus from an input method would end its syllable.
  if (isLeaving || isComposing) putIn(area, from, to, change.text);
  else within(area, () => replace(area, from, to, change.text));
  editor.past.push(editor.written);
  editor.future = [];
  editor.start = start + around[0].length;
  editor.end = editor.start + text.length;
  editor.around = ["", ""];
  editor.written = standing(editor);
};

/** Writes it once nobody types for a moment. */
const commitSoon = () => {
  clearTimeout(timer);
  timer = window.setTimeout(() => (isComposing ? commitSoon() : commit()), PAUSE);
};

/** @param {"undo" | "redo"} way */
const turnBack = (way) => {
  commit();
  if (!editor) return;
  const { area, past, future } = editor;
  const [from, to] = way === "undo" ? [past, future] : [future, past];
  const then = from.pop();
  if (!then) return;
  to.push(standing(editor));
  const now = area.value;
  // What was typed into the cells themselves is in between, and gone with them.
  const isLeft = () => area.value === now && document.queryCommandEnabled(way);
  within(area, () => {
    for (let tries = 0; tries < 100 && isLeft(); tries += 1) document.execCommand(way);
  });
  if (area.value !== then.value) {
    follow();
    return;
  }
  Object.assign(editor, then, { grid: structuredClone(then.grid), written: then });
  show();
};

/** Finds the table again in a text that was changed elsewhere. */
const follow = () => {
  if (!editor) return;
  const { area, written } = editor;
  const text = written.value.slice(written.start, written.end);
  const moved = written.start + area.value.length - written.value.length;
  const start = [moved, written.start].find(
    (place) => place >= 0 && text && area.value.startsWith(text, place),
  );
  const table = start === undefined ? tableAt(area.value, written.start) : null;
  if (start !== undefined) Object.assign(editor, { start, end: start + text.length });
  else if (table) {
    Object.assign(editor, { start: table.start, end: table.end, grid: grids.gridOf(table) });
    show({ isFocused: editor.root.contains(document.activeElement) });
  } else {
    close({ isWritten: false });
    return;
  }
  editor.past = [];
  editor.future = [];
  editor.written = standing(editor);
};

// --- The cells ---------------------------------------------------------------------------------

const showPlace = () => {
  if (!editor) return;
  const { root, at } = editor;
  for (const field of every(root, "textarea")) {
    const { row, column } = placeOf(field);
    field.toggleAttribute("data-current", row === at.row && column === at.column);
  }
};

/** @param {{ isFocused?: boolean }} [how] */
const show = ({ isFocused = true } = {}) => {
  if (!editor) return;
  const { root, grid, area } = editor;
  draw(root, grid, area.lang);
  if (isFocused) goTo(editor.at);
  showPlace();
};

/** @param {Place} place */
const goTo = (place) => {
  if (!editor) return;
  const field = fieldAt(editor.root, place);
  if (!field) return;
  editor.at = placeOf(field);
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  field.scrollIntoView({ block: "nearest", inline: "nearest" });
};

/** @param {HTMLTextAreaElement} area */
const open = (area) => {
  close({ isFocused: false });
  const { value, selectionStart: place } = area;
  const table = tableAt(value, place);
  if (table && table.rows.length * (table.rows[0]?.length ?? 0) > CELLS_MAX) {
    say(said(frame, "large"));
    return;
  }
  const root = /** @type {HTMLElement} */ (one(frame.content, "*").cloneNode(true));
  root.id = `${area.id}--table`;
  const keys = one(root, "[data-table-keys]");
  keys.id = `${area.id}--table-keys`;
  describe(root, (ids) => ids.add(keys.id));
  const begun = table
    ? { ...table, around: /** @type {[string, string]} */ (["", ""]), grid: grids.gridOf(table) }
    : { ...grids.newPlace(value, place), grid: grids.blankGrid(...NEW) };
  const { start, end, around, grid } = begun;
  const at = table ? grids.cellAt(table, place - start) : { row: 0, column: 0 };
  const now = { value, start, end, around, grid, at };
  editor = { ...now, area, root, past: [], future: [], written: now };
  editor.written = standing(editor);
  one(document, `#${CSS.escape(area.id)}--printed`).before(root);
  show();
  nameButton(area);
};

/** @param {{ isFocused?: boolean, isWritten?: boolean }} [how] */
const close = ({ isFocused = true, isWritten = true } = {}) => {
  if (isWritten) commit();
  if (!editor) return;
  const { area, root, start, grid, at } = editor;
  const hadFocus = root.contains(document.activeElement);
  const above = grids.textOf({ ...grid, rows: grid.rows.slice(0, at.row + 1) });
  clearTimeout(timer);
  editor = null;
  if (isFocused || hadFocus) {
    area.focus();
    area.setSelectionRange(start + above.length, start + above.length);
  }
  root.remove();
  nameButton(area);
};

// --- What is done with rows and columns --------------------------------------------------------

/**
 * Does something with the table, tells it, and leads to the cell where it is.
 * @param {(grid: Grid, at: Place) => Place | null} act
 * @param {string} words
 * @returns {(how?: { staysOnButton?: boolean }) => void}
 */
const doing =
  (act, words) =>
  ({ staysOnButton = false } = {}) => {
    if (!editor) return;
    const { grid, at } = editor;
    const told = { ...at };
    const place = act(grid, at);
    if (!place) return;
    if (!grid.rows.length || !grids.widthOf(grid)) {
      commit();
      close({ isWritten: false });
      return;
    }
    editor.at = place;
    show({ isFocused: !staysOnButton });
    commit();
    say(wordsOf(words, words.endsWith("Removed") ? told : place));
  };

/** @type {(down: 1 | -1) => (grid: Grid, at: Place) => Place | null} */
const rowMoved = (down) => (grid, at) =>
  grids.moveRow(grid, at.row, at.row + down) ? { ...at, row: at.row + down } : null;

/** @type {(right: 1 | -1) => (grid: Grid, at: Place) => Place | null} */
const columnMoved = (right) => (grid, at) =>
  grids.moveColumn(grid, at.column, at.column + right)
    ? { ...at, column: at.column + right }
    : null;

/** @type {Record<string, (how?: { staysOnButton?: boolean }) => void>} */
const ACTS = {
  addRow: doing((grid, { row, column }) => {
    grids.addRow(grid, row + 1);
    return { row: row + 1, column };
  }, "rowAdded"),
  addHeading: doing((grid) => {
    grids.addRow(grid, 0);
    return { row: 0, column: 0 };
  }, "headingAdded"),
  removeRow: doing((grid, { row, column }) => {
    grids.removeRow(grid, row);
    return { row: Math.min(row, grid.rows.length - 1), column };
  }, "rowRemoved"),
  rowUp: doing(rowMoved(-1), "rowMoved"),
  rowDown: doing(rowMoved(1), "rowMoved"),
  addColumn: doing((grid, { row, column }) => {
    grids.addColumn(grid, column + 1);
    return { row, column: column + 1 };
  }, "columnAdded"),
  removeColumn: doing((grid, { row, column }) => {
    grids.removeColumn(grid, column);
    return { row, column: Math.min(column, grids.widthOf(grid) - 1) };
  }, "columnRemoved"),
  columnLeft: doing(columnMoved(-1), "columnMoved"),
  columnRight: doing(columnMoved(1), "columnMoved"),
  close: () => close(),
};
const STAYING = new Set(["rowUp", "rowDown", "columnLeft", "columnRight"]);
/** @type {Record<string, string>} */
const ALT_KEYS = {
  ArrowUp: "rowUp",
  ArrowDown: "rowDown",
  ArrowLeft: "columnLeft",
  ArrowRight: "columnRight",
};

// --- Keys --------------------------------------------------------------------------------------

/**
 * Goes from field to field and button to button, and round; behind the last cell a row is added, as
 * other programs do, unless the last one says nothing yet.
 * @param {1 | -1} way
 */
const step = (way) => {
  if (!editor) return;
  const stops = every(editor.root, "button, textarea");
  const place =
    document.activeElement instanceof HTMLElement ? stops.indexOf(document.activeElement) : -1;
  const isLast = way === 1 && place === stops.length - 1;
  if (isLast && editor.grid.rows.at(-1)?.cells.some(({ value }) => value.trim())) {
    editor.at = { ...editor.at, column: 0 };
    ACTS.addRow?.();
    return;
  }
  const next = stops.at((place + way) % stops.length);
  if (next instanceof HTMLTextAreaElement) goTo(placeOf(next));
  else next?.focus();
};

const goBelow = () => {
  if (!editor) return;
  const { at, grid } = editor;
  if (at.row + 1 >= grid.rows.length) ACTS.addRow?.();
  else goTo({ ...at, row: at.row + 1 });
};

/**
 * Does what a key asks for; returns whether the browser is not to do it.
 * @param {KeyboardEvent} event
 */
const handle = (event) => {
  const { key, altKey, shiftKey, ctrlKey, metaKey } = event;
  const isInCell = event.target instanceof HTMLTextAreaElement;
  const isControl = (ctrlKey || metaKey) && !altKey;
  if (isControl && key.toLowerCase() === "z") turnBack(shiftKey ? "redo" : "undo");
  else if (isCommand(event) && key.toLowerCase() === "y") turnBack("redo");
  else if (key === "Escape") close();
  else if (key === "Tab" && !isControl && !altKey) step(shiftKey ? -1 : 1);
  else if (key === "Enter" && isInCell && isBare(event)) goBelow();
  else if (altKey && key === "F10") one(editor?.root ?? document, "button").focus();
  else if (altKey && !isControl && !shiftKey && isInCell) {
    const act = ACTS[ALT_KEYS[key] ?? ""];
    act?.();
    return act !== undefined;
  } else {
    if (isControl) commit(); // what follows may save
    return false;
  }
  return true;
};

/** @param {Event} event @returns {event is Event & { target: Element }} */
const isInEditor = (event) =>
  editor !== null && event.target instanceof Node && editor.root.contains(event.target);

// Cells are no fields of the form: nobody else is to hear of them.
addEventListener(
  "input",
  (event) => {
    if (!isInEditor(event)) return;
    event.stopImmediatePropagation();
    const field = event.target;
    if (isWriting() || !editor || !(field instanceof HTMLTextAreaElement)) return;
    const { row, column } = placeOf(field);
    const cell = editor.grid.rows[row]?.cells[column];
    if (!cell) return;
    cell.value = field.value;
    field.rows = field.value.split("\n").length;
    commitSoon();
  },
  true,
);
for (const [kind, composes] of /** @type {const} */ ([
  ["compositionstart", true],
  ["compositionend", false],
])) {
  addEventListener(
    kind,
    (event) => {
      if (!isInEditor(event)) return;
      isComposing = composes;
      commitSoon();
    },
    true,
  );
}
document.addEventListener("change", (event) => isInEditor(event) && event.stopPropagation(), true);
document.addEventListener("input", ({ target }) => {
  if (!isWriting() && editor && target === editor.area) follow();
});

document.addEventListener("keydown", (event) => {
  if (!isInEditor(event) || event.isComposing || event.keyCode === 229) return;
  if (handle(event)) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  if (!isInEditor(event) || !editor || !(event.target instanceof HTMLTextAreaElement)) return;
  editor.at = placeOf(event.target);
  showPlace();
});
// Before what saves when a field, or the page, is left.
addEventListener(
  "focusout",
  (event) => {
    if (!isInEditor(event) || !editor) return;
    nameCells(editor.root, editor.grid);
    const next = event.relatedTarget;
    if (!(next instanceof Node && editor.root.contains(next))) commit({ isLeaving: isComposing });
  },
  true,
);
const flush = () => commit({ isLeaving: true });
addEventListener("pagehide", flush, true);
addEventListener("visibilitychange", () => document.hidden && flush(), true);
addEventListener("submit", () => commit(), true);

document.addEventListener("paste", (event) => {
  if (!isInEditor(event) || !editor || !event.clipboardData) return;
  const rows = pastedRows(event.clipboardData);
  if (!rows) return;
  event.preventDefault();
  grids.fill(editor.grid, editor.at, rows);
  show();
  commit();
});

document.addEventListener("click", (event) => {
  const button = targetOf(event).closest("[data-table-do]");
  if (!(button instanceof HTMLElement) || !isInEditor(event)) return;
  const act = said(button, "tableDo");
  ACTS[act]?.({ staysOnButton: STAYING.has(act) });
});

// --- The button under each text ----------------------------------------------------------------

/** @param {HTMLTextAreaElement} area */
const nameButton = (area) => {
  const button = buttonOf(area);
  if (!button) return;
  const isOpen = editor?.area === area;
  const isThere = !isOpen && tableAt(area.value, area.selectionStart) !== null;
  const words = said(frame, isOpen ? "close" : isThere ? "edit" : "insert");
  if (button.textContent !== words) button.textContent = words;
  button.setAttribute("aria-expanded", String(isOpen));
};

/** Opens or closes the editor under a text. @param {HTMLTextAreaElement} area */
export const toggle = (area) => (editor?.area === area ? close() : open(area));

const nameWhereCaretIs = () => {
  const area = document.activeElement;
  if (!isWriting() && area instanceof HTMLTextAreaElement && "outline" in area.dataset) {
    nameButton(area);
  }
};
document.addEventListener("selectionchange", nameWhereCaretIs);
nameWhereCaretIs();
