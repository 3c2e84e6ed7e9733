// Keeps what is written in this browser until it is sent: a closed page, a dead battery, a tunnel. Without it the page
// works all the same.
(() => {
  const key = `answer:${location.pathname}`;
  const form = document.getElementById("answers");
  const store = (act) => {
    try {
      return act(window.localStorage);
    } catch {
      // A browser that keeps nothing is no reason to stop.
      return null;
    }
  };
  const errors = document.querySelector("[data-focus]");
  if (errors) errors.focus();
  if (document.querySelector("[data-sent]")) store((kept) => kept.removeItem(key));
  if (!form) return;

  const { lang: language } = document.documentElement;
  const typed = () => [...new FormData(form)].filter(([name, text]) => name.startsWith("a-") && text !== "");
  const say = () => document.getElementById("kept").removeAttribute("hidden");
  const keep = () => {
    store((kept) => kept.setItem(key, JSON.stringify({ language, typed: typed() })));
    say();
  };
  const hidden = (name, text) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value: text });
    form.append(field);
  };
  const fill = (all) => {
    const taken = new Map();
    for (const [name, text] of all) {
      const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      const nth = taken.get(name) ?? 0;
      taken.set(name, nth + 1);
      const choice = fields.find((field) => ["radio", "checkbox"].includes(field.type) && field.value === text);
      if (choice) choice.checked = true;
      else if (fields[nth] && !["radio", "checkbox"].includes(fields[nth].type)) fields[nth].value = text;
      else if (fields.length === 0) hidden(name, text);
    }
    if (all.length > 0) say();
  };

  // A page that came by a link has nothing typed in it; one that came by a button has all of it.
  const isNew = typed().length === 0;
  // What is kept may be cut, or of another hand: then it is as if nothing were.
  const found = (isNew && store((kept) => JSON.parse(kept.getItem(key)))) || [];
  // Kept before the language was kept with it.
  const listed = Array.isArray(found) ? found : found.typed;
  const before = {
    language: ["da", "en"].includes(found.language) ? found.language : language,
    typed: Array.isArray(listed) ? listed.filter((one) => Array.isArray(one) && String(one[0]).startsWith("a-")) : [],
  };
  if (before.typed.length > 0 && before.language !== language) {
    // What was written in the other language is read as it was written, so the page comes back in that one.
    const asked = new URLSearchParams(location.search);
    asked.set("language", before.language);
    location.replace(`${location.pathname}?${asked}`);
    return;
  }
  if (isNew) fill(before.typed);
  else keep();
  form.addEventListener("input", keep);
})();
