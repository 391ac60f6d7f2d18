// Addresses that stand behind words in what is pasted, kept as text behind those words. Pure.

/** Words that lead to an address. @typedef {{ words: string, address: string }} LinkedWords */

/** @param {string} text */
const plainOf = (text) => text.replace(/\s+/g, " ").trim();

/** @param {string} address */
const bare = (address) => address.replace(/^(?:https?|mailto):(?:\/\/)?/i, "").replace(/\/$/, "");

/**
 * The address that words lead to, where they do not show it themselves; empty otherwise.
 * @param {string} words
 * @param {string} address
 */
export const unseen = (words, address) => {
  const isWeb = /^https?:\/\/[^\s]+$/i.test(address);
  return isWeb && plainOf(words) && !words.includes(bare(address)) ? address : "";
};

/** @param {string} address */
export const behind = (address) => ` (${address})`;

/**
 * A text with each address behind the words that lead to it, in their order; those whose words are
 * not in the text stand at its end, so that none is lost.
 * @param {string} text
 * @param {LinkedWords[]} links
 */
export const withAddresses = (text, links) => {
  let done = "";
  let rest = text;
  const lost = [];
  for (const { words, address } of links) {
    if (!unseen(words, address)) continue;
    const pieces = plainOf(words).split(" ");
    const spelled = pieces.map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    const found = new RegExp(spelled.join("\\s+")).exec(rest);
    if (found) {
      const end = found.index + found[0].length;
      done += rest.slice(0, end) + behind(address);
      rest = rest.slice(end);
    } else lost.push(`${plainOf(words)}${behind(address)}`);
  }
  return [`${done}${rest}`, ...lost].join("\n");
};
