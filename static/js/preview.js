// Shows a text as it will be printed, while it is written.
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
  let words = document.getElementById("announcement").dataset.failed;
  try {
    const reply = await fetch(area.form.dataset.preview, {
      method: "POST",
      headers: { "X-CSRFToken": area.form.elements.csrfmiddlewaretoken.value },
      body,
    });
    if (reply.ok) html = await reply.text();
    else if (reply.status === 413) words = await reply.text();
  } catch {
    // What failed is said below.
  }
  // A newer request may have been answered first.
  if (panel.dataset.turn !== turn) return;
  if (html === null) panel.textContent = words;
  else panel.innerHTML = html;
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
  if (!isOpen(area)) return;
  clearTimeout(waiting.get(area));
  waiting.set(area, setTimeout(show, WAIT, area));
});
