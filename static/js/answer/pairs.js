// What a form says, as the browser would send it: pairs of a name and a value. Pure.

/** @typedef {[name: string, value: string][]} Pairs */

/**
 * Equal for pairs that say the same: an empty field says nothing, and fields have no order.
 * @param {Pairs} pairs
 */
export const signature = (pairs) =>
  JSON.stringify(
    pairs
      .filter(([, value]) => value !== "")
      .sort(([one], [other]) => Number(one > other) - Number(one < other)),
  );

/**
 * The values of each name, in order.
 * @param {Pairs} pairs
 */
export const grouped = (pairs) => {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const [name, value] of pairs) found.set(name, [...(found.get(name) ?? []), value]);
  return found;
};

/** @param {string} name */
const isBox = (name) => name.endsWith("--paste");

/**
 * Pairs of an answer, with what stands in `own` in the boxes for pasting: that is no part of it.
 * @param {Pairs} pairs
 * @param {Pairs} own
 * @returns {Pairs}
 */
export const withPasted = (pairs, own) => {
  const pasted = new Map(own.filter(([name]) => isBox(name)));
  return pairs.map(([name, value]) => [name, pasted.get(name) ?? value]);
};

/**
 * An answer alone, of what its card says.
 * @param {Pairs} pairs
 */
export const withoutBoxes = (pairs) => pairs.filter(([name]) => !isBox(name));

/**
 * The boxes for pasting that hold lines, by their names.
 * @param {Pairs} pairs
 */
export const boxesWithLines = (pairs) =>
  pairs.filter(([name, value]) => isBox(name) && value !== "").map(([name]) => name);

/**
 * Pairs with the lines that `kept` has in boxes for pasting, behind those that stand there already.
 * @param {Pairs} pairs
 * @param {Pairs} kept
 * @returns {Pairs}
 */
export const withLines = (pairs, kept) => {
  const lines = new Map(kept.filter(([name]) => isBox(name)));
  return pairs.map(([name, value]) => {
    const more = lines.get(name) ?? "";
    return [name, value.includes(more) ? value : [value, more].filter(Boolean).join("\n")];
  });
};

/**
 * What a pair is part of that is said and saved as one: a list of links or files, or its own field.
 * @param {string} name
 */
const unitOf = (name) =>
  name.replace(/--\d+--(label|url|name|caption|alternative|digest|type|size|width|height)$/, "");

/** @param {Pairs} pairs */
const byUnit = (pairs) => {
  /** @type {Map<string, Pairs>} */
  const found = new Map();
  for (const pair of pairs) {
    const unit = unitOf(pair[0]);
    found.set(unit, [...(found.get(unit) ?? []), pair]);
  }
  return found;
};

/**
 * In what two answers differ.
 * @param {Pairs} one
 * @param {Pairs} other
 */
export const differing = (one, other) => {
  const [mine, theirs] = [byUnit(one), byUnit(other)];
  const units = new Set([...mine.keys(), ...theirs.keys()]);
  return new Set(
    [...units].filter(
      (unit) => signature(mine.get(unit) ?? []) !== signature(theirs.get(unit) ?? []),
    ),
  );
};

/**
 * Those pairs that stand in `units`, or all others.
 * @param {Pairs} pairs
 * @param {Set<string>} units
 */
export const only = (pairs, units, isIn = true) =>
  pairs.filter(([name]) => units.has(unitOf(name)) === isIn);

/**
 * How many rows the list of links called `list` has among these names.
 * @param {string} list
 * @param {Iterable<string>} names
 */
export const rowCount = (list, names) => {
  const places = [...names]
    .filter((name) => name.startsWith(`${list}--`))
    .map((name) => Number(/--(\d+)--\w+$/.exec(name)?.[1] ?? -1));
  return Math.max(0, ...places.map((place) => place + 1));
};

/**
 * Where a place in one text comes to lie in another: it stays beside the words it stood beside.
 * @param {number} place
 * @param {string} before
 * @param {string} after
 */
export const moved = (place, before, after) => {
  let same = 0;
  while (same < place && before[same] === after[same]) same += 1;
  if (same === place) return place;
  const rest = before.slice(place);
  return after.endsWith(rest) ? after.length - rest.length : Math.min(place, after.length);
};
