// Tells the other tabs of a page what this one has saved.
export const openTabs = (name, take) => {
  let channel = null;
  const open = () => {
    channel = new BroadcastChannel(name);
    channel.addEventListener("message", ({ data }) => take(data));
  };
  open();
  // An open channel would keep the browser from holding the page for the way back.
  addEventListener("pagehide", () => {
    channel?.close();
    channel = null;
  });
  addEventListener("pageshow", ({ persisted }) => persisted && open());
  return (data) => channel?.postMessage(data);
};
