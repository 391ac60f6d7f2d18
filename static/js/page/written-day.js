// How a field writes a day, as `typed_day` of responses/wording/dates.py does.

/**
 * Writes a day of the calendar as the page's language does: 2026. 12. 31. or 31 Dec 2026.
 * @param {string} iso
 * @param {string} language
 */
export const written = (iso, language) => {
  const [year = 0, month = 0, day = 0] = iso.split("-").map(Number);
  if (language.startsWith("ko")) return `${year}. ${month}. ${day}.`;
  const name = new Date(Date.UTC(2000, month - 1)).toLocaleString("en-US", {
    month: "short",
    timeZone: "UTC",
  });
  return `${day} ${name} ${year}`;
};
