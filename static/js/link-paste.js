// Several links pasted at once become several rows. The server reads them; what it finds no
// address in goes to the box for pasting, so that nothing is lost.
const announcement = document.getElementById("announcement");

const isSeveral = (text) => {
  const addresses = text.split(/[\s,()<>]+/).filter((word) => /[^\s.]\.\p{L}{2,}/u.test(word));
  return text.trim().includes("\n") || addresses.length > 1;
};

const read = async (form, text) => {
  const body = new FormData();
  body.set("kind", "links");
  body.set("text", text);
  const reply = await fetch(form.dataset.preview, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body,
  });
  if (reply.status === 413) throw new RangeError(await reply.text());
  if (!reply.ok || reply.redirected) throw new Error(reply.statusText);
  const read = document.createElement("template");
  read.innerHTML = await reply.text();
  return {
    rows: [...read.content.querySelectorAll("[data-link-row]")],
    rest: read.content.querySelector("[data-rest]").value,
  };
};

const field = (row, name) => row.querySelector(`[data-field="${name}"]`);
const isBlank = (row) => !field(row, "label").value && !field(row, "url").value;

const keep = (box, text) => {
  if (!text) return;
  box.value = box.value ? `${box.value}\n${text}` : text;
  box.closest("[data-paste]").open = true;
};

// Puts rows made of `text` below `row`, in its place if it is blank.
const insert = async (links, row, text) => {
  const box = links.querySelector("[data-paste] textarea");
  let found = { rows: [], rest: text };
  const { paste, rest, failed: unreachable } = announcement.dataset;
  let failed = "";
  try {
    found = await read(box.form, text);
  } catch (error) {
    failed = error instanceof RangeError ? error.message : unreachable;
  }
  row.after(...found.rows);
  if (found.rows.length && isBlank(row)) row.remove();
  keep(box, found.rest);
  links.dispatchEvent(new CustomEvent("lgq:rows", { bubbles: true }));
  const target = found.rest ? box : found.rows.at(-1) && field(found.rows.at(-1), "label");
  target?.focus();
  announcement.textContent = failed || `${paste} ${found.rows.length}. ${found.rest ? rest : ""}`;
};

document.addEventListener("paste", (event) => {
  const row = event.target.closest("[data-links] [data-link-row]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!row || !isSeveral(text)) return;
  event.preventDefault();
  insert(row.closest("[data-links]"), row, text);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest('[data-links] button[data-row="paste"]');
  if (!button) return;
  event.preventDefault();
  const links = button.closest("[data-links]");
  const box = links.querySelector("[data-paste] textarea");
  const text = box.value;
  box.value = "";
  insert(links, [...links.querySelectorAll("[data-link-row]")].at(-1), text);
});
