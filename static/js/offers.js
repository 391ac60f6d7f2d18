// Offers what the browser kept of a text that was not saved: to be shown, or discarded.
import { forget, keepAgain } from "./kept.js";

const pattern = document.getElementById("kept-text");

// As the server writes moments: in the site's time zone, with the day unless it is today.
const moment = (at, timeZone) => {
  const form = (style) => new Intl.DateTimeFormat(document.documentElement.lang, { ...style, timeZone });
  const day = form({ year: "numeric", month: "short", day: "numeric" });
  const time = form({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
  return day.format(at) === day.format(Date.now()) ? time : `${day.format(at)} ${time}`;
};

// The longest text that was typed, whole, and the links.
const contents = (pairs) => {
  const isLink = ([name]) => /--(label|url)$/.test(name);
  const texts = pairs.filter((pair) => !isLink(pair) && !pair[0].startsWith("nothing-"));
  const longest = texts.reduce((one, [, other]) => (other.length > one.length ? other : one), "");
  return [longest, ...pairs.filter(isLink).map(([, value]) => value)].filter(Boolean).join("\n");
};

// Puts an offer of `record` at the head of `place`; `show` is called with it if it is wanted.
export const offer = (record, place, show) => {
  const box = pattern.content.firstElementChild.cloneNode(true);
  box.dataset.kept = record.key;
  const time = box.querySelector("time");
  time.dateTime = new Date(record.at).toISOString();
  time.textContent = moment(record.at, time.dataset.zone);
  box.querySelector("[data-excerpt]").textContent = contents(record.pairs);
  const [offered, discarded] = box.querySelectorAll("[data-offered], [data-discarded]");
  const turn = (isDiscarded) => {
    offered.hidden = isDiscarded;
    discarded.hidden = !isDiscarded;
    (isDiscarded ? discarded : offered).querySelector("button").focus();
  };
  const on = (name, act) => box.querySelector(name).addEventListener("click", act);
  on("[data-show]", () => {
    box.remove();
    show(record);
    place.querySelector("textarea, input:not([type=hidden])")?.focus();
  });
  on("[data-forget]", () => {
    forget(record.key);
    turn(true);
  });
  on("[data-undo]", () => {
    keepAgain(record);
    turn(false);
  });
  (place.querySelector("input[type=hidden][name*=version-]") ?? place.firstElementChild).before(box);
};

// Another tab has saved or discarded it meanwhile.
addEventListener("storage", ({ key, newValue }) => {
  if (newValue !== null) return;
  for (const box of document.querySelectorAll("[data-kept-offer]")) {
    if (key === null || box.dataset.kept === key) box.remove();
  }
});
