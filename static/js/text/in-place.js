// The field for a remark takes the cursor in the very press that unfolds it, so that one can type
// at once. (A "toggle" comes later than that, and a letter that was typed before it is lost.)
import { every, one } from "../page/dom.js";

for (const fold of every(document, "[data-in-place]", HTMLDetailsElement)) {
  one(fold, "summary", HTMLElement).addEventListener("click", (event) => {
    if (fold.open) return;
    event.preventDefault();
    fold.open = true;
    one(fold, "textarea", HTMLTextAreaElement).focus();
  });
}
