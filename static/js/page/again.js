// Asks to sign in again in place, when the session has ended or another person is signed in.
// The page and all that is typed on it stay. `lgq:signed-in` says that the person of the page is
// there again.
import { csrfToken } from "./csrf.js";
import { every, maybe, one, said } from "./dom.js";
import { emit } from "./events.js";

/** @typedef {"signed_out" | "other_person"} Reason why the server takes nothing from the page */
/** @typedef {{ target: string, message: string }} Fault what is wrong with a field, or with none */

const TYPING = 1000; // ms after the last key until a dialog may take the focus

/** @type {Promise<boolean> | null} what every caller waits for */
let asking = null;
/** @type {HTMLFormElement | null} the form whose person will sign in later */
let postponed = null;
let typedAt = Number.NEGATIVE_INFINITY;

for (const kind of ["keydown", "input", "compositionupdate"]) {
  document.addEventListener(
    kind,
    () => {
      typedAt = performance.now();
    },
    true,
  );
}

const pauseInTyping = async () => {
  for (let rest = TYPING; rest > 0; ) {
    rest = typedAt + TYPING - performance.now();
    if (rest > 0) await new Promise((done) => setTimeout(done, rest));
  }
};

/** @param {HTMLFormElement} form */
const personOf = (form) => one(form, "[name=person]", HTMLInputElement).value;

/** The forms of the page get the token that came with the session. */
const refresh = () => {
  const token = csrfToken();
  for (const input of every(document, "[name=csrfmiddlewaretoken]", HTMLInputElement)) {
    input.value = token;
  }
};

const welcome = () => {
  refresh();
  emit("lgq:signed-in", null);
};

/**
 * Returns what asks by a dialog of the page, and what asks the server.
 * @param {HTMLDialogElement} dialog
 */
const makeDesk = (dialog) => {
  const fields = one(dialog, "form", HTMLFormElement);
  const problems = one(dialog, "[data-again-problems]");
  const button = one(fields, "[type=submit]", HTMLButtonElement);
  const address = said(dialog, "again");
  const inputs = {
    username: one(fields, "[name=username]", HTMLInputElement),
    password: one(fields, "[name=password]", HTMLInputElement),
  };

  /**
   * Says whether the person of a page is signed in. The reply brings the token of the session.
   * @param {HTMLFormElement} form
   */
  const isBack = async (form) => {
    const query = new URLSearchParams({ person: personOf(form) });
    try {
      const reply = await fetch(`${address}?${query}`);
      return (await reply.json()).state === "signed_in";
    } catch {
      return false;
    }
  };

  /**
   * @param {HTMLFormElement} form
   * @returns {Promise<Fault[]>}
   */
  const post = async (form) => {
    const body = new URLSearchParams({ person: personOf(form) });
    for (const { name, value } of Object.values(inputs)) body.set(name, value);
    const reply = await fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body,
    });
    const { problems: found, message } = await reply.json();
    return reply.ok ? [] : (found ?? [{ target: "", message }]);
  };

  /** @param {Fault[]} found */
  const show = (found) => {
    problems.replaceChildren(
      ...found.map(({ target, message }) => {
        const line = document.createElement("p");
        const label = target && one(fields, `label[for="again-${target}"]`).textContent;
        line.textContent = label ? `${label}: ${message}` : message;
        return line;
      }),
    );
    problems.hidden = found.length === 0;
    const faulty = new Set(found.map(({ target }) => target));
    for (const input of Object.values(inputs)) {
      const isFaulty = faulty.has(input.name) || faulty.has("");
      input.classList.toggle("is-invalid", isFaulty);
      if (isFaulty) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    if (!found[0]) return;
    inputs[found[0].target === "username" ? "username" : "password"].select();
  };

  /** @param {HTMLFormElement} form */
  const trySigningIn = async (form) => {
    if (await isBack(form)) return [];
    try {
      return await post(form);
    } catch {
      return [{ target: "", message: said(dialog, "unreachable") }];
    }
  };

  /**
   * Opens the dialog; resolves whether it was closed by the person being there again.
   * @param {HTMLFormElement} form
   * @param {Reason} reason
   * @returns {Promise<boolean>}
   */
  const ask = (form, reason) =>
    new Promise((done) => {
      const ending = new AbortController();
      const { signal } = ending;
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
          inputs.password.value = "";
          done(dialog.returnValue === "signed-in");
        },
        { signal },
      );
      for (const words of every(dialog, "[data-state]")) {
        words.hidden = words.dataset.state !== reason;
      }
      show([]);
      dialog.returnValue = "";
      dialog.showModal();
      inputs.password.focus();
    });

  return { isBack, ask };
};

const dialog = maybe(document, "dialog[data-again]", HTMLDialogElement);
const desk = dialog && makeDesk(dialog);

/**
 * @param {ReturnType<typeof makeDesk>} desk
 * @param {HTMLFormElement} form
 * @param {Reason} reason
 */
const settle = async ({ isBack, ask }, form, reason) => {
  let back = await isBack(form);
  if (!back) {
    await pauseInTyping();
    back = await ask(form, reason);
  }
  postponed = back ? null : form;
  if (back) welcome();
  return back;
};

/**
 * Resolves true once the person of `form` is signed in, here or in another tab, and false if
 * they put it off. All who ask meanwhile share it.
 * @param {HTMLFormElement} form
 * @param {Reason} reason as the server said it
 * @returns {Promise<boolean>}
 */
export const signInAgain = (form, reason) => {
  if (!desk) return Promise.resolve(false);
  asking ??= settle(desk, form, reason).finally(() => {
    asking = null;
  });
  return asking;
};

if (dialog) one(dialog, "[data-later]").addEventListener("click", () => dialog.close(""));

// Who puts it off may sign in in another tab.
addEventListener("focus", async () => {
  if (!desk || !postponed || asking || !(await desk.isBack(postponed))) return;
  postponed = null;
  welcome();
});

// The token may have changed in another tab.
addEventListener("submit", refresh, true);
