// Offers what the browser kept of a text that was not saved: to be shown, or discarded.
import { copyOf, every, maybe, one } from "../page/dom.js";
import { excerpt, moment } from "./excerpt.js";
import { store } from "./kept.js";

/** @import { Pairs } from "../answer/pairs.js" */
/** @import { KeptRecord } from "./store.js" */

/**
 * Says in an offer what of `place` was typed and is not saved.
 * @param {HTMLElement} box
 * @param {HTMLElement} place
 * @param {Pairs} typed
 */
export const showTyped = (box, place, typed) => {
  /**
   * @param {string} name
   * @param {string} value
   */
  const wordsOf = (name, value) => {
    const chosen = `[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`;
    const tick = maybe(place, `${chosen}:is([type=radio], [type=checkbox])`, HTMLInputElement);
    const option = `select[name="${CSS.escape(name)}"] option[value="${CSS.escape(value)}"]`;
    const label = tick?.labels?.[0] ?? maybe(place, option);
    return label?.textContent?.trim() ?? value;
  };
  const words = excerpt(typed, wordsOf);
  const shown = one(box, "[data-excerpt]");
  if (shown.textContent !== words) shown.textContent = words;
};

/**
 * Puts an offer of `record` at the head of `place`, and returns it; `show` is called with the
 * record if it is wanted.
 * @param {KeptRecord} record
 * @param {HTMLElement} place
 * @param {(record: KeptRecord) => void} show
 */
export const offer = (record, place, show) => {
  const box = copyOf("kept-text");
  box.dataset.kept = record.key;
  const time = one(box, "time", HTMLTimeElement);
  time.dateTime = new Date(record.at).toISOString();
  const { lang: language } = document.documentElement;
  time.textContent = moment(record.at, { now: Date.now(), language, zone: time.dataset.zone });
  showTyped(box, place, record.pairs);
  const offered = one(box, "[data-offered]");
  const discarded = one(box, "[data-discarded]");

  /** @param {boolean} isDiscarded */
  const showDiscarded = (isDiscarded) => {
    offered.hidden = isDiscarded;
    discarded.hidden = !isDiscarded;
    one(isDiscarded ? discarded : offered, "button").focus();
  };

  /**
   * @param {string} name
   * @param {() => void} act
   */
  const on = (name, act) => one(box, name).addEventListener("click", act);
  on("[data-show]", () => {
    box.remove();
    show(record);
    maybe(place, "textarea, input:not([type=hidden])")?.focus();
  });
  on("[data-forget]", () => {
    store.forget(record.key);
    showDiscarded(true);
  });
  on("[data-undo]", () => {
    store.keepAgain(record);
    showDiscarded(false);
  });
  const head = maybe(place, "input[type=hidden][name*=version-]") ?? place.firstElementChild;
  head?.before(box);
  return box;
};

// Another tab has saved or discarded it meanwhile.
addEventListener("storage", ({ key, newValue }) => {
  if (newValue !== null) return;
  for (const box of every(document, "[data-kept-offer]")) {
    if (key === null || box.dataset.kept === key) box.remove();
  }
});
