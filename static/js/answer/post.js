// Sends one question to be saved, and says in one word what became of it. Pure but for its means.

/** @import { Pairs } from "./pairs.js" */

/**
 * What a page shows of a saved answer.
 * @typedef {object} Shown
 * @property {number} version
 * @property {string} saved HTML
 * @property {string} status HTML
 * @property {boolean} answered
 * @property {boolean} outdated whether it is a translation whose original has changed since
 */
/** @typedef {{ follow_ups?: (Shown & { question: string })[] }} FollowUps those that rest on the answer */
/**
 * What is wrong with which control.
 * @typedef {{ target: string, message: string }} Problem
 */
/** @typedef {{ left?: string[] }} Left ids of fields with lines that no value was made of */
/** @typedef {Shown & Left & FollowUps & { state: "saved", said: string, fields: Pairs | null }} Saved */
/**
 * What is faulty; the sound parts are saved, if there is a version.
 * @typedef {object} Faulty
 * @property {"faulty"} state
 * @property {number | null} version
 * @property {Problem[]} problems
 * @property {Pairs | null} [fields]
 * @property {Pairs | null} [has] what the answer has, without the faulty parts
 * @property {string} [saved]
 * @property {string} [status]
 * @property {boolean} [answered]
 * @property {boolean} [outdated]
 * @property {string[]} [left]
 */
/** @typedef {Shown & Left & { state: "refused", message: string, brief: string, text: number | null, compare: string, way: string, fields: Pairs }} Refused */
/** @typedef {{ state: "signed_out" | "other_person", message: string }} SignedOut */
/** @typedef {{ state: "rejected", message?: string }} Rejected */
/**
 * Nobody knows what became of it.
 * @typedef {{ state: "broken" | "offline" | "unreachable", message?: string }} Lost
 */
/** @typedef {Saved | Faulty | Refused | SignedOut | Rejected | Lost} Reply */
/** @typedef {{ keepalive?: boolean, controller: AbortController }} Options */
/** @typedef {(url: string | URL, body: string, options: Options) => Promise<Reply>} Post */

/**
 * What is asked of time, so that tests need not wait.
 * @typedef {object} Clock
 * @property {(act: () => void, wait: number) => number} setTimeout
 * @property {(timer: number) => void} clearTimeout
 * @property {() => number} random
 */

const TYPE = "application/json";
const FORM = "application/x-www-form-urlencoded";
const LIMIT = 30_000; // ms after which a reply is not waited for any more
const KNOWN = new Set(["saved", "faulty", "refused", "signed_out", "other_person"]);

/** How much a request may carry that is to outlive its page, less what its head takes. */
export const OUTLIVES = 60_000;

/** @param {Response} reply */
const isJson = (reply) => (reply.headers.get("Content-Type") ?? "").startsWith(TYPE);

/**
 * @param {Response} reply
 * @returns {Promise<Reply>}
 */
const judged = async (reply) => {
  const said = isJson(reply) ? await reply.json() : {};
  if (KNOWN.has(said.state)) return said;
  const isPassing = reply.status >= 500 || reply.status === 408 || reply.status === 429;
  return { state: isPassing ? "broken" : "rejected", message: said.message };
};

/**
 * Returns what sends a body to an address and returns the reply; where there is none, its `state`
 * is "offline" or "unreachable".
 * @param {object} means
 * @param {typeof globalThis.fetch} means.fetch
 * @param {() => string} means.token the token of the session, read for each request
 * @param {() => boolean} means.isOnline
 * @param {Clock} means.clock
 * @returns {Post}
 */
export const makePost =
  ({ fetch, token, isOnline, clock }) =>
  async (url, body, { keepalive = false, controller }) => {
    const send = () =>
      fetch(url, {
        method: "POST",
        headers: { "X-CSRFToken": token(), Accept: TYPE, "Content-Type": FORM },
        body,
        keepalive,
        signal: controller.signal,
      });
    const limit = clock.setTimeout(() => controller.abort(), LIMIT);
    try {
      let reply = await send();
      // A 403 that is a page is about the token, which may just have changed.
      if (reply.status === 403 && !isJson(reply)) reply = await send();
      return await judged(reply);
    } catch {
      return { state: isOnline() ? "unreachable" : "offline" };
    } finally {
      clock.clearTimeout(limit);
    }
  };
