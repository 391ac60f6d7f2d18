// What somebody selected of an answer, as the beginning of a remark on it. Pure.

const LETTERS = 300;

/**
 * The words in quotation marks, on one line, with the next line to write on; nothing of nothing.
 * @param {string} selected
 */
export const quotation = (selected) => {
  const letters = [
    ...selected
      .slice(0, 4 * LETTERS)
      .replace(/\s+/g, " ")
      .trim(),
  ];
  if (!letters.length) return "";
  const cut = letters.length > LETTERS;
  return `\u201c${letters.slice(0, LETTERS).join("")}${cut ? "\u2026" : ""}\u201d\n`;
};
