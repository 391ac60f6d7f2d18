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
  String.raw`(?<month>\d{1,2})\s*[-./]\s*(?<day>\d{1,2})\s*\.?`,
  String.raw`(?<month>\d{1,2})\s*월\s*(?<day>\d{1,2})\s*일`,
  String.raw`(?<day>\d{1,2})${ORDINAL}\s*(?<name>[A-Za-z]{3,9})\.?`,
  String.raw`(?<name>[A-Za-z]{3,9})\.?\s*(?<day>\d{1,2})${ORDINAL}`,
].map((form) => new RegExp(String.raw`^\s*${form}\s*$`, "u"));

/** @param {string} name */
const monthOf = (name) => MONTHS.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;

/** How long ago, in days, a day without its year is still taken for that of this year. */
const RECENT = 30;

/** @param {string} iso */
const recently = (iso) => {
  const day = new Date(iso);
  day.setUTCDate(day.getUTCDate() - RECENT);
  return day.toISOString().slice(0, 10);
};

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
const isoOf = (year, month, day) => {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isNear = YEARS.first <= year && year <= YEARS.last;
  return isReal && isNear ? date.toISOString().slice(0, 10) : "";
};

/**
 * Returns the day that is typed as 2026-12-31, or nothing if it is none.
 * @param {string} text
 * @param {string} today the day from which on a day without its year is looked for
 */
export const readDay = (text, today) => {
  const found = FORMS.map((form) => form.exec(text)?.groups).find(Boolean);
  if (!found) return "";
  const month = found.month ? Number(found.month) : monthOf(found.name ?? "");
  const day = Number(found.day);
  if (found.year) return isoOf(Number(found.year), month, day);
  const year = Number(today.slice(0, 4));
  const days = [year, year + 1].map((each) => isoOf(each, month, day));
  return days.find((each) => each && each >= recently(today)) ?? "";
};
