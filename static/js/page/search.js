// Opens the search by `/`, or by Ctrl+K also from within a field; where it is open already, these
// lead into its field.
import { isCommand, maybe } from "./dom.js";
import { onKey } from "./keys.js";

const field = maybe(document, "form[role=search] [type=search]", HTMLInputElement);
const link = maybe(document, "a[data-search]");
const open = () => (field ? field.select() : link?.click());

if (field || link) {
  onKey("/", open);
  addEventListener("keydown", (event) => {
    if (!isCommand(event) || event.key.toLowerCase() !== "k" || event.isComposing) return;
    event.preventDefault();
    open();
  });
}
