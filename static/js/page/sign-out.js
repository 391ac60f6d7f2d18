// Signing out saves what can be saved, and takes what this browser keeps with it, once asked.
import { store } from "../kept/kept.js";
import { every, said } from "./dom.js";
import { emit } from "./events.js";

const PATIENCE = 5000; // ms

const saveAll = () => {
  /** @type {Promise<unknown>[]} */
  const saving = [];
  emit("lgq:save", saving);
  const enough = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([Promise.allSettled(saving), enough]);
};

/** @param {HTMLFormElement} form */
const isAgreed = (form) => {
  const count = store.countKept();
  const words = said(form, count === 1 ? "keptOne" : "keptMany");
  return count === 0 || confirm(words.replace("%", String(count)));
};

for (const form of every(document, "form[data-sign-out]", HTMLFormElement)) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await saveAll();
    if (!isAgreed(form)) return;
    store.forgetAll();
    emit("lgq:leaving", null);
    form.submit();
  });
}
