/* Copies a text that stands in a field. Without this module somebody marks it and copies it by hand. */

import { TOAST, tell } from "../events.js";

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    // Where the browser does not let a page copy, the text is marked, and the keys do it.
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      tell(TOAST, { message: button.dataset.wordsCopied });
    } catch {
      tell(TOAST, { message: button.dataset.wordsMarked });
    }
  });
}
