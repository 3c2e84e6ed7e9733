// Keeps what is written in this browser until it is sent: a closed page, a dead battery, a tunnel. And turns the pages
// within one, so that the browser's Back is the page before, and without a connection the page stays. Without it the
// page works all the same.
(() => {
  const key = `answer:${location.pathname}`;
  const PATIENCE = 30000;
  const store = (act) => {
    try {
      return act(window.localStorage);
    } catch {
      // A browser that keeps nothing is no reason to stop.
      return null;
    }
  };
  const formOf = (page) => page.getElementById("answers");
  const partOf = (page) => formOf(page)?.elements.part.value;
  const typed = () => [...new FormData(formOf(document))].filter(([name, text]) => name.startsWith("a-") && text !== "");
  const say = () => document.getElementById("kept").removeAttribute("hidden");
  const keep = () => {
    const { lang: language } = document.documentElement;
    store((kept) => kept.setItem(key, JSON.stringify({ language, typed: typed() })));
    say();
  };

  const hidden = (name, text) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value: text });
    formOf(document).append(field);
  };
  const fill = (all) => {
    const taken = new Map();
    for (const [name, text] of all) {
      const fields = [...formOf(document).querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      const nth = taken.get(name) ?? 0;
      taken.set(name, nth + 1);
      const choice = fields.find((field) => ["radio", "checkbox"].includes(field.type) && field.value === text);
      if (choice) choice.checked = true;
      else if (fields[nth] && !["radio", "checkbox"].includes(fields[nth].type)) fields[nth].value = text;
      else if (fields.length === 0) hidden(name, text);
    }
    if (all.length > 0) say();
  };
  // What was kept before the page was left, and in which language. It may be cut, or of another hand: then it is as if
  // nothing were.
  const keptBefore = (language) => {
    const found = store((kept) => JSON.parse(kept.getItem(key))) || [];
    // Kept before the language was kept with it.
    const listed = Array.isArray(found) ? found : found.typed;
    return {
      language: ["da", "en"].includes(found.language) ? found.language : language,
      typed: Array.isArray(listed) ? listed.filter((one) => Array.isArray(one) && String(one[0]).startsWith("a-")) : [],
    };
  };

  // What a page that has just come begins with.
  const begin = () => {
    const first = document.querySelector("[data-focus]");
    if (first) first.focus();
    if (document.querySelector("[data-sent]")) store((kept) => kept.removeItem(key));
    // A page that came by a link has nothing typed in it; one that came by a button has all of it.
    if (formOf(document) && typed().length > 0) keep();
  };

  // --- turning a page -------------------------------------------------------------------------------------------------
  const show = (page) => {
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    document.body.replaceWith(document.importNode(page.body, true));
    scrollTo(0, 0);
    document.getElementById("main").focus({ preventScroll: true });
    begin();
  };
  // Return the status and the page of the survey that came; null where nothing came, or somebody else's page.
  const ask = async (sent) => {
    try {
      // A browser that knows no such limit has one of its own.
      const signal = AbortSignal.timeout?.(PATIENCE);
      const response = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(sent), signal });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      return { status: response.status, page: page.querySelector(".sheet #main") ? page : null };
    } catch {
      return { status: 0, page: null };
    }
  };
  const tell = (id) => {
    for (const one of ["unreached", "unheard"]) document.getElementById(one).hidden = one !== id;
  };
  let isTurning = false;
  // Ask for the page that follows and show it; return whether it came. `remember` notes it in the browser's history.
  const turn = async (sent, remember) => {
    if (isTurning) return false;
    isTurning = true;
    const { activeElement } = document;
    const sheet = document.querySelector(".sheet");
    tell();
    // What is typed while the next page is on its way would be on neither.
    sheet.inert = true;
    const { status, page } = await ask(sent);
    isTurning = false;
    if (page && status < 500) {
      remember(partOf(page) ?? "", page.documentElement.lang);
      show(page);
      return true;
    }
    sheet.inert = false;
    if (status >= 400 && status < 500) {
      // The server, or what stands before it, says why it does not take this: let its own page be seen.
      for (const [name, text] of sent.slice(-2)) if (["act", "to"].includes(name)) hidden(name, text);
      formOf(document).submit();
      return false;
    }
    const isSent = sent.some(([name, text]) => name === "act" && text === "send");
    tell(isSent ? "unheard" : "unreached");
    activeElement.focus();
    return false;
  };
  // Loaded anew, the page comes in the language and with the part that stood there.
  const at = (language) => (language ? `${location.pathname}?language=${language}` : location.href);
  const note = (part, language) => history.replaceState({ part }, "", at(language));
  const goTo = (part) => turn([...new FormData(formOf(document)), ["act", "go"], ["to", part]], note);

  const isOurs = (form) => form && form === formOf(document);
  document.addEventListener("input", (event) => isOurs(event.target.form) && keep());
  document.addEventListener("submit", (event) => {
    const { submitter } = event;
    // A browser that does not say which button was pressed sends the form by itself.
    if (!isOurs(event.target) || !submitter) return;
    event.preventDefault();
    const here = partOf(document);
    turn([...new FormData(event.target), [submitter.name, submitter.value]], (part, language) => {
      // The same page once more, with what is wrong with it, is no step that one would go back to.
      if (part && part !== here) history.pushState({ part }, "", at(language));
      else note(part || here, language);
    });
  });
  const pause = () => new Promise((go) => setTimeout(go, 50));
  addEventListener("popstate", async ({ state }) => {
    // Who goes back while a page is on its way is not forgotten.
    while (isTurning) await pause();
    const here = partOf(document);
    // Behind the thanks there is nothing that could be turned back to.
    if (!here) location.reload();
    // A link to a place on the page leaves no note.
    else if (!state?.part) note(here);
    else if (state.part !== here && !(await goTo(state.part))) history.pushState({ part: here }, "");
  });

  begin();
  if (!formOf(document)) return;
  if (typed().length === 0) {
    const { lang: language } = document.documentElement;
    const before = keptBefore(language);
    if (before.typed.length > 0 && before.language !== language) {
      // What was written in the other language is read as it was written, so the page comes back in that one.
      const asked = new URLSearchParams(location.search);
      asked.set("language", before.language);
      location.replace(`${location.pathname}?${asked}`);
      return;
    }
    fill(before.typed);
  }
  const { state } = history;
  if (state?.part && state.part !== partOf(document)) goTo(state.part);
  else note(partOf(document));
})();
