// Light, dark or as the system: set before the first paint, remembered on this device. No module,
// as modules wait for the page.
(() => {
  const KEY = "lgq-theme";
  const root = document.documentElement;

  const remembered = () => {
    try {
      return localStorage.getItem(KEY) ?? "system";
    } catch {
      return "system"; // storage may be forbidden
    }
  };

  /** @returns {NodeListOf<HTMLButtonElement>} */
  const buttons = () => document.querySelectorAll("button[data-theme]");

  /** @param {string} theme */
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.bsTheme = theme;
    else delete root.dataset.bsTheme;
    for (const button of buttons()) {
      button.setAttribute("aria-pressed", String(button.dataset.theme === theme));
    }
  };

  /** @param {string} theme */
  const choose = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // The choice then holds for this page.
    }
    apply(theme);
  };

  apply(remembered());
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of buttons()) {
      button.addEventListener("click", () => choose(button.dataset.theme ?? "system"));
    }
    for (const group of document.querySelectorAll("[data-theme-switch]")) {
      group.toggleAttribute("hidden", false);
    }
    apply(remembered());
  });
})();
