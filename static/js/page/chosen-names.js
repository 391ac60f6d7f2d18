// In the administration: what a field of Django's holds that is chosen by typing has the field's
// name for the ear, also while nothing is chosen.
import { every, maybe } from "./dom.js";

const nameAll = () => {
  for (const shown of every(document, ".select2-selection__rendered")) {
    const empty = maybe(shown, ".select2-selection__placeholder");
    if (empty?.textContent) shown.setAttribute("aria-label", empty.textContent);
    else if (!shown.title) shown.setAttribute("aria-label", shown.textContent ?? "");
  }
};

// Django's scripts make them once the page is there, and again in each row that is added.
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
nameAll();
