// A picture or a file that is pasted or dropped where none can stand: one line says so, and neither
// the page nor what is typed is lost. What takes files has been asked before.
import { every, said, targetOf } from "./dom.js";

const FIELDS = "textarea, input:not([type=file], [type=checkbox], [type=radio], [type=hidden])";

/** @param {Element} field */
const tell = (field) => {
  const told = document.createElement("p");
  told.className = "lgq-note";
  told.setAttribute("role", "status");
  told.dataset.noFiles = "";
  for (const before of every(document, "p[data-no-files]")) before.remove();
  field.after(told);
  // A region is read aloud once something in it changes.
  setTimeout(() => {
    told.textContent = said(document.body, "noFiles");
    for (const where of every(document, "template[data-where-files]", HTMLTemplateElement)) {
      told.append(" ", where.content.cloneNode(true));
    }
    // Only now, as a browser tells of an input when it has pasted nothing, too.
    field.addEventListener("input", () => told.remove(), { once: true });
  }, 50);
};

// On the window, so behind all that listens on the document.
addEventListener("paste", (event) => {
  const { clipboardData, defaultPrevented } = event;
  const field = targetOf(event).closest(FIELDS);
  const holdsFiles = (clipboardData?.files.length ?? 0) > 0;
  const isText = Boolean(clipboardData?.getData("text/plain"));
  if (field && holdsFiles && !isText && !defaultPrevented) tell(field);
});

/** @param {DragEvent} event */
const isAstray = (event) =>
  !event.defaultPrevented &&
  Boolean(event.dataTransfer?.types.includes("Files")) &&
  !targetOf(event).closest("input[type=file]");

// Else the browser would open the file in place of the page.
addEventListener("dragover", (event) => {
  if (isAstray(event)) event.preventDefault();
});
addEventListener("drop", (event) => {
  if (!isAstray(event)) return;
  event.preventDefault();
  const field = targetOf(event).closest(FIELDS);
  if (field) tell(field);
});
