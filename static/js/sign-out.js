// Signing out saves what can be saved, and takes what this browser keeps with it, once asked.
import { countKept, forgetAll } from "./kept.js";

const PATIENCE = 5000; // ms

const saved = () => {
  const saving = [];
  document.dispatchEvent(new CustomEvent("lgq:save", { detail: saving }));
  const enough = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([Promise.allSettled(saving), enough]);
};

const isAgreed = (form) => {
  const count = countKept();
  const { keptOne, keptMany } = form.dataset;
  return count === 0 || confirm((count === 1 ? keptOne : keptMany).replace("%", String(count)));
};

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await saved();
    if (!isAgreed(form)) return;
    forgetAll();
    document.dispatchEvent(new Event("lgq:leaving"));
    form.submit();
  });
}
