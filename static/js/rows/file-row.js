// A row of a file: filled for a new one, and shown as its fields say, which nobody types.
import { around, every, maybe, one, targetOf } from "../page/dom.js";

/** What is known in words of the type and size of files, by their digests. @type {Map<string, string>} */
const known = new Map();

/**
 * @param {HTMLElement} row
 * @param {string} key
 */
const field = (row, key) => one(row, `[name$="--${key}"]`, HTMLInputElement);

/** @param {HTMLElement} row */
export const digestOf = (row) => field(row, "digest").value;

/**
 * @param {HTMLImageElement} image
 * @param {string} address
 * @param {HTMLElement} row
 */
const showPicture = (image, address, row) => {
  const width = Number(field(row, "width").value);
  image.hidden = width === 0;
  if (image.hidden) {
    image.removeAttribute("src");
    return;
  }
  image.width = width;
  image.height = Number(field(row, "height").value);
  image.src = address;
};

/** Shows of a row what its fields say. @param {HTMLElement} row */
const show = (row) => {
  const digest = digestOf(row);
  const { form, value: name } = field(row, "name");
  if (!digest || !form) return;
  const { pathname } = new URL(`../files/${digest}/${encodeURIComponent(name)}`, form.action);
  one(row, "[data-about]").textContent =
    known.get(digest) ?? field(row, "type").value.toUpperCase();
  one(row, "[data-open-file]", HTMLAnchorElement).href = pathname;
  one(row, "[data-file-name]").textContent = ` ${name}`;
  const image = one(row, "[data-file-picture]", HTMLImageElement);
  showPicture(image, pathname, row);
  one(row, '[data-of="alternative"]').hidden = image.hidden && !field(row, "alternative").value;
};

/**
 * Fills a new row that is on the page already.
 * @param {HTMLElement} row
 * @param {Record<string, string>} values by the keys of its fields
 * @param {string} about
 */
export const fill = (row, values, about) => {
  for (const [key, value] of Object.entries(values)) field(row, key).value = value;
  known.set(digestOf(row), about);
  show(row);
};

for (const row of every(document, "[data-file-row]")) {
  known.set(digestOf(row), maybe(row, "[data-about]")?.textContent ?? "");
}

// What was saved in another window is written into the fields of rows that are there.
document.addEventListener("input", (event) => {
  const target = targetOf(event);
  if (!target.matches('[data-file-row] [name$="--digest"]')) return;
  const row = around(target, "[data-file-row]");
  // Its other fields are written behind this one.
  queueMicrotask(() => show(row));
});
