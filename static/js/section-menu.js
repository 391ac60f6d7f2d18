// The list of sections stands open where there is room, also in browsers whose style sheets
// cannot open it.
const menu = document.querySelector("[data-section-menu]");
if (menu && !CSS.supports("selector(::details-content)")) {
  const wide = matchMedia("(min-width: 60rem)");
  const follow = () => {
    menu.open = wide.matches;
  };
  wide.addEventListener("change", follow);
  follow();
}
