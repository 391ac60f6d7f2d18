/**
 * Changes by which elements a field is described: `change` gets the set of their ids.
 * @param {Element} field
 * @param {(ids: Set<string>) => void} change
 */
export const describe = (field, change) => {
  const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean));
  change(ids);
  if (ids.size) field.setAttribute("aria-describedby", [...ids].join(" "));
  else field.removeAttribute("aria-describedby");
};
