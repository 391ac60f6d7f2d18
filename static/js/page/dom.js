// Finds elements of the page, each of the kind that is expected of it.

/**
 * @template {Element} T
 * @typedef {abstract new () => T} Kind
 */

/** @type {Kind<any>} */
const ANY = HTMLElement;

/**
 * Returns every element within `place` that `selector` names and that is of `kind`.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} place
 * @param {string} selector
 * @param {Kind<T>} [kind]
 * @returns {T[]}
 */
export const every = (place, selector, kind = ANY) =>
  [...place.querySelectorAll(selector)].filter(
    /** @returns {each is T} */ (each) => each instanceof kind,
  );

/**
 * Returns the first element within `place` that `selector` names, or null.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} place
 * @param {string} selector
 * @param {Kind<T>} [kind]
 * @returns {T | null}
 */
export const maybe = (place, selector, kind = ANY) => {
  const found = place.querySelector(selector);
  return found instanceof kind ? found : null;
};

/**
 * Returns the first element within `place` that `selector` names; it has to be there.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} place
 * @param {string} selector
 * @param {Kind<T>} [kind]
 * @returns {T}
 */
export const one = (place, selector, kind) => {
  const found = maybe(place, selector, kind);
  if (!found) throw new Error(`The page has no ${selector}`);
  return found;
};

/**
 * Returns `element` or its nearest ancestor that `selector` names; there has to be one.
 * @param {Element} element
 * @param {string} selector
 */
export const around = (element, selector) => {
  const found = element.closest(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`Nothing around is ${selector}`);
  return found;
};

/**
 * Returns what the attribute `data-…` of an element says; it has to be there.
 * @param {HTMLElement} element
 * @param {string} name
 */
export const said = (element, name) => {
  const value = element.dataset[name];
  if (value === undefined) throw new Error(`The page does not say ${name}`);
  return value;
};

/**
 * Returns the element that an event is about. Events of the document itself are about the whole page.
 * @param {{ target: EventTarget | null }} event
 */
export const targetOf = ({ target }) =>
  target instanceof Element ? target : document.documentElement;

/**
 * Returns a copy of the first element of a template of the page, or of the first that is named.
 * @param {string} id
 * @param {string} [selector]
 * @returns {HTMLElement}
 */
export const copyOf = (id, selector = "*") => {
  const { content } = one(document, `template#${id}`, HTMLTemplateElement);
  return /** @type {HTMLElement} */ (one(content, selector).cloneNode(true));
};

/** Whether a key or button was pressed alone. @param {KeyboardEvent | MouseEvent} event */
export const isBare = ({ ctrlKey, metaKey, altKey, shiftKey }) =>
  !(ctrlKey || metaKey || altKey || shiftKey);

/** Whether a key was pressed with Ctrl, or ⌘, alone. @param {KeyboardEvent} event */
export const isCommand = ({ ctrlKey, metaKey, altKey, shiftKey }) =>
  (ctrlKey || metaKey) && !altKey && !shiftKey;

/** Whether nobody has begun to use the page: it may come long before its scripts. */
export const isUntouched = () =>
  document.activeElement === document.body && scrollY === 0 && !maybe(document, ":active", Element);

/**
 * Whether an event tells of a text that was pasted into a field, and not typed.
 * @param {Event} event
 */
export const isPasted = (event) =>
  event instanceof InputEvent && event.inputType === "insertFromPaste";
