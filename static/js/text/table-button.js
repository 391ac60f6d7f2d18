// Offers to write the table of a text in cells, or a new one. What reads tables and addresses comes
// once a text has the caret: few pages are opened to write, and fewer to write tables.
import { every, one, said, targetOf } from "../page/dom.js";

const frame = one(document, "template#table-editor", HTMLTemplateElement);

const fetchTools = async () => {
  const [editor] = await Promise.all([import("./table-editor.js"), import("./paste-table.js")]);
  return editor;
};

/** @param {HTMLTextAreaElement} area */
const toggle = async (area) => {
  try {
    (await fetchTools()).toggle(area);
  } catch {
    const announcement = one(document, "#announcement");
    announcement.textContent = announcement.dataset.failed ?? "";
  }
};

for (const area of every(document, "textarea[data-outline]", HTMLTextAreaElement)) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lgq-quiet";
  button.id = `${area.id}--table-button`;
  button.textContent = said(frame, "insert");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => toggle(area));
  one(document, `#${CSS.escape(area.id)}--preview`).after(button);
}

/** @param {{ target: EventTarget | null }} event */
const prepare = (event) => {
  const target = targetOf(event);
  // A paste that comes first is pasted as it is, and a button pressed first is pressed without it.
  if (target.matches("textarea[data-outline]")) fetchTools().catch(() => undefined);
  if (target.matches("textarea, [data-found] button")) import("./found.js").catch(() => undefined);
};
document.addEventListener("focusin", prepare);
prepare({ target: document.activeElement });

if (document.querySelector(".lgq-original .outline-table")) {
  import("./original-table.js").catch(() => undefined);
}
