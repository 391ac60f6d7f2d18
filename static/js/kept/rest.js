// What of a kept text is not saved: that alone is offered, over what was saved since. Pure.
import { differing, only } from "../answer/pairs.js";

/** @import { Pairs } from "../answer/pairs.js" */
/** @import { KeptRecord } from "./store.js" */

/**
 * An answer as the server has it, as far as the page knows.
 * @typedef {object} SavedAnswer
 * @property {Pairs | null} pairs
 * @property {number} version
 */

/**
 * Returns a kept record as it is to go on from the answer as it is saved now, and in which fields
 * it says what is not saved. It goes on from the version that it was typed over only where the
 * same field was saved since: then it meets that as every text of another window does. Of a
 * record that does not tell what it was typed over, everything counts as typed.
 * @param {KeptRecord} record
 * @param {SavedAnswer} saved
 */
export const restOf = (record, { pairs, version }) => {
  // A text that was refused before is combined with what refused it, whole.
  const { base } = record;
  if (!base || !pairs || typeof record.continues === "number")
    return { record, typed: record.pairs };
  const unsaved = differing(record.pairs, pairs);
  const units = new Set([...differing(record.pairs, base)].filter((unit) => unsaved.has(unit)));
  const typed = only(record.pairs, units);
  const isMet = [...differing(base, pairs)].some((unit) => units.has(unit));
  const since = isMet ? {} : { base: pairs, version };
  return {
    record: { ...record, pairs: [...only(pairs, units, false), ...typed], ...since },
    typed: units.size > 0 ? typed : null,
  };
};
