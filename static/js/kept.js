// What was typed and is not saved yet is kept in this browser: per person, page and part of the
// page, and apart for each tab, so that none writes over what another keeps.
const KIND = "lgq-kept";
const TAB = Math.random().toString(36).slice(2);
const person = document.querySelector("[data-person]")?.dataset.person;
let closed = !person;

// Storage may be forbidden or full: then nothing is kept, and everything else goes on.
const attempt = (act, otherwise) => {
  try {
    return act();
  } catch {
    return otherwise;
  }
};

export const placeOf = (form, part) =>
  `${new URL(form.getAttribute("action") || "", location.href).pathname} ${part}`;

const keyOf = (place, tab) => [KIND, person, place, tab].join(" ");
const keys = (start) =>
  attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(start)), []);
const mine = () => keys(`${KIND} ${person} `);

// Keeps `record`, which has at least `pairs`; returns whether it could be kept.
export const keep = (place, record, tab = TAB) =>
  !closed &&
  attempt(() => {
    localStorage.setItem(keyOf(place, tab), JSON.stringify({ ...record, at: Date.now() }));
    return true;
  }, false);

const load = (key) => {
  const record = attempt(() => JSON.parse(localStorage.getItem(key)), null);
  return Array.isArray(record?.pairs) ? { ...record, key } : null;
};

// What is kept of a place, by this tab or by others, the oldest first; each has its `key`.
export const keptAt = (place) =>
  keys(keyOf(place, ""))
    .map(load)
    .filter((record) => record !== null)
    .sort((one, other) => one.at - other.at);

export const ownAt = (place) => load(keyOf(place, TAB));
export const forget = (key) => attempt(() => localStorage.removeItem(key));
export const forgetOwn = (place) => forget(keyOf(place, TAB));

// Keeps a record again that was just forgotten.
export const keepAgain = ({ key, ...record }) =>
  attempt(() => localStorage.setItem(key, JSON.stringify(record)));

// Puts what this tab keeps of a place aside, so that it can keep something else there.
export const setAside = (place, record) => {
  const tab = `${TAB}-${Date.now()}`;
  return keep(place, record, tab) ? load(keyOf(place, tab)) : null;
};

// How many texts of this person are kept in the browser, from whatever page.
export const countKept = () => mine().length;

// Forgets them all, and keeps nothing more on this page.
export const forgetAll = () => {
  closed = true;
  mine().forEach(forget);
};

// What a form has sent is forgotten once the reply is a page that accepted it.
const SENT = "lgq-sent";
const sent = attempt(() => sessionStorage.getItem(SENT), null);
const [entry] = performance.getEntriesByType("navigation");
if (sent && (entry?.responseStatus ?? 200) < 400) forget(sent);
if (sent) attempt(() => sessionStorage.removeItem(SENT));

export const sendOwn = (place) => attempt(() => sessionStorage.setItem(SENT, keyOf(place, TAB)));
