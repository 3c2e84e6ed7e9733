/* Passkeys: the browser is asked with what the server wrote into #passkey-options, and its answer is sent in the form. */

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function make(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: keys(options.excludeCredentials),
    },
  });
  return answer(made, {
    clientDataJSON: words(made.response.clientDataJSON),
    attestationObject: words(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function use(options) {
  const used = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: keys(options.allowCredentials) },
  });
  return answer(used, {
    clientDataJSON: words(used.response.clientDataJSON),
    authenticatorData: words(used.response.authenticatorData),
    signature: words(used.response.signature),
    userHandle: used.response.userHandle ? words(used.response.userHandle) : null,
  });
}

function answer(credential, response) {
  return {
    id: credential.id,
    rawId: words(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const trouble = form.querySelector("[data-passkey-trouble]");
  let isAnswered = false;
  form.addEventListener("submit", async (event) => {
    if (isAnswered) return;
    event.preventDefault();
    trouble.hidden = true;
    try {
      const { publicKey } = Object.values(JSON.parse(document.getElementById("passkey-options").textContent))[0];
      const asked = form.dataset.passkey === "make" ? await make(publicKey) : await use(publicKey);
      form.elements.credential.value = JSON.stringify(asked);
      isAnswered = true;
      form.requestSubmit();
    } catch {
      // The browser tells nobody why, so that a page cannot find out which keys a person has.
      trouble.hidden = false;
    }
  });
}
