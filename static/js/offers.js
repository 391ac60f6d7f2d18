// Offers what the browser kept of a text that was not saved: to be shown, or discarded.
import { forget } from "./kept.js";

const pattern = document.getElementById("kept-text");
const LENGTH = 160;

const moment = (at) => {
  const today = new Date().toDateString() === new Date(at).toDateString();
  const date = today ? {} : { year: "numeric", month: "short", day: "numeric" };
  const style = { ...date, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(document.documentElement.lang, style).format(at);
};

const excerpt = (pairs) => {
  const texts = pairs.filter(([name]) => !name.startsWith("nothing-")).map(([, value]) => value);
  const longest = texts.reduce((one, other) => (other.length > one.length ? other : one), "");
  return longest.length > LENGTH ? `${longest.slice(0, LENGTH)} …` : longest;
};

// Puts an offer of `record` at the head of `place`; `show` is called with it if it is wanted.
export const offer = (record, place, show) => {
  const box = pattern.content.firstElementChild.cloneNode(true);
  box.dataset.kept = record.key;
  const time = box.querySelector("time");
  time.dateTime = new Date(record.at).toISOString();
  time.textContent = moment(record.at);
  box.querySelector("[data-excerpt]").textContent = excerpt(record.pairs);
  const settle = (act) => () => {
    box.remove();
    act();
    place.querySelector("textarea, input:not([type=hidden])")?.focus();
  };
  box.querySelector("[data-show]").addEventListener("click", settle(() => show(record)));
  box.querySelector("[data-forget]").addEventListener(
    "click",
    settle(() => forget(record.key)),
  );
  (place.querySelector("input[type=hidden][name*=version-]") ?? place.firstElementChild).before(box);
};

// Another tab has saved or discarded it meanwhile.
addEventListener("storage", ({ key, newValue }) => {
  if (newValue !== null) return;
  for (const box of document.querySelectorAll("[data-kept-offer]")) {
    if (key === null || box.dataset.kept === key) box.remove();
  }
});
