// A menu that is open closes on Escape and when something else is pressed or focused.
const menus = () => document.querySelectorAll("details.lgq-menu[open]");

const closeElsewhere = ({ target }) => {
  for (const menu of menus()) {
    if (!menu.contains(target)) menu.open = false;
  }
};

document.addEventListener("pointerdown", closeElsewhere);
document.addEventListener("focusin", closeElsewhere);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
