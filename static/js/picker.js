// A closed list of people says who is chosen, and a long one can be searched by name.
const MANY = 12;

const choicesOf = (picker) => [...picker.querySelectorAll(".form-check")];
const nameOf = (choice) => choice.querySelector("[data-name]").textContent;

const tell = (picker) => {
  const said = picker.querySelector("[data-chosen]");
  const chosen = choicesOf(picker).filter((choice) => choice.querySelector("input").checked);
  said.textContent = chosen.map(nameOf).join(", ") || said.dataset.nobody;
};

// What is chosen stays in sight, whatever is searched for.
const find = (picker, words) => {
  for (const choice of choicesOf(picker)) {
    const found = choice.textContent.toLowerCase().includes(words.trim().toLowerCase());
    choice.hidden = !found && !choice.querySelector("input").checked;
  }
};

document.addEventListener("change", (event) => {
  const picker = event.target.closest("[data-picker]");
  if (picker && event.target.type === "checkbox") tell(picker);
});

document.addEventListener("input", (event) => {
  const { target } = event;
  if (target.closest("[data-find]")) find(target.closest("[data-picker]"), target.value);
});

// Enter in the search would send the whole page.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.closest("[data-find]")) event.preventDefault();
});

const offerSearch = (picker) => {
  picker.querySelector("[data-find]").hidden = choicesOf(picker).length <= MANY;
};

// Which lists there are changes with the rows of an approval line.
document.addEventListener(
  "toggle",
  (event) => {
    const picker = event.target.closest?.("[data-picker]");
    if (picker) offerSearch(picker);
  },
  true,
);
for (const picker of document.querySelectorAll("[data-picker][open]")) offerSearch(picker);
