/* What was written and not sent when its page was closed is sent from whichever page is opened next. What cannot be stored
   is told of, with the way to it. Fetched by app.js when something waits; on the phase itself keeping.js sees to it. */

import { TROUBLE, tell } from "../events.js";
import { draftsOf, forget, names, read } from "../kept.js";
import { ask, retrying } from "../net.js";

const region = document.getElementById("trouble");
const { person } = region.dataset;
// Younger ones may be of another tab, in which somebody is writing right now.
const REST = 60000;
const again = retrying(run);

function draftOf(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function waiting() {
  return names(draftsOf(person))
    .map((name) => ({ name, key: name.slice(name.lastIndexOf(":") + 1), text: read(name) }))
    .map((one) => ({ ...one, draft: draftOf(one.text) }))
    .filter(({ draft, key }) => draft.url && !document.getElementById(`q-${key}`));
}

/* What has become of the draft: stored, refused (a page has to be opened for it), or nothing yet. */
async function send({ name, key, text, draft }) {
  const answer = await ask(draft.url, { values: [...draft.fields, [`rev-${key}`, draft.revision]], person });
  if ([404, 409, 422].includes(answer?.status)) return "refused";
  if (answer?.status !== 200 || !answer.text.includes(`id="after-${key}"`)) return "";
  if (read(name) === text) forget(name);
  return "stored";
}

function say({ key, draft }) {
  const link = document.createElement("a");
  link.href = `${draft.page}#q-${key}`;
  link.textContent = region.dataset.unsentLink;
  tell(TROUBLE, { message: region.dataset.unsent, link });
}

async function run() {
  const all = waiting();
  const old = all.filter(({ draft }) => Date.now() - draft.at > REST);
  if (old.length < all.length) setTimeout(run, REST);
  for (const one of old) {
    const result = await send(one);
    if (result === "refused") return say(one);
    if (!result) return again.later();
  }
  return again.arrived();
}

run();
