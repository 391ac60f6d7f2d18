// The store of this page and tab, in the browser's own storage.
import { maybe } from "../page/dom.js";
import { attempt, makeStore } from "./store.js";

export const store = makeStore({
  shelf: () => localStorage,
  person: maybe(document, "[data-person]")?.dataset.person,
  tab: Math.random().toString(36).slice(2),
  now: Date.now,
});

/**
 * The name under which a part of a form is kept.
 * @param {HTMLFormElement} form
 * @param {string} part
 */
export const placeOf = (form, part) =>
  `${new URL(form.getAttribute("action") || "", location.href).pathname} ${part}`;

/** How the browser came to this page. @returns {PerformanceNavigationTiming | undefined} */
export const navigation = () => {
  const [entry] = performance.getEntriesByType("navigation");
  return /** @type {PerformanceNavigationTiming | undefined} */ (entry);
};

/** Whether the browser may have restored fields over another version than they were typed over. */
export const isRestored = () => ["reload", "back_forward"].includes(navigation()?.type ?? "");

// What a form has sent is forgotten once the reply is a page that accepted it.
const SENT = "lgq-sent";
const sent = attempt(() => sessionStorage.getItem(SENT), null);
if (sent && (navigation()?.responseStatus ?? 200) < 400) store.forget(sent);
if (sent) attempt(() => sessionStorage.removeItem(SENT), undefined);

/** Notes that a form is being sent. @param {string} place */
export const sendOwn = (place) =>
  attempt(() => sessionStorage.setItem(SENT, store.ownKey(place)), undefined);
