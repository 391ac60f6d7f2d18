// The field for a remark takes the cursor as soon as it is unfolded, so that one can type at once.
import { every, one } from "../page/dom.js";

for (const fold of every(document, "[data-in-place]", HTMLDetailsElement)) {
  fold.addEventListener("toggle", () => {
    if (fold.open) one(fold, "textarea", HTMLTextAreaElement).focus();
  });
}
