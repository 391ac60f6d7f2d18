// Sends one chosen file, and knows how far that is. Pure: the server, the time and who is signed in
// are given to it.

/** @typedef {"Waiting" | "Adding" | "Busy" | "Added" | "Refused" | "Rejected" | "Broken" | "SignedOut" | "Cancelled"} UploadState */

/**
 * The row that names a file, by the keys of its fields, and in words what type it has and how
 * large it is.
 * @typedef {{ row: Record<string, string>, about: string }} AddedFile
 */

/**
 * What came back, in JSON if at all; the status is 0 where nothing came.
 * @typedef {{ status: number, said: (Partial<AddedFile> & { state?: string, message?: string, after?: number }) | null }} FileReply
 */

/** @typedef {{ reply: Promise<FileReply>, abort: () => void }} FileFlight */

/**
 * @typedef {object} UploadMeans
 * @property {(file: File, onShare: (share: number) => void) => FileFlight} send tells how much of 100 is sent
 * @property {(file: File) => string} fault why a file need not be sent, or ""
 * @property {(state: "signed_out" | "other_person") => Promise<boolean>} signIn asks in place
 * @property {{ setTimeout: (act: () => void, wait: number) => number, clearTimeout: (timer: number) => void }} clock
 * @property {(upload: Upload) => void} onState called with each new state
 * @property {(upload: Upload) => void} onShare
 */

const STALL = 60_000; // ms without a byte more, or a reply, after which nobody waits any longer
const OUT = 401;
const FORBIDDEN = 403;
const BUSY = 503;
const TRIES = 60; // how often it is sent by itself where others are before it

/** Whether it may be taken the next time. @param {number} status */
const isPassing = (status) => status === 0 || status === 408 || status === 429 || status >= 500;

export class Upload {
  /** @type {UploadState} */
  state = "Waiting";
  /** How much of 100 is sent. */
  share = 0;
  /** Why the server, or the page, does not take it. */
  why = "";
  /** @type {AddedFile | null} */
  added = null;
  /** @type {FileFlight | null} */
  #flight = null;
  #timer = 0;
  #wake = () => {};
  #means;

  /**
   * @param {File} file
   * @param {UploadMeans} means
   */
  constructor(file, means) {
    this.file = file;
    this.#means = means;
  }

  get isUnderWay() {
    return this.state === "Waiting" || this.state === "Adding" || this.state === "Busy";
  }

  /** Sends the file, if it still waits; resolves once it is known what became of it. */
  async start() {
    if (this.state === "Waiting") await this.#go();
  }

  async #go() {
    this.why = this.#means.fault(this.file);
    if (this.why) return this.#become("Refused");
    this.#become("Adding");
    let reply = await this.#exchange();
    if (this.state === "Adding" && reply.status === OUT && reply.said?.state) {
      const isBack = await this.#means.signIn(
        reply.said.state === "other_person" ? "other_person" : "signed_out",
      );
      if (this.state !== "Adding") return;
      if (!isBack) return this.#become("SignedOut");
      reply = await this.#exchange();
    }
    for (let tries = 1; this.#isBusy(reply) && tries < TRIES; tries += 1) {
      await this.#pause((reply.said?.after ?? 0) * 1000);
      if (this.state !== "Busy") return;
      this.share = 0;
      this.#become("Adding");
      reply = await this.#exchange();
    }
    if (this.state === "Adding") this.#judge(reply);
  }

  /** @param {FileReply} reply */
  #isBusy({ status, said }) {
    return this.state === "Adding" && status === BUSY && Boolean(said?.after);
  }

  /** Waits until it is to be sent once more, or is not any longer. @param {number} wait */
  async #pause(wait) {
    this.#become("Busy");
    await new Promise((done) => {
      this.#wake = () => done(undefined);
      this.#timer = this.#means.clock.setTimeout(this.#wake, wait);
    });
  }

  /** Nobody waits for it any more. */
  cancel() {
    if (!this.isUnderWay) return;
    this.#become("Cancelled");
    this.#stopTimer();
    this.#flight?.abort();
    this.#wake();
  }

  /** To be started once more. */
  again() {
    if (this.isUnderWay || this.state === "Added") return;
    this.share = 0;
    this.#become("Waiting");
  }

  async #exchange() {
    const reply = await this.#sent();
    // A 403 that is a page is about the token, which may just have changed.
    const isOfToken = reply.status === FORBIDDEN && !reply.said && this.state === "Adding";
    return isOfToken ? this.#sent() : reply;
  }

  async #sent() {
    const flight = this.#means.send(this.file, (share) => {
      if (this.#flight !== flight || this.state !== "Adding") return;
      this.share = share;
      this.#startTimer(flight);
      this.#means.onShare(this);
    });
    this.#flight = flight;
    this.#startTimer(flight);
    const reply = await flight.reply;
    this.#stopTimer();
    return reply;
  }

  /** @param {FileFlight} flight */
  #startTimer(flight) {
    this.#stopTimer();
    this.#timer = this.#means.clock.setTimeout(() => flight.abort(), STALL);
  }

  #stopTimer() {
    this.#means.clock.clearTimeout(this.#timer);
  }

  /** @param {FileReply} reply */
  #judge({ status, said }) {
    if (status === 200 && said?.row) {
      this.added = { row: said.row, about: said.about ?? "" };
      return this.#become("Added");
    }
    if (isPassing(status)) return this.#become("Broken");
    this.why = said?.message ?? "";
    this.#become(this.why ? "Refused" : "Rejected");
  }

  /** @param {UploadState} state */
  #become(state) {
    this.state = state;
    this.#means.onState(this);
  }
}

/** Returns what starts uploads, one after the other. */
export const makeQueue = () => {
  let last = Promise.resolve();
  return (/** @type {Upload} */ upload) => {
    const start = () => upload.start();
    last = last.then(start, start);
    return last;
  };
};
