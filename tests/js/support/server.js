// A server that keeps one answer as domain/answers/drafting.py does: versions, refused texts, and lines
// that its author wrote in two windows, combined.
import assert from "node:assert/strict";

export const KEY = "iii-1";
export const TEXT = `q-${KEY}--text`;

const MANY = 10_000; // no test asks so often
const JSON_TYPE = { "Content-Type": "application/json" };
const HTML_TYPE = { "Content-Type": "text/html" };

const replyOf = (status, body, type = JSON_TYPE) => ({
  status,
  headers: new Headers(type),
  json: async () => JSON.parse(body),
});

const linesOf = (text) => text.split("\n").filter(Boolean);

// Every line of both; what both have stands once.
const combined = (one, other) =>
  [...linesOf(one), ...linesOf(other).filter((line) => !linesOf(one).includes(line))].join("\n");

const isFaulty = (text) => text.includes("[faulty]");

export class FakeServer {
  versions = [{ text: "", author: "7" }];
  refused = new Map();
  signedIn = "7";
  isOpen = true;
  left = [];
  requests = [];
  /** How the next requests fare, in order; see `fetch`. */
  plan = [];
  #held = [];

  get version() {
    return this.versions.length - 1;
  }

  get text() {
    return this.versions.at(-1).text;
  }

  /** Somebody saves from elsewhere. */
  write(text, author) {
    this.versions.push({ text, author });
  }

  /**
   * Stands in for the browser's own: `plan` may say of a request that it is "lost" on its way,
   * that its reply is "unheard" or "held" until `release`, or which reply it gets instead.
   */
  fetch = (_, { body, headers, keepalive, signal }) =>
    new Promise((resolve, reject) => {
      const fate = this.plan.shift();
      const sent = new URLSearchParams(body);
      assert.ok(this.requests.length < MANY, "The page asks without end.");
      this.requests.push({ sent, keepalive, token: headers["X-CSRFToken"] });
      signal.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      if (fate === "lost") return reject(new TypeError("Failed to fetch"));
      if (typeof fate === "object")
        return resolve(replyOf(fate.status, fate.body ?? "", fate.type ?? HTML_TYPE));
      const { status, ...said } = this.#answer(sent);
      const reply = () => resolve(replyOf(status, JSON.stringify(said)));
      if (fate === "unheard") return reject(new TypeError("Failed to fetch"));
      if (fate === "held") return this.#held.push(reply);
      return reply();
    });

  get isHolding() {
    return this.#held.length > 0;
  }

  /** Lets the oldest reply go that was held. */
  release() {
    this.#held.shift()();
  }

  #shown() {
    const { text, version } = this;
    return { version, saved: `<p>${version}</p>`, status: "", answered: text !== "" };
  }

  #answer(sent) {
    if (this.signedIn === null) return { status: 401, state: "signed_out", message: "out" };
    if (this.signedIn !== sent.get("person")) return { status: 401, state: "other_person" };
    const text = sent.get(TEXT) ?? "";
    if (isFaulty(text)) return this.#faulty();
    return this.#save(text, Number(sent.get(`version-${KEY}`)), sent.get("continues"));
  }

  #faulty() {
    const problems = [{ target: "id", message: "This is faulty." }];
    return { status: 422, state: "faulty", version: null, problems };
  }

  #save(text, version, continues) {
    const author = this.signedIn;
    const base = this.versions[version]?.text;
    if (base === undefined) return this.#refuse(428, text, version, continues);
    const isOwn = this.versions.slice(version + 1).every((each) => each.author === author);
    const meant = isOwn && version < this.version ? combined(this.text, text) : text;
    const fields = meant === text ? null : [[TEXT, meant]];
    if (meant === this.text) return this.#saved(fields);
    if (text === base) return this.#saved([[TEXT, this.text]]);
    if (!this.isOpen || !isOwn) return this.#refuse(409, text, version, continues);
    this.write(meant, author);
    return this.#saved(fields);
  }

  #saved(fields) {
    return {
      status: 200,
      state: "saved",
      ...this.#shown(),
      fields,
      said: "Saved at 10:00",
      left: this.left,
    };
  }

  #refuse(status, text, version, continues) {
    const known = [...this.refused].find(([, each]) => each.text === text)?.[0];
    const key = this.refused.has(Number(continues)) ? Number(continues) : known;
    const kept = key ?? this.refused.size + 1;
    if (text !== this.text) this.refused.set(kept, { text, version });
    return {
      status,
      state: "refused",
      ...this.#shown(),
      fields: [[TEXT, this.text]],
      message: "Somebody else saved this.",
      brief: "Somebody was first.",
      text: text === this.text ? null : kept,
      compare: "/unsaved/",
      way: "Compare",
    };
  }
}
