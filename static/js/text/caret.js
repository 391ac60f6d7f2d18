// Where a letter of a text field stands: a copy of the field that nobody sees lays out its text.

// What decides where a line breaks and how high it is.
const COPIED = [
  ...["box-sizing", "border-style", "border-width", "padding", "direction", "unicode-bidi"],
  ...["font", "font-feature-settings", "font-variant-numeric", "letter-spacing", "line-height"],
  ...["overflow-wrap", "tab-size", "text-align", "text-indent", "word-break", "word-spacing"],
];

/**
 * Returns the place of the letter `at` in a field, within the window.
 * @param {HTMLTextAreaElement} area
 * @param {number} at
 */
export const placeOf = (area, at) => {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of COPIED) copy.style.setProperty(name, style.getPropertyValue(name));
  const field = area.getBoundingClientRect();
  const bar = area.offsetWidth - area.clientWidth - Number.parseFloat(style.borderLeftWidth) * 2;
  Object.assign(copy.style, {
    position: "fixed",
    left: `${field.left}px`,
    top: `${field.top - area.scrollTop}px`,
    width: `${area.offsetWidth - Math.max(0, bar)}px`,
    visibility: "hidden",
    whiteSpace: "pre-wrap",
  });
  const letter = document.createElement("span");
  letter.textContent = area.value.slice(at, at + 1) || ".";
  copy.append(area.value.slice(0, at), letter, area.value.slice(at + 1));
  document.body.append(copy);
  const { left, top, bottom } = letter.getBoundingClientRect();
  copy.remove();
  return { left, top, bottom };
};
