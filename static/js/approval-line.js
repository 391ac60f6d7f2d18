// Steps of an approval line are added, removed and moved at once; without this script the server
// does it.
const pattern = document.getElementById("step-pattern");
const announcement = document.getElementById("announcement");

const rowsOf = (line) => [...line.querySelectorAll("[data-step-row]")];
const toolOf = (row, name) => row.querySelector(`[data-step="${name}"]`);
const isLocked = (row) => toolOf(row, "remove") === null;

const announce = (what, number) => {
  announcement.textContent = `${announcement.dataset[what]} ${number}`;
};

// Names and ids say the place of a step, for the server and for labels.
const renumber = (line) => {
  const section = line.closest("[data-section]").dataset.section;
  rowsOf(line).forEach((row, index) => {
    const rename = (value) => value.replace(/^.*?--\d+(?=--)/, `${line.dataset.line}--${index}`);
    for (const attribute of ["id", "name", "for", "aria-describedby"]) {
      for (const element of row.querySelectorAll(`[${attribute}]`)) {
        element.setAttribute(attribute, rename(element.getAttribute(attribute)));
      }
    }
    for (const button of row.querySelectorAll("button[data-step]")) {
      button.value = `${button.dataset.step} ${section} ${index}`;
    }
    for (const number of row.querySelectorAll("[data-number]")) {
      number.textContent = String(index + 1);
    }
  });
  line.dispatchEvent(new CustomEvent("lgq:rows", { bubbles: true }));
};

const focusIn = (row) => row.querySelector('[data-field="title"]')?.focus();

const add = (line) => {
  const row = pattern.content.querySelector("[data-step-row]").cloneNode(true);
  line.querySelector("[data-steps]").append(row);
  renumber(line);
  focusIn(row);
  announce("add", rowsOf(line).length);
};

const remove = (line, row) => {
  const index = rowsOf(line).indexOf(row);
  row.remove();
  renumber(line);
  const left = rowsOf(line).filter((each) => !isLocked(each));
  if (left.length > 0) focusIn(rowsOf(line)[index] ?? left.at(-1));
  else line.querySelector(':scope > [data-step="add"]').focus();
  announce("remove", index + 1);
};

const move = (line, row, button) => {
  const up = button.dataset.step === "up";
  const other = up ? row.previousElementSibling : row.nextElementSibling;
  if (!other || isLocked(other)) return;
  if (up) other.before(row);
  else other.after(row);
  renumber(line);
  button.focus();
  // The first step cannot go up nor the last one down, and a hidden button takes no focus.
  if (document.activeElement !== button) toolOf(row, up ? "down" : "up").focus();
  announce("move", rowsOf(line).indexOf(row) + 1);
};

const ACTIONS = { add, remove, up: move, down: move };

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-line] button[data-step]");
  const act = ACTIONS[button?.dataset.step];
  if (!act) return;
  event.preventDefault();
  act(button.closest("[data-line]"), button.closest("[data-step-row]"), button);
});
