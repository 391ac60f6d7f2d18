// Lets somebody be mentioned by choosing them from a list: their name is put where the cursor is.
import { every, maybe, one } from "../page/dom.js";
import { offerNames, peopleIn } from "./at-name.js";
import { putName } from "./name-gap.js";

/**
 * @param {HTMLTextAreaElement} area
 * @param {string} name
 */
const insert = (area, name) => {
  const { value, selectionStart: at } = area;
  const gap = at > 0 && !/\s$/.test(value.slice(0, at)) ? " " : "";
  putName(area, `${gap}${name}`, at, area.selectionEnd);
  area.focus();
};

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} values
 * @returns {HTMLElementTagNameMap[Tag]}
 */
const make = (tag, values) => Object.assign(document.createElement(tag), values);

/**
 * The list of the page, as a choice beside the field; without a name, so that it is not sent.
 * @param {HTMLElement} list
 * @param {string[]} names
 * @param {HTMLTextAreaElement} area
 */
const choiceFor = (list, names, area) => {
  const { label, button } = list.dataset;
  const details = make("details", { className: "lgq-mention" });
  const choice = make("div", { className: "lgq-mention-choice" });
  const field = make("div", {});
  const select = make("select", { className: "form-select", id: `${area.id}--person` });
  const className = "form-label";
  field.append(make("label", { className, htmlFor: select.id, textContent: label }), select);
  select.append(...names.map((name) => make("option", { textContent: name })));
  const press = make("button", {
    type: "button",
    className: "btn btn-secondary",
    textContent: button,
  });
  press.addEventListener("click", () => insert(area, select.value));
  choice.append(field, press);
  details.append(one(list, "summary").cloneNode(true), choice);
  return details;
};

const list = maybe(document, "[data-mention]");
const people = list ? peopleIn(list) : [];
if (list && people.length) {
  const { names: label = "" } = list.dataset;
  const names = people.map(({ name }) => `@${name}`);
  for (const area of every(document, "[data-mentions]", HTMLTextAreaElement)) {
    area.after(choiceFor(list, names, area));
    offerNames(area, people, label);
  }
  list.remove();
}
