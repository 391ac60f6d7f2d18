// Rows of links are added, removed and moved at once; without this script the server does it.
const pattern = document.getElementById("link-pattern");
const announcement = document.getElementById("announcement");

const rowsOf = (links) => [...links.querySelectorAll("[data-link-row]")];
const field = (row, name) => row.querySelector(`[data-field="${name}"]`);

const announce = (what, number) => {
  announcement.textContent = `${announcement.dataset[what]} ${number}`;
};

// Names and ids say the place of a row, for the server and for labels.
const renumber = (links) => {
  const list = links.dataset.links;
  rowsOf(links).forEach((row, index) => {
    const renamed = (id) => id.replace(/^.*--\d+(--.+)$/, `${list}--${index}$1`);
    const rename = (value) => value.split(" ").map(renamed).join(" ");
    for (const attribute of ["id", "name", "for", "aria-describedby"]) {
      for (const element of row.querySelectorAll(`[${attribute}]`)) {
        element.setAttribute(attribute, rename(element.getAttribute(attribute)));
      }
    }
    for (const button of row.querySelectorAll("button[data-row]")) {
      button.value = `${button.dataset.row} ${list} ${index}`;
    }
    for (const number of row.querySelectorAll("[data-number]")) {
      number.textContent = String(index + 1);
    }
  });
};

const changed = (links) => links.dispatchEvent(new CustomEvent("lgq:rows", { bubbles: true }));

const add = (links) => {
  const row = pattern.content.querySelector("[data-link-row]").cloneNode(true);
  links.querySelector("[data-rows]").append(row);
  changed(links);
  field(row, "label").focus();
  announce("add", rowsOf(links).length);
};

const remove = (links, row) => {
  const index = rowsOf(links).indexOf(row);
  row.remove();
  if (rowsOf(links).length === 0) add(links);
  changed(links);
  const left = rowsOf(links);
  field(left[Math.min(index, left.length - 1)], "label").focus();
  announce("remove", index + 1);
};

const move = (links, row, button) => {
  const other = button.dataset.row === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (button.dataset.row === "up") other.before(row);
  else other.after(row);
  changed(links);
  button.focus();
  // The first row cannot go up nor the last one down, and a hidden button takes no focus.
  if (document.activeElement !== button) {
    row.querySelector(`[data-row="${button.dataset.row === "up" ? "down" : "up"}"]`).focus();
  }
  announce("move", rowsOf(links).indexOf(row) + 1);
};

const use = (links, row, button) => {
  const url = field(row, "url");
  url.value = button.dataset.address;
  url.focus();
  url.dispatchEvent(new Event("input", { bubbles: true }));
  url.dispatchEvent(new Event("change", { bubbles: true }));
};

const ACTIONS = { add, remove, up: move, down: move, use };

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-links] button[data-row]");
  const act = ACTIONS[button?.dataset.row];
  if (!act) return;
  event.preventDefault();
  act(button.closest("[data-links]"), button.closest("[data-link-row]"), button);
});

document.addEventListener("lgq:rows", (event) => renumber(event.target.closest("[data-links]")));
