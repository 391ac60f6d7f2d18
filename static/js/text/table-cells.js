// Draws the cells of a table as fields, each named by its row and column and by the column's heading.
import { every, one, said } from "../page/dom.js";
import { format } from "./lengths.js";

/** @import { Grid, Place } from "./table-grid.js" */

/** What the editor says in words, and its frame. */
export const frame = one(document, "template#table-editor", HTMLTemplateElement);

/**
 * Words of the editor with the numbers of a row and a column in them.
 * @param {string} name
 * @param {Place} place
 */
export const wordsOf = (name, { row, column }) =>
  format(said(frame, name), { row: row + 1, column: column + 1 }, document.documentElement.lang);

/**
 * @param {HTMLTextAreaElement} field
 * @param {Grid} grid
 */
const fit = (field, grid) => {
  const place = placeOf(field);
  const value = grid.rows[place.row]?.cells[place.column]?.value ?? "";
  const heading = place.row ? grid.rows[0]?.cells[place.column]?.value.trim() : "";
  const words = wordsOf(place.row ? "cell" : "heading", place);
  field.setAttribute("aria-label", heading ? `${words}: ${heading.replace(/\s+/g, " ")}` : words);
  field.rows = value.split("\n").length;
};

/**
 * In which row and column a field stands.
 * @param {HTMLElement} field
 * @returns {Place}
 */
export const placeOf = (field) => ({
  row: Number(said(field, "row")),
  column: Number(said(field, "column")),
});

/**
 * The field of a cell; where there is none, the one nearest to it.
 * @param {HTMLElement} root
 * @param {Place} place
 * @returns {HTMLTextAreaElement | undefined}
 */
export const fieldAt = (root, { row, column }) => {
  const fields = every(root, "textarea", HTMLTextAreaElement);
  const wanted = fields.find((field) => {
    const place = placeOf(field);
    return place.row === row && place.column === column;
  });
  return wanted ?? fields.at(-1);
};

/**
 * Says of each cell where it stands and under which heading, which is changed like any other.
 * @param {HTMLElement} root
 * @param {Grid} grid
 */
export const nameCells = (root, grid) => {
  for (const field of every(root, "textarea", HTMLTextAreaElement)) fit(field, grid);
};

/**
 * @param {HTMLElement} root
 * @param {Grid} grid
 * @param {string} lang of the text
 */
export const draw = (root, grid, lang) => {
  const rows = grid.rows.map(({ cells }, row) => {
    const line = document.createElement("tr");
    line.append(
      ...cells.map(({ value }, column) => {
        const cell = document.createElement(row ? "td" : "th");
        const field = document.createElement("textarea");
        Object.assign(field.dataset, { row, column });
        field.value = value;
        field.dir = "auto";
        field.lang = lang;
        cell.append(field);
        return cell;
      }),
    );
    return line;
  });
  one(root, "tbody").replaceChildren(...rows);
  nameCells(root, grid);
};
