// Says, once an address is typed, where it leads and which other one may have been meant.
const say = async (url) => {
  const body = new FormData();
  body.set("kind", "address");
  body.set("text", url.value);
  const asked = url.value;
  try {
    const reply = await fetch(url.form.dataset.preview, {
      method: "POST",
      headers: { "X-CSRFToken": url.form.elements.csrfmiddlewaretoken.value },
      body,
    });
    if (!reply.ok || reply.redirected || url.value !== asked) return;
    const row = url.closest("[data-link-row]");
    const note = row.querySelector("[data-note]");
    note.innerHTML = await reply.text();
    const leads = note.querySelector("[data-leads]");
    if (leads) row.querySelector("[data-open]").setAttribute("href", leads.getAttribute("href"));
    url.dispatchEvent(new CustomEvent("lgq:rows", { bubbles: true }));
  } catch {
    // It is a service, not a need: saving says the same.
  }
};

document.addEventListener("input", ({ target: url }) => {
  if (url.dataset.field !== "url") return;
  const row = url.closest("[data-link-row]");
  row.querySelector("[data-note]").textContent = "";
  row.querySelector("[data-open]")?.removeAttribute("href");
});

document.addEventListener("change", ({ target: url }) => {
  if (url.dataset.field === "url") say(url);
});
