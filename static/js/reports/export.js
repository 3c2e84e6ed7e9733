/* The page of a document that is being made: says each new step once, and goes to the file when it is ready. */

const said = document.getElementById("export-said");

document.getElementById("export")?.addEventListener("htmx:afterSwap", (event) => {
  const shown = event.currentTarget.querySelector("[data-said]");
  if (shown && said.textContent !== shown.dataset.said) said.textContent = shown.dataset.said;
  const ready = event.currentTarget.querySelector("[data-go]");
  if (ready) location.assign(ready.dataset.go);
});
