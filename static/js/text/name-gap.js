// The space behind a name that was chosen: one, whether or not it is typed as well, and none
// before a sign or what Korean writes together with a name.

// Of what stands together with a name, that which begins no word of its own.
const TOGETHER = /^(?:님|에게|한테|께)/u;
const SIGN = /^[.,;:!?)\]}’”'"…·]/u;

/**
 * Returns what is put for a name, and how far behind it the caret goes: over a space that is there.
 * @param {string} name
 * @param {string} after what follows
 * @returns {{ put: string, over: number }}
 */
export const withGap = (name, after) => {
  if (after.startsWith(" ")) return { put: name, over: 1 };
  return { put: joins(after) ? name : `${name} `, over: 0 };
};

/**
 * Whether a text goes without the space behind a name.
 * @param {string} text
 */
export const joins = (text) => TOGETHER.test(text) || SIGN.test(text);

/** @type {WeakMap<HTMLTextAreaElement, number>} */
const gaps = new WeakMap();

/**
 * Takes the space at a place away; the caret stays where it is in the text.
 * @param {HTMLTextAreaElement} area
 * @param {number} gap
 */
const close = (area, gap) => {
  gaps.delete(area);
  area.setRangeText("", gap, gap + 1, "preserve");
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

/**
 * Puts a name in the place of a range, with its space, and leaves the caret behind both.
 * @param {HTMLTextAreaElement} area
 * @param {string} name
 * @param {number} start
 * @param {number} end
 */
export const putName = (area, name, start, end) => {
  const { put, over } = withGap(name, area.value.slice(end));
  area.setRangeText(put, start, end, "end");
  const caret = area.selectionEnd + over;
  area.setSelectionRange(caret, caret);
  if (area.value[caret - 1] === " ") gaps.set(area, caret - 1);
  area.dispatchEvent(new Event("input", { bubbles: true }));
};

/**
 * Watches what is typed behind a name that `putName` put into a field.
 * @param {HTMLTextAreaElement} area
 */
export const keepOneGap = (area) => {
  area.addEventListener("beforeinput", (event) => {
    const gap = gaps.get(area);
    const isBehind = area.selectionStart === area.selectionEnd && area.selectionEnd - 1 === gap;
    if (gap === undefined || !isBehind || event.data !== " ") return;
    // It is there.
    event.preventDefault();
    gaps.delete(area);
  });
  area.addEventListener("input", (event) => {
    const gap = gaps.get(area);
    if (gap === undefined || !(event instanceof InputEvent) || event.isComposing) return;
    const { value, selectionEnd: caret } = area;
    const behind = value.slice(gap + 1, caret);
    if (value[gap] !== " " || caret <= gap) gaps.delete(area);
    else if (joins(behind)) close(area, gap);
    else if (/\s/u.test(behind)) gaps.delete(area);
  });
};
