// A field for a day takes what people type; a button beside it offers the browser's calendar.
import { every } from "./dom.js";
import { fieldName } from "./field-name.js";
import { written } from "./written-day.js";

/** @param {HTMLInputElement} field */
const offerCalendar = (field) => {
  const calendar = document.createElement("input");
  if (!("showPicker" in calendar)) return;
  calendar.type = "date";
  calendar.min = "2000-01-01";
  calendar.max = "2999-12-31";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lgq-day-open";
  const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  const named = document.createElement("span");
  named.className = "visually-hidden";
  named.textContent = `${fieldName(label?.textContent ?? "")}: ${field.dataset.day ?? ""}`;
  button.append(named);
  button.addEventListener("click", () => calendar.showPicker());
  calendar.addEventListener("change", () => {
    if (!calendar.value) return;
    field.value = written(calendar.value, document.documentElement.lang);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
  const frame = document.createElement("span");
  frame.className = "lgq-day";
  field.replaceWith(frame);
  frame.append(field, calendar, button);
};

const focused = document.activeElement;
for (const field of every(document, "input[data-day]", HTMLInputElement)) offerCalendar(field);
// To be moved costs a field its focus.
if (focused instanceof HTMLInputElement && focused.dataset.day) focused.focus();
