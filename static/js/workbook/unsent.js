/* What was written and not sent when its page was closed is sent from whichever page is opened next. What cannot be stored
   is told of, with the way to it. Fetched by app.js when something waits; on the phase itself keeping.js sees to it. */

const region = document.getElementById("trouble");
const prefix = `draft:${region.dataset.person}:`;
// Younger ones may be of another tab, in which somebody is writing right now.
const REST = 60000;
const RETRY = 5000;

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function waiting() {
  return Object.keys(localStorage)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ name, key: name.slice(name.lastIndexOf(":") + 1), text: localStorage.getItem(name) }))
    .map((one) => ({ ...one, draft: JSON.parse(one.text) }))
    .filter(({ draft, key }) => draft.url && !document.getElementById(`q-${key}`));
}

/* What has become of the draft: stored, refused (a page has to be opened for it), or nothing yet. */
async function send({ name, key, text, draft }) {
  const body = new URLSearchParams(draft.fields);
  body.append(`rev-${key}`, draft.revision);
  const headers = { "X-CSRFToken": cookie("csrftoken"), "HX-Request": "true", "X-Person": region.dataset.person };
  let response;
  let html;
  try {
    response = await fetch(draft.url, { method: "POST", body, headers, credentials: "same-origin" });
    html = await response.text();
  } catch {
    return "";
  }
  if ([404, 409, 422].includes(response.status)) return "refused";
  if (!response.ok || !html.includes(`id="after-${key}"`)) return "";
  if (localStorage.getItem(name) === text) localStorage.removeItem(name);
  return "stored";
}

function tell({ key, draft }) {
  const link = document.createElement("a");
  link.href = `${draft.page}#q-${key}`;
  link.textContent = region.dataset.unsentLink;
  document.dispatchEvent(new CustomEvent("trouble", { detail: { message: region.dataset.unsent, link } }));
}

async function run() {
  const all = waiting();
  const old = all.filter(({ draft }) => Date.now() - draft.at > REST);
  if (old.length < all.length) setTimeout(run, REST);
  for (const one of old) {
    const result = await send(one);
    if (result === "refused") return tell(one);
    if (!result) {
      setTimeout(run, RETRY);
      return undefined;
    }
  }
  return undefined;
}

run();
