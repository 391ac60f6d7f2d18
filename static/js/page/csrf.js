// The token that every request names, to show that it comes from a page of ours.
import { maybe } from "./dom.js";

/** The token changes when somebody signs in, in another tab too, so it is read each time. */
export const csrfToken = () =>
  /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ??
  maybe(document, "[name=csrfmiddlewaretoken]", HTMLInputElement)?.value ??
  "";

/** The token of a form. @param {HTMLFormElement} form */
export const tokenOf = (form) =>
  maybe(form, "[name=csrfmiddlewaretoken]", HTMLInputElement)?.value ?? csrfToken();
