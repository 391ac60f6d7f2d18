// Asks the server how it reads a text: one address, those in a text, lines with links, or bullets.
import { tokenOf } from "./csrf.js";
import { said } from "./dom.js";
import { released } from "./press.js";

/**
 * @param {HTMLFormElement} form
 * @param {"address" | "addresses" | "links" | "text"} kind
 * @param {string} text
 */
export const readText = async (form, kind, text) => {
  const body = new FormData();
  body.set("kind", kind);
  body.set("text", text);
  const reply = await fetch(said(form, "preview"), {
    method: "POST",
    headers: { "X-CSRFToken": tokenOf(form) },
    body,
  });
  await released();
  return reply;
};
