// Lets somebody be mentioned by choosing them from a list: their name is put where the cursor is.
const list = document.querySelector("[data-mention]");
const names = [...(list?.querySelectorAll("[data-name]") ?? [])].map(({ textContent }) => textContent);

const insert = (area, name) => {
  const { value, selectionStart: at } = area;
  const gap = at > 0 && !/\s$/.test(value.slice(0, at)) ? " " : "";
  area.setRangeText(`${gap}${name} `, at, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
};

const make = (tag, values) => Object.assign(document.createElement(tag), values);

// The list of the page, as a choice beside the field; without a name, so that it is not sent.
const choiceFor = (area) => {
  const details = make("details", { className: "lgq-mention" });
  const choice = make("div", { className: "lgq-mention-choice" });
  const field = document.createElement("div");
  const select = make("select", { className: "form-select", id: `${area.id}--person` });
  const { label, button } = list.dataset;
  field.append(
    make("label", { className: "form-label", htmlFor: select.id, textContent: label }),
    select,
  );
  select.append(...names.map((name) => make("option", { textContent: name })));
  const press = make("button", { type: "button", className: "btn btn-secondary", textContent: button });
  press.addEventListener("click", () => insert(area, select.value));
  choice.append(field, press);
  details.append(list.querySelector("summary").cloneNode(true), choice);
  return details;
};

if (list && names.length) {
  for (const area of document.querySelectorAll("[data-mentions]")) area.after(choiceFor(area));
  list.remove();
}
