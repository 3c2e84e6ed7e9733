/* The HTML of a clipboard before it is parsed. It is made harmless as text: a parser that met its style attributes would
   report each to the content security policy. */

const LONGEST = 3_000_000;

/* How the lists of a Word document are numbered, by "l0:level1"; it stands in its style sheet only. */
function listFormats(html) {
  const formats = {};
  for (const [, list, level, rules] of html.matchAll(/@list\s+(l\d+):level(\d+)[^{}]{0,80}\{([^}]{0,600})\}/g)) {
    formats[`${list}:${level}`] = /mso-level-number-format:\s*([\w-]+)/.exec(rules)?.[1] || "decimal";
  }
  return formats;
}

/* Everything from a tag to its end; an end that is missing takes the rest with it. */
function without(html, name) {
  const opening = new RegExp(`<${name}(?=[\\s>/])`, "gi");
  const closing = new RegExp(`</${name}\\s*>`, "gi");
  let kept = "";
  let place = 0;
  for (let found = opening.exec(html); found; found = opening.exec(html)) {
    kept += html.slice(place, found.index);
    closing.lastIndex = opening.lastIndex;
    place = closing.exec(html) ? closing.lastIndex : html.length;
    opening.lastIndex = place;
  }
  return kept + html.slice(place);
}

function withoutComments(html) {
  let kept = "";
  let place = 0;
  for (let start = html.indexOf("<!--"); start >= 0; start = html.indexOf("<!--", place)) {
    kept += html.slice(place, start);
    const end = html.indexOf("-->", start + 4);
    place = end < 0 ? html.length : end + 3;
  }
  return kept + html.slice(place);
}

/* Attributes that say how something looks travel as data; the others that matter are named where they are read. */
function tag(text) {
  return text.replace(/(\s|["'])style(?=\s*=)/gi, "$1 data-look").replace(/(\s|["'])(?:on\w+|src|srcset|background)(?=\s*=)/gi, "$1 data-gone");
}

/* A picture goes; one that stands for a sign (mail programs draw emoji) is that sign. */
const PICTURE = /<img\b(?:[^"'<>]|"[^"]*"|'[^']*')*>/gi;
const SIGN = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\d#*\u200d\ufe0f\u20e3]{1,20}$/u;

function picture(text) {
  const alt = /\salt\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(text);
  const sign = alt?.[1] ?? alt?.[2] ?? "";
  return SIGN.test(sign) && /[^\d#*]/.test(sign) ? sign : "<img>";
}

const GONE = ["script", "style", "xml", "svg", "math", "iframe", "object", "noscript", "template", "title", "textarea", "select"];
const TAG = /<[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*>/gi;

export function parse(source) {
  let html = source.slice(0, LONGEST);
  const formats = listFormats(html);
  // <![if !supportLists]> shows its content to those who do not know lists: the mark goes, the content stays.
  html = withoutComments(html).replace(/<!\[(?:if|endif)[^\]>]{0,80}\]>/gi, "");
  for (const name of GONE) html = without(html, name);
  html = html.replace(/<\/?(?:meta|link|base|input|embed)\b[^>]*>/gi, "")
    .replace(PICTURE, picture).replace(/<img\b[^>]*>/gi, "<img>").replace(TAG, tag);
  return { body: new DOMParser().parseFromString(html, "text/html").body, formats };
}

/* What was copied in an editor of ours knows what it is; it is made as harmless as the rest, and left as it is. */
export function ownHtml(source) {
  if (!source.includes("data-pm-slice")) return null;
  const { body } = parse(source);
  return body.querySelector("[data-pm-slice]") && body.innerHTML;
}
