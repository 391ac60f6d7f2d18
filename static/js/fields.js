// What a question's card holds, as the browser would send it, and the way back into the card.
const TICKS = new Set(["radio", "checkbox"]);

let composing = null;
addEventListener("compositionstart", (event) => (composing = event.target), true);
addEventListener("compositionend", () => (composing = null), true);

// Whether an input method is in the middle of a syllable here; to write would break it.
export const composesIn = (card) => composing !== null && card.contains(composing);

const fieldsOf = (place) =>
  [...place.querySelectorAll("input[name], textarea[name]")].filter(({ type }) => type !== "hidden");
const isTick = (field) => TICKS.has(field.type);
const versionField = (card) => card.querySelector('input[type="hidden"][name^="version-"]');

export const versionOf = (card) => Number(versionField(card).value);
export const setVersion = (card, version) => {
  versionField(card).value = String(version);
};

// What the browser would send of a card, without the version: an array of [name, value].
export const read = (card) =>
  fieldsOf(card)
    .filter((field) => !isTick(field) || field.checked)
    .map(({ name, value }) => [name, value]);

// The same as the page came, whatever was typed since.
export const readFirst = (card) =>
  fieldsOf(card)
    .filter((field) => !isTick(field) || field.defaultChecked)
    .map((field) => [field.name, isTick(field) ? field.value : field.defaultValue]);

// Equal for pairs that say the same: an empty field says nothing, and fields have no order.
export const signature = (pairs) =>
  JSON.stringify(
    pairs
      .filter(([, value]) => value !== "")
      .sort(([one], [other]) => Number(one > other) - Number(one < other)),
  );

const grouped = (pairs) => {
  const found = new Map();
  for (const [name, value] of pairs) found.set(name, [...(found.get(name) ?? []), value]);
  return found;
};

// How many rows a list of links has among these names.
const lengthOf = (list, names) => {
  const places = [...names]
    .filter((name) => name.startsWith(`${list}--`))
    .map((name) => Number(/--(\d+)--\w+$/.exec(name)?.[1] ?? -1));
  return Math.max(0, ...places.map((place) => place + 1));
};

const makeRows = (links, wanted) => {
  const rows = [...links.querySelectorAll("[data-link-row]")];
  if (rows.length === wanted) return;
  const pattern = document.getElementById("link-pattern").content;
  const list = links.querySelector("[data-rows]");
  while (rows.length < wanted) {
    rows.push(pattern.querySelector("[data-link-row]").cloneNode(true));
    list.append(rows.at(-1));
  }
  const focused = rows.slice(wanted).some((row) => row.contains(document.activeElement));
  for (const row of rows.splice(wanted)) row.remove();
  if (focused) rows.at(-1).querySelector("input").focus();
  links.dispatchEvent(new CustomEvent("lgq:rows", { bubbles: true }));
};

// Where a place in one text comes to lie in another: it stays beside the words it stood beside.
const moved = (place, before, after) => {
  let same = 0;
  while (same < place && before[same] === after[same]) same += 1;
  if (same === place) return place;
  const rest = before.slice(place);
  return after.endsWith(rest) ? after.length - rest.length : Math.min(place, after.length);
};

const setText = (field, value) => {
  const { value: before, selectionStart, selectionEnd, scrollTop } = field;
  field.value = value;
  if (field !== document.activeElement) return;
  field.setSelectionRange(moved(selectionStart, before, value), moved(selectionEnd, before, value));
  field.scrollTop = scrollTop;
};

const set = (field, values) => {
  const [value = ""] = values;
  const wanted = field.type === "radio" ? field.value === value : values.includes(field.value);
  if (isTick(field) ? field.checked === wanted : field.value === value) return;
  if (isTick(field)) field.checked = wanted;
  else setText(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

const holdsSomething = (place) =>
  fieldsOf(place).some((field) => (isTick(field) ? field.checked : field.value !== ""));

// Shows such pairs in the card; never to be called while `composesIn(card)`.
export const write = (card, pairs) => {
  const given = grouped(pairs);
  for (const links of card.querySelectorAll("[data-links]")) {
    makeRows(links, Math.max(1, lengthOf(links.dataset.links, given.keys())));
  }
  for (const field of fieldsOf(card)) set(field, given.get(field.name) ?? []);
  for (const details of card.querySelectorAll("details")) {
    if (holdsSomething(details)) details.open = true;
  }
};
