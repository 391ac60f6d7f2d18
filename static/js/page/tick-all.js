// One box ticks all those of a name; without this script each is ticked by itself.
import { every, one, said } from "./dom.js";

/** @param {HTMLElement} place */
const connect = (place) => {
  place.hidden = false;
  const all = one(place, "input", HTMLInputElement);
  const boxes = every(document, `input[name="${said(place, "tickAll")}"]`, HTMLInputElement);
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    all.indeterminate = false;
  });
  for (const box of boxes) box.addEventListener("change", show);
  show();
};

for (const place of every(document, "[data-tick-all]")) connect(place);
