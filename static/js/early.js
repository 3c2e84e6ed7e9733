/* What has been typed before the scripts of a page had come: on a slow line a page can be written in for seconds before
   anybody listens. Pages that send each field by itself ask for it once, as they begin. */

function isAsServed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked === field.defaultChecked;
  if (field.tagName !== "SELECT") return field.type === "hidden" || field.value === field.defaultValue;
  const options = [...field.options];
  const isServed = options.some((option) => option.defaultSelected);
  // Where the page chose nothing, a list shows its first line.
  if (!isServed && !field.multiple) return field.selectedIndex <= 0;
  return options.every((option) => option.selected === option.defaultSelected);
}

/* The fields under an element that do not say any more what the page came with. */
export function typedEarly(root) {
  return [...root.querySelectorAll("input[name], textarea[name], select[name]")].filter((field) => !isAsServed(field));
}
