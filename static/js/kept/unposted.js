// Tells on the page that asks before sending what was typed in discussions and never posted.
import { every, one, said } from "../page/dom.js";
import { store } from "./kept.js";

const tell = () => {
  const kept = store.pathsKept();
  const rows = every(document, "[data-kept-at]");
  for (const row of rows) row.hidden = !kept.has(said(row, "keptAt"));
  one(document, "#unposted").hidden = rows.every((row) => row.hidden);
};

// Also where the browser shows the page as it was left, for such a text to be posted.
addEventListener("pageshow", tell);
