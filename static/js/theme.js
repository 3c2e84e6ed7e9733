/* Sets the theme before the first paint. The server writes the choice from the cookie; this covers "as my device". */
(function () {
  "use strict";
  const root = document.documentElement, device = matchMedia("(prefers-color-scheme: dark)");
  let choice = root.getAttribute("data-theme") || "auto";
  // The page of an error on the server knows no cookie.
  const cookie = /(?:^|; )theme=(light|dark|auto)/.exec(document.cookie);
  if (cookie) choice = cookie[1];
  function apply() {
    root.setAttribute("data-bs-theme", choice === "dark" || (choice !== "light" && device.matches) ? "dark" : "light");
    document.querySelectorAll("[data-theme-set]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.themeSet === choice));
    });
  }
  root.classList.add("js");
  apply();
  device.addEventListener("change", apply);
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-theme-set]");
    if (!button) return;
    choice = button.dataset.themeSet;
    document.cookie = "theme=" + choice + "; path=/; max-age=31536000; samesite=lax" + (location.protocol === "https:" ? "; secure" : "");
    apply();
  });
})();
