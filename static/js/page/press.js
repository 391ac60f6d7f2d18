// Waits while something is being pressed. What moved it away between the button's way down and
// its way up would make the press none: there would be no click.
let isPressed = false;
/** @type {(() => void)[]} what waits for the release */
const waiting = [];

addEventListener("pointerdown", ({ button }) => {
  if (button === 0) isPressed = true;
});

/** @param {Event} event */
const release = (event) => {
  if (!isPressed || (event instanceof PointerEvent && event.buttons)) return;
  isPressed = false;
  // The click comes first.
  setTimeout(() => {
    if (!isPressed) for (const act of waiting.splice(0)) act();
  });
};

// A list that drops down, or a window in between, may keep the way up to itself.
for (const kind of ["pointerup", "pointercancel", "pointermove", "keydown", "blur"]) {
  addEventListener(kind, release);
}

/**
 * Acts at once, or as soon as nothing is being pressed any more.
 * @param {() => void} act
 */
export const whenReleased = (act) => {
  if (isPressed) waiting.push(act);
  else act();
};

/** @returns {Promise<void>} */
export const released = () => new Promise((done) => whenReleased(done));
