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

// What a form has sent is forgotten once the reply is a page that accepted it. A page that one goes
// back to is no reply, nor is one that was opened by its address: the server may not have been there.
const SENT = "lgq-sent";
const sent = attempt(() => sessionStorage.getItem(SENT), null);
if (sent) attempt(() => sessionStorage.removeItem(SENT), undefined);
const isReply =
  navigation()?.type !== "back_forward" && document.referrer.startsWith(location.origin);
const isAccepted = (navigation()?.responseStatus ?? 200) < 400;
if (sent && isReply && isAccepted) store.forget(sent);

/** What this page shows again, as it is the reply of a server that did not accept it. */
export const refused = sent && isReply && !isAccepted ? store.load(sent) : null;

/** Notes that what is kept under a key is being sent. @param {string} key */
export const send = (key) => attempt(() => sessionStorage.setItem(SENT, key), undefined);

/** Notes that a form is being sent. @param {string} place */
export const sendOwn = (place) => send(store.ownKey(place));
