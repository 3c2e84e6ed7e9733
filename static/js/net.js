/* The one way to the server for everything that a script sends.

   Only an answer that carries the portal's own header counts. A train's sign-in page with status 200, or the 404 and 502
   of a proxy while the portal restarts, is no answer: what was sent is kept and sent again. */

const OURS = "X-Toolkit";
const PATIENCE = 20000;
const FIRST_PAUSE = 5000;
const LONGEST_PAUSE = 120000;

export function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/* Whoever signed in again in another tab has a new token in the cookie; the page's is what there is without cookies. */
export function token() {
  return cookie("csrftoken") || (document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "");
}

/* `crypto.randomUUID` is missing on plain HTTP, as inside a house. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/* Whether a request of HTMX was answered by the portal itself. */
export const isOurs = (request) => request.getResponseHeader(OURS) !== null;

/* Sends `values` by POST, or asks by GET without them. Returns { status, text, header, isSignedOut }, or null when the
   portal has not answered. `person` is whose words these are: nobody else's session may store them. */
export async function ask(address, { values, person, ...options } = {}) {
  const headers = { "HX-Request": "true" };
  if (values) headers["X-CSRFToken"] = token();
  if (person) headers["X-Person"] = person;
  const hadToken = Boolean(cookie("csrftoken"));
  try {
    const response = await fetch(address, {
      method: values ? "POST" : "GET",
      body: values && new URLSearchParams(values),
      headers,
      credentials: "same-origin",
      // A browser that knows no such limit has one of its own.
      signal: AbortSignal.timeout?.(PATIENCE),
      ...options,
    });
    if (response.redirected || response.headers.get(OURS) === null) return null;
    const { status } = response;
    // Without its cookie the request was nobody's; with it, it is the person who may not.
    const isSignedOut = status === 401 || (status === 403 && !hadToken);
    return { status, text: await response.text(), header: (name) => response.headers.get(name), isSignedOut };
  } catch {
    return null;
  }
}

const sleepers = new Set();

/* Tries again what has not arrived: after growing pauses, and at once when the connection or the person comes back. */
export function retrying(act) {
  let pause = FIRST_PAUSE;
  let timer = 0;
  const rest = () => {
    clearTimeout(timer);
    sleepers.delete(wake);
  };
  const wake = () => {
    rest();
    act();
  };
  return {
    later() {
      rest();
      sleepers.add(wake);
      timer = setTimeout(wake, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    },
    rest,
    arrived() {
      rest();
      pause = FIRST_PAUSE;
    },
  };
}

const wakeAll = () => [...sleepers].forEach((wake) => wake());
addEventListener("online", wakeAll);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") wakeAll();
});
