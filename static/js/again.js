// Asks to sign in again in place, when the session has ended or another person is signed in.
// The page and all that is typed on it stay. `lgq:signed-in` on the document says that the
// person of the page is there again.
import { csrfToken } from "./post.js";

const TYPING = 1000; // ms after the last key until a dialog may take the focus
const dialog = document.querySelector("[data-again]");
const fields = dialog?.querySelector("form");
const problems = dialog?.querySelector("[data-again-problems]");

let asking = null; // what every caller waits for
let putOff = null; // the form whose person will sign in later
let typedAt = -Infinity;

for (const kind of ["keydown", "input", "compositionupdate"]) {
  document.addEventListener(kind, () => (typedAt = performance.now()), true);
}

const pauseInTyping = async () => {
  for (let rest = TYPING; rest > 0; ) {
    rest = typedAt + TYPING - performance.now();
    if (rest > 0) await new Promise((done) => setTimeout(done, rest));
  }
};

const personOf = (form) => form.elements.person.value;

// Says whether the person of a page is signed in. The reply brings the token of the session.
const isBack = async (form) => {
  const query = new URLSearchParams({ person: personOf(form) });
  try {
    const reply = await fetch(`${dialog.dataset.again}?${query}`);
    return (await reply.json()).state === "signed_in";
  } catch {
    return false;
  }
};

// The forms of the page get the token that came with the session.
const refresh = () => {
  const token = csrfToken();
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
};

const post = async (form) => {
  const body = new URLSearchParams(new FormData(fields));
  body.set("person", personOf(form));
  const reply = await fetch(dialog.dataset.again, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    body,
  });
  const { problems: found, message } = await reply.json();
  return reply.ok ? [] : (found ?? [{ target: "", message }]);
};

const show = (found) => {
  problems.replaceChildren(
    ...found.map(({ target, message }) => {
      const line = document.createElement("p");
      const label = target && fields.querySelector(`label[for="again-${target}"]`).textContent;
      line.textContent = label ? `${label}: ${message}` : message;
      return line;
    }),
  );
  problems.hidden = found.length === 0;
  const faulty = new Set(found.map(({ target }) => target));
  for (const name of ["username", "password"]) {
    const field = fields.elements[name];
    const isFaulty = faulty.has(name) || faulty.has("");
    field.classList.toggle("is-invalid", isFaulty);
    if (isFaulty) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
  if (!found.length) return;
  const first = found[0].target === "username" ? "username" : "password";
  fields.elements[first].select();
};

const trySigningIn = async (form) => {
  if (await isBack(form)) return [];
  try {
    return await post(form);
  } catch {
    return [{ target: "", message: dialog.dataset.unreachable }];
  }
};

// Opens the dialog; resolves whether it was closed by the person being there again.
const ask = (form, state) =>
  new Promise((done) => {
    const ending = new AbortController();
    const { signal } = ending;
    const button = fields.querySelector("[type=submit]");
    fields.addEventListener(
      "submit",
      async (event) => {
        event.preventDefault();
        if (button.disabled) return;
        button.disabled = true;
        const found = await trySigningIn(form);
        button.disabled = false;
        if (signal.aborted) return;
        if (found.length) show(found);
        else dialog.close("signed-in");
      },
      { signal },
    );
    const look = async () => {
      if ((await isBack(form)) && dialog.open) dialog.close("signed-in");
    };
    addEventListener("focus", look, { signal });
    document.addEventListener("visibilitychange", look, { signal });
    dialog.addEventListener(
      "close",
      () => {
        ending.abort();
        fields.elements.password.value = "";
        done(dialog.returnValue === "signed-in");
      },
      { signal },
    );
    for (const words of dialog.querySelectorAll("[data-state]")) {
      words.hidden = words.dataset.state !== state;
    }
    show([]);
    dialog.returnValue = "";
    dialog.showModal();
    fields.elements.password.focus();
  });

const welcome = () => {
  refresh();
  document.dispatchEvent(new CustomEvent("lgq:signed-in"));
};

const settle = async (form, state) => {
  let back = await isBack(form);
  if (!back) {
    await pauseInTyping();
    back = await ask(form, state);
  }
  putOff = back ? null : form;
  if (back) welcome();
  return back;
};

// Resolves true once the person of `form` is signed in, here or in another tab, and false if
// they put it off. `state` says why, as the server said it. All who ask meanwhile share it.
export const signInAgain = (form, state) => {
  if (!dialog) return Promise.resolve(false);
  asking ??= settle(form, state).finally(() => {
    asking = null;
  });
  return asking;
};

dialog?.querySelector("[data-later]").addEventListener("click", () => dialog.close(""));

// Who puts it off may sign in in another tab.
addEventListener("focus", async () => {
  if (!putOff || asking || !(await isBack(putOff))) return;
  putOff = null;
  welcome();
});

// The token may have changed in another tab.
addEventListener("submit", refresh, true);
