// Says above a field that what was typed there before, and never sent, stands in it again.
import { read, readFirst, write } from "../answer/fields.js";
import { signature } from "../answer/pairs.js";
import { copyOf, maybe, one } from "../page/dom.js";
import { moment } from "./excerpt.js";

/** @import { KeptRecord } from "./store.js" */

/**
 * @param {HTMLElement} box
 * @param {KeptRecord} record
 * @param {() => void} keep keeps what stands in the box now, if it is to be kept
 */
export const tellRestored = (box, record, keep) => {
  const line = copyOf("restored-text");
  const time = one(line, "time", HTMLTimeElement);
  time.dateTime = new Date(record.at).toISOString();
  const { lang: language } = document.documentElement;
  time.textContent = moment(record.at, { now: Date.now(), language, zone: time.dataset.zone });
  const restored = one(line, "[data-restored]");
  const discarded = one(line, "[data-discarded]");
  let typed = record.pairs;

  /** @param {boolean} isDiscarded */
  const showDiscarded = (isDiscarded) => {
    restored.hidden = isDiscarded;
    discarded.hidden = !isDiscarded;
    one(isDiscarded ? discarded : restored, "button").focus();
    keep();
  };
  one(line, "[data-forget]").addEventListener("click", () => {
    typed = read(box);
    restored.hidden = true;
    write(box, readFirst(box));
    showDiscarded(true);
  });
  one(line, "[data-undo]").addEventListener("click", () => {
    write(box, typed);
    showDiscarded(false);
  });
  // It was sent in place, or taken out by hand.
  box.addEventListener("input", () => {
    if (!restored.hidden && signature(read(box)) === signature(readFirst(box))) line.remove();
  });
  const field = one(box, "textarea, input:not([type=hidden])");
  const label = maybe(box, `label[for="${CSS.escape(field.id)}"]`);
  (label ?? field).before(line);
};
