/* What an element of a clipboard says about its looks, as far as it means something. */

const looks = new WeakMap();

/* The declarations of a style attribute, by name, in lower case. */
export function lookOf(element) {
  if (!looks.has(element)) {
    const found = {};
    for (const declaration of (element.dataset?.look || "").split(";")) {
      const colon = declaration.indexOf(":");
      if (colon > 0) found[declaration.slice(0, colon).trim().toLowerCase()] = declaration.slice(colon + 1).trim().toLowerCase();
    }
    looks.set(element, found);
  }
  return looks.get(element);
}

export function isHidden(element) {
  const look = lookOf(element);
  return look.display === "none" || look.visibility === "hidden" || look["mso-hide"] === "all" || element.hidden === true;
}

/* Bold, or not bold, or nothing said. The look decides before the tag: Google Docs wraps everything in a <b> that is not bold. */
export function boldness(element) {
  const weight = lookOf(element)["font-weight"];
  if (weight === "normal" || Number(weight) < 600) return false;
  if (weight === "bold" || weight === "bolder" || Number(weight) >= 600) return true;
  return /^(?:B|STRONG)$/.test(element.tagName) || undefined;
}

export function slant(element) {
  const style = lookOf(element)["font-style"];
  if (style === "normal") return false;
  if (style === "italic" || style === "oblique") return true;
  return /^(?:I|EM)$/.test(element.tagName) || undefined;
}

/* The level of a heading: by its tag, or by what Word calls its style. */
export function headingLevel(element) {
  const tag = /^H([1-6])$/.exec(element.tagName);
  if (tag) return Number(tag[1]);
  if (element.getAttribute("role") === "heading") return Number(element.getAttribute("aria-level")) || 2;
  const name = typeof element.className === "string" ? element.className : "";
  if (/\bMsoTitle/.test(name)) return 1;
  if (/\bMsoSubtitle/.test(name)) return 2;
  const outline = /^P$|^DIV$/.test(element.tagName) && /^([1-6])$/.exec(lookOf(element)["mso-outline-level"] || "");
  return outline ? Number(outline[1]) : 0;
}
