// A question's card on the page, as the machine that saves it sees it.
import { placeOf } from "../kept/kept.js";
import { maybe, said } from "../page/dom.js";
import { composesIn, read, readFirst, setVersion, versionOf, write } from "./fields.js";
import * as notice from "./notice.js";

/** @import { Card } from "./question.js" */
/** @typedef {Card & { element: HTMLElement }} PageCard */

/**
 * Returns the card of an element, on the page's form.
 * @param {HTMLElement} element
 * @param {HTMLFormElement} form
 * @returns {PageCard}
 */
export const cardOf = (element, form) => {
  const key = said(element, "question");
  return {
    element,
    key,
    place: placeOf(form, key),
    person: said(form, "person"),
    address: new URL(`${key}/save/`, form.action),
    cameTyped: "typed" in form.dataset,
    get version() {
      return versionOf(element);
    },
    set version(version) {
      setVersion(element, version);
    },
    of: maybe(element, 'input[name^="of-"]', HTMLInputElement)?.value,
    get number() {
      return notice.numberOf(element);
    },
    isComposing: () => composesIn(element),
    isHalfSaid: () => notice.isHalfSaid(element),
    lacksReason: () => notice.lacksReason(element),
    reasonProblem: () => notice.reasonProblem(element),
    read: () => read(element),
    readFirst: () => readFirst(element),
    write: (pairs) => write(element, pairs),
    wordsFor: notice.wordsFor,
    showState: (state, how) => notice.showState(element, state, how),
    showSaved: (shown) => notice.showSaved(element, shown),
    showProblems: (problems) => notice.showProblems(element, problems),
    renewProblems: (problems) => notice.renewProblems(element, problems),
    showLeft: (fields) => notice.showLeft(element, fields),
    clearProblems: () => notice.clearProblems(element),
  };
};
