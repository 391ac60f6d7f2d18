// What an offer says of a kept text: when it was typed, and what. Pure.

/** @import { Pairs } from "../answer/pairs.js" */

/**
 * A moment as the server writes it: in the site's time zone, with the day unless it is today.
 * @param {number} at
 * @param {object} means
 * @param {number} means.now
 * @param {string} means.language
 * @param {string} [means.zone]
 */
export const moment = (at, { now, language, zone }) => {
  /** @param {Intl.DateTimeFormatOptions} style */
  const form = (style) => new Intl.DateTimeFormat(language, { ...style, timeZone: zone });
  const day = form({ year: "numeric", month: "short", day: "numeric" });
  const time = form({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  return day.format(at) === day.format(now) ? time : `${day.format(at)} ${time}`;
};

/**
 * Everything that was typed, whole, and of what was ticked its words.
 * @param {Pairs} pairs
 * @param {(name: string, value: string) => string} wordsOf what stands for a value on the page
 */
export const excerpt = (pairs, wordsOf) =>
  pairs
    .map(([name, value]) => value && wordsOf(name, value))
    .filter(Boolean)
    .join("\n");
