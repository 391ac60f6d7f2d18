// Time that goes on only when a test says so.

/** Lets everything that waits for nothing but promises go on to its end. */
export const settled = async () => {
  for (let round = 0; round < 25; round += 1) await Promise.resolve();
};

export class FakeClock {
  now = 0;
  #timers = new Map();
  #last = 0;

  setTimeout = (act, wait) => {
    this.#last += 1;
    this.#timers.set(this.#last, { act, at: this.now + wait });
    return this.#last;
  };

  clearTimeout = (timer) => {
    this.#timers.delete(timer);
  };

  // In the middle, so that waits are what they are meant to be.
  random = () => 0.5;

  /** Lets so many milliseconds pass, with everything that happens meanwhile. */
  async pass(wait) {
    const end = this.now + wait;
    await settled();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const [timer, { act, at }] = next;
      this.#timers.delete(timer);
      this.now = at;
      act();
      await settled();
    }
    this.now = end;
  }

  #next(end) {
    const due = [...this.#timers].filter(([, { at }]) => at <= end);
    return due.sort(([, one], [, other]) => one.at - other.at)[0];
  }
}
