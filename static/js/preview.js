// Shows a text as it will be printed, while it is written, and counts its characters.
const WAIT = 400;

const printed = (area) => document.getElementById(`${area.id}--printed`);
const button = (area) => document.getElementById(`${area.id}--preview`);

const show = async (area) => {
  const panel = printed(area);
  const body = new FormData();
  body.set("kind", "text");
  body.set("text", area.value);
  const turn = (panel.dataset.turn = String(Number(panel.dataset.turn ?? 0) + 1));
  let html = null;
  try {
    const reply = await fetch(area.form.dataset.preview, {
      method: "POST",
      headers: { "X-CSRFToken": area.form.elements.csrfmiddlewaretoken.value },
      body,
    });
    if (reply.status === 401) throw new Error("signed out");
    html = await reply.text();
  } catch {
    panel.textContent = document.getElementById("announcement").dataset.failed;
  }
  // A newer request may have been answered first.
  if (html !== null && panel.dataset.turn === turn) panel.innerHTML = html;
  panel.hidden = false;
};

const isOpen = (area) => button(area)?.getAttribute("aria-expanded") === "true";

const toggle = (area) => {
  const open = !isOpen(area);
  button(area).setAttribute("aria-expanded", String(open));
  if (open) show(area);
  else printed(area).hidden = true;
};

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-preview][type=submit]");
  if (!pressed) return;
  event.preventDefault();
  toggle(document.getElementById(pressed.id.replace(/--preview$/, "")));
});

const waiting = new Map();
document.addEventListener("input", ({ target: area }) => {
  if (!(area instanceof HTMLTextAreaElement) || !("outline" in area.dataset)) return;
  const count = area.parentElement.querySelector("[data-count]");
  if (count) count.textContent = String([...area.value].length);
  if (!isOpen(area)) return;
  clearTimeout(waiting.get(area));
  waiting.set(area, setTimeout(show, WAIT, area));
});
