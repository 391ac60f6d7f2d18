// Reads a percentage as people type it, as parse_percentage of responses/validators.py does;
// tests/percentages.json holds both to it. Pure.
import { normaliseText, UNSEEN } from "./characters.js";

const NOTHING = new RegExp(`[${UNSEEN}]`, "gu");
const SIGN = /\s*(?:%|퍼센트|프로|per ?cent)$/iu;
const GROUPED = /^[1-9][0-9]{0,2},[0-9]{3}$/;
const NUMBER = /^[0-9]{1,3}(\.[0-9]{1,6})?$/;
const WHOLE = 100;

/**
 * Returns a percentage as it is stored, or "" for what is none, or could be two.
 * @param {string} typed
 */
export const readPercentage = (typed) => {
  const plain = normaliseText(typed)
    .replace(NOTHING, "")
    .normalize("NFKC")
    .trim()
    .replace(SIGN, "");
  if (GROUPED.test(plain)) return "";
  const number = plain.replaceAll(",", ".");
  const isOne = NUMBER.test(number) && Number(number) <= WHOLE;
  return isOne ? number.replace(/^0+(?=[0-9])/, "") : "";
};
