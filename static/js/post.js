// Sends one question to be saved, and says in one word what became of it.
const TYPE = "application/json";
const FORM = "application/x-www-form-urlencoded";
const LIMIT = 30_000; // ms after which a reply is not waited for any more

// The token changes when somebody signs in, in another tab too, so it is read each time.
export const csrfToken = () =>
  /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ??
  document.querySelector("[name=csrfmiddlewaretoken]")?.value;

// How much a request may carry that is to outlive its page, less what its head takes.
export const OUTLIVES = 60_000;

const isJson = (reply) => (reply.headers.get("Content-Type") ?? "").startsWith(TYPE);

const send = (url, body, { keepalive, signal }) =>
  fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), Accept: TYPE, "Content-Type": FORM },
    body,
    keepalive,
    signal,
  });

const judged = async (reply) => {
  const said = isJson(reply) ? await reply.json() : {};
  const known = ["saved", "faulty", "refused", "signed_out", "other_person"];
  if (known.includes(said.state)) return said;
  const passing = reply.status >= 500 || reply.status === 408 || reply.status === 429;
  return { state: passing ? "broken" : "rejected", message: said.message };
};

// Returns the reply to `body`; where there is none, its `state` is "offline" or "unreachable".
export const post = async (url, body, { keepalive = false, controller }) => {
  const options = { keepalive, signal: controller.signal };
  const limit = setTimeout(() => controller.abort(), LIMIT);
  try {
    let reply = await send(url, body, options);
    // A 403 that is a page is about the token, which may just have changed.
    if (reply.status === 403 && !isJson(reply)) reply = await send(url, body, options);
    return await judged(reply);
  } catch {
    return { state: navigator.onLine ? "unreachable" : "offline" };
  } finally {
    clearTimeout(limit);
  }
};
