// What went wrong is read first: browsers that ignore autofocus on a box get a push.
document.querySelector("[data-focus]")?.focus();
