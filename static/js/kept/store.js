// What was typed and is not saved yet, kept in a storage: per person, page and part of the page,
// and apart for each tab, so that none writes over what another keeps. Pure but for the storage.

/** @import { Pairs } from "../answer/pairs.js" */

/**
 * What is kept of one place. Questions add the version that the text started from, forms the
 * versions of their fields, whole ones their hidden fields; `handed` says that a request with it outlives its page.
 * @typedef {object} Kept
 * @property {Pairs} pairs
 * @property {number} [version]
 * @property {Pairs | null} [base] what the answer had then, where that is known
 * @property {Pairs} [versions]
 * @property {number | null} [continues] the refused text that it goes on from
 * @property {boolean} [handed]
 * @property {boolean} [faulty] whether the server cannot save all of it, as something is half said
 * @property {boolean} [left] whether all is saved but the lines in boxes for pasting
 */
/** @typedef {Kept & { key: string, at: number }} KeptRecord a text as it was kept, and when */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem"> & object} Shelf */

const KIND = "lgq-kept";

/**
 * Storage may be forbidden or full: then nothing is kept, and everything else goes on.
 * @template T
 * @param {() => T} act
 * @param {T} otherwise
 */
export const attempt = (act, otherwise) => {
  try {
    return act();
  } catch {
    return otherwise;
  }
};

/**
 * Returns the store of a person and a tab; without a person nothing is kept.
 * @param {object} means
 * @param {() => Shelf} means.shelf the storage, asked for each time, as asking may be refused
 * @param {string | undefined} means.person
 * @param {string} means.tab
 * @param {() => number} means.now
 */
export const makeStore = ({ shelf, person, tab, now }) => {
  let isClosed = !person;

  /**
   * @param {string} place
   * @param {string} owner
   */
  const keyOf = (place, owner) => [KIND, person, place, owner].join(" ");

  /** @param {string} start */
  const keys = (start) =>
    attempt(() => Object.keys(shelf()).filter((key) => key.startsWith(start)), []);

  /**
   * @param {string} key
   * @returns {KeptRecord | null}
   */
  const load = (key) => {
    const record = attempt(() => JSON.parse(shelf().getItem(key) ?? "null"), null);
    return Array.isArray(record?.pairs) ? { ...record, key } : null;
  };

  /**
   * Keeps `record` for a place; returns whether it could be kept.
   * @param {string} place
   * @param {Kept} record
   * @param {string} [owner]
   */
  const keep = (place, record, owner = tab) =>
    !isClosed &&
    attempt(() => {
      shelf().setItem(keyOf(place, owner), JSON.stringify({ ...record, at: now() }));
      return true;
    }, false);

  /**
   * What is kept of a place, by this tab or by others, the oldest first.
   * @param {string} place
   */
  const keptAt = (place) =>
    keys(keyOf(place, ""))
      .map(load)
      .filter((record) => record !== null)
      .sort((one, other) => one.at - other.at);

  /** What this tab keeps of a place. @param {string} place */
  const ownAt = (place) => load(keyOf(place, tab));

  /** @param {string} key */
  const forget = (key) => attempt(() => shelf().removeItem(key), undefined);

  /** @param {string} place */
  const forgetOwn = (place) => forget(keyOf(place, tab));

  /** Keeps a record again that was just forgotten. @param {KeptRecord} record */
  const keepAgain = ({ key, ...record }) =>
    attempt(() => shelf().setItem(key, JSON.stringify(record)), undefined);

  /**
   * Puts what this tab keeps of a place aside, so that it can keep something else there.
   * @param {string} place
   * @param {Kept} record
   */
  const setAside = (place, record) => {
    const owner = `${tab}-${now()}`;
    return keep(place, record, owner) ? load(keyOf(place, owner)) : null;
  };

  const ownKeys = () => keys(`${KIND} ${person} `);

  /** How many texts of this person are kept, from whatever page. */
  const countKept = () => ownKeys().length;

  /** The paths of which this person's texts are kept: where their forms send them. */
  const pathsKept = () => new Set(ownKeys().map((key) => key.split(" ")[2]));

  /** Forgets them all, and keeps nothing more. */
  const forgetAll = () => {
    isClosed = true;
    ownKeys().forEach(forget);
  };

  /** The key under which this tab keeps a place. @param {string} place */
  const ownKey = (place) => keyOf(place, tab);

  return {
    keep,
    load,
    keptAt,
    ownAt,
    forget,
    forgetOwn,
    keepAgain,
    setAside,
    countKept,
    pathsKept,
    forgetAll,
    ownKey,
  };
};

/** @typedef {ReturnType<typeof makeStore>} Store */
