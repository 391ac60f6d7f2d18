/**
 * Lets the tabs of a page tell each other what they have saved: `receive` gets what another one
 * sends, and the function that is returned sends.
 * @template T
 * @param {string} name
 * @param {(data: T) => void} receive
 * @returns {(data: T) => void}
 */
export const openTabs = (name, receive) => {
  /** @type {BroadcastChannel | null} */
  let channel = null;
  const open = () => {
    channel = new BroadcastChannel(name);
    channel.addEventListener("message", ({ data }) => receive(data));
  };
  open();
  // An open channel would keep the browser from holding the page for the way back.
  addEventListener("pagehide", () => {
    channel?.close();
    channel = null;
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) open();
  });
  return (data) => channel?.postMessage(data);
};
