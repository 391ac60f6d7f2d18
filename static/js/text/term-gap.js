// The space in front of a term that is put into a text.

const IN_A_WORD = /[\p{L}\p{N}.,;:!?)\]}’”]$/u;

/**
 * Returns the space that a term needs behind what stands before it: one behind a word or its sign.
 * @param {string} before
 */
export const gapBefore = (before) => (IN_A_WORD.test(before) ? " " : "");
