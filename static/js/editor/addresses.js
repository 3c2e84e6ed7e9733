/* Which addresses a link may have: those that the server shows. */

import { markdown } from "./markdown.js";

const KNOWN = /^(?:https?:\/\/|mailto:)\S/i;

/* An address that leads to another one on purpose: what it leads to is what the person means. */
const DETOURS = [
  [/^https?:\/\/[\w.-]+\.safelinks\.protection\.outlook\.com\//i, "url"],
  [/^https?:\/\/(?:www\.)?google\.[a-z.]+\/url\?/i, "q"],
];

function straight(address) {
  for (const [pattern, name] of DETOURS) {
    if (!pattern.test(address)) continue;
    try {
      const target = new URL(address).searchParams.get(name);
      if (target && KNOWN.test(target)) return target;
    } catch {
      /* not an address after all: it is judged below as it stands */
    }
  }
  return address;
}

/* Returns the address as it is stored, or nothing when it is of a kind that is not shown. */
export function addressOf(text) {
  let address = straight(text.trim());
  if (address.startsWith(`${location.origin}/`)) address = address.slice(location.origin.length);
  if (!KNOWN.test(address) && !/^\/(?!\/)/.test(address)) return "";
  address = markdown.normalizeLink(address);
  return markdown.validateLink(address) ? address : "";
}

/* The same for what a person types: "example.dk" and "me@example.dk" are addresses too. */
export function typedAddress(text) {
  const typed = text.trim();
  if (/^[^\s@:/]+@[^\s@]+\.[^\s@]+$/.test(typed)) return addressOf(`mailto:${typed}`);
  if (/^[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?$/.test(typed)) return addressOf(`https://${typed}`);
  return addressOf(typed);
}
