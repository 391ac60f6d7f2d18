// What the bar of unsaved text says: which questions, what became of them, the way out. Pure.

/** @import { Trouble } from "./question.js" */
/** @typedef {{ words: string, compare: string, way: string, target: string, saves: boolean }} Bar */

/**
 * Returns what to say of the questions in trouble, in the form's order; nothing where none is.
 * Of several it gives the numbers, says `several`, and leads out of the first. It `saves` as long
 * as that can help any of them: a text that was refused is kept, and waits to be compared.
 * @param {(Trouble & { number: string })[]} troubles
 * @param {string} several
 * @returns {Bar | null}
 */
export const barOf = (troubles, several) => {
  const [first, ...others] = troubles;
  if (!first) return null;
  const numbers = troubles.map(({ number }) => number).join(", ");
  const { brief, compare, way, target } = first;
  const saves = troubles.some((each) => !each.compare);
  return { words: `${numbers}: ${others.length ? several : brief}`, compare, way, target, saves };
};
