// Reads a day as people type it, as responses/forms/days.py does; tests/days.json holds both to it.

const MONTHS =
  "january february march april may june july august september october november december".split(
    " ",
  );
const YEARS = { first: 2000, last: 2999 };
const ORDINAL = "(?:st|nd|rd|th)?";

const FORMS = [
  String.raw`(?<year>\d{4})\s*[-./]\s*(?<month>\d{1,2})\s*[-./]\s*(?<day>\d{1,2})\s*\.?`,
  String.raw`(?<year>\d{4})\s*년\s*(?<month>\d{1,2})\s*월\s*(?<day>\d{1,2})\s*일`,
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})`,
  String.raw`(?<day>\d{1,2})${ORDINAL}\s*(?<name>[A-Za-z]{3,9})\.?,?\s*(?<year>\d{4})`,
  String.raw`(?<name>[A-Za-z]{3,9})\.?\s*(?<day>\d{1,2})${ORDINAL},?\s*(?<year>\d{4})`,
].map((form) => new RegExp(String.raw`^\s*${form}\s*$`, "u"));

/** @param {string} name */
const monthOf = (name) => MONTHS.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;

/**
 * Returns the day that is typed as 2026-12-31, or nothing if it is none.
 * @param {string} text
 */
export const readDay = (text) => {
  const found = FORMS.map((form) => form.exec(text)?.groups).find(Boolean);
  if (!found) return "";
  const year = Number(found.year);
  const month = found.month ? Number(found.month) : monthOf(found.name ?? "");
  const day = Number(found.day);
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isNear = YEARS.first <= year && year <= YEARS.last;
  return isReal && isNear ? date.toISOString().slice(0, 10) : "";
};
