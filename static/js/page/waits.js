// Asks whether the file is made that this page waits for, and fetches it; without this script the
// page is loaded again and again.
import { one, said } from "./dom.js";

const PAUSE = 1000;
const ACCEPTED = 202;
const note = one(document, "[data-waits]");
const address = said(note, "address");

const ask = async () => {
  const reply = await fetch(address, { method: "HEAD" }).catch(() => null);
  if (!reply || reply.status === ACCEPTED) {
    setTimeout(ask, PAUSE);
    return;
  }
  // If it is no file the page that comes says why.
  if (reply.ok) note.textContent = said(note, "waits");
  location.assign(address);
};

setTimeout(ask, PAUSE);
