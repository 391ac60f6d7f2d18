// The name of a field, out of the words of its label.

/**
 * Return it without the asterisk of a required field, which is no part of a name.
 * @param {string} label
 */
export const fieldName = (label) => label.replace(/\s*\*\s*$/, "").trim();
