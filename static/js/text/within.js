// Edits a text while another field has the focus. The text has it for a moment, as the browser edits
// nothing else; nobody is to take that for leaving a field.

let isInside = false;

/** Whether a text is being edited so. */
export const isWriting = () => isInside;

for (const kind of ["focus", "blur", "focusin", "focusout"]) {
  addEventListener(kind, (event) => isInside && event.stopImmediatePropagation(), true);
}

/** @param {() => void} act */
const inside = (act) => {
  isInside = true;
  try {
    act();
  } finally {
    isInside = false;
  }
};

/**
 * Does something while a text has the focus.
 * @param {HTMLTextAreaElement} area
 * @param {() => void} act
 */
export const within = (area, act) =>
  inside(() => {
    const before = document.activeElement;
    area.focus({ preventScroll: true });
    act();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  });

/**
 * Replaces text where the focus cannot be moved; undo does not know of it.
 * @param {HTMLTextAreaElement} area
 * @param {number} start
 * @param {number} end
 * @param {string} text
 */
export const putIn = (area, start, end, text) =>
  inside(() => {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
