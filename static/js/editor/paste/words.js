/* The words of one paragraph of a clipboard, with their marks, on the way to clean HTML. */

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const escape = (text) => text.replace(/[&<>"]/g, (letter) => escapes[letter]);

/* What cannot be seen and only tells where a line may break is soup. The joiners are none: they make one picture of
   several (a family, a pilot), and in some scripts one letter of two. */
const UNSEEN = /[\u00ad\u200b\u2060\ufeff]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\p{L}\p{M}])[\u200c\u200d]|(?<=\p{Script=Latin})[\u200c\u200d]/gu;

/* A space that does not break is meant between a number and what it counts; elsewhere it is soup. */
export function tidy(text) {
  return text
    .replace(UNSEEN, "")
    .replace(/[^\S\u00a0\u202f]+/g, " ")
    .replace(/[ \u00a0\u202f]{2,}/g, " ")
    .replace(/(^|\D)[\u00a0\u202f]/g, "$1 ");
}

export class Words {
  constructor() {
    this.pieces = [];
  }

  add(text, { bold, italic, href }) {
    this.pieces.push({ text, bold, italic, href });
  }

  break() {
    this.pieces.push({ isBreak: true });
  }

  get isEmpty() {
    return !this.pieces.some((piece) => piece.text && tidy(piece.text).trim());
  }

  /* The paragraphs in it: an empty line parts two. */
  paragraphs() {
    const found = [[]];
    let breaks = 0;
    for (const piece of this.pieces) {
      if (piece.isBreak) breaks += 1;
      else if (piece.text.trim() || !breaks) {
        if (breaks > 1) found.push([]);
        else if (breaks === 1) found[found.length - 1].push({ isBreak: true });
        breaks = 0;
        found[found.length - 1].push(piece);
      }
    }
    return found.map(settled).filter((pieces) => pieces.length);
  }
}

/* Space is settled across pieces: one between words, none at the ends of a line. */
function settled(pieces) {
  const found = [];
  let before = " ";
  for (const piece of pieces) {
    if (piece.isBreak) {
      trimEnd(found);
      if (found.length) found.push(piece);
      before = " ";
      continue;
    }
    let text = tidy((/\d$/.test(before) ? "0" : "x") + piece.text).slice(1);
    if (/\s$/.test(before)) text = text.replace(/^\s+/, "");
    if (!text) continue;
    before = text;
    const last = found[found.length - 1];
    if (last && !last.isBreak && last.bold === piece.bold && last.italic === piece.italic && last.href === piece.href) last.text += text;
    else found.push({ ...piece, text });
  }
  trimEnd(found);
  while (found.length && found[found.length - 1].isBreak) found.pop();
  return found;
}

function trimEnd(pieces) {
  while (pieces.length && !pieces[pieces.length - 1].isBreak) {
    const last = pieces[pieces.length - 1];
    last.text = last.text.trimEnd();
    if (last.text) return;
    pieces.pop();
  }
}

export function html(pieces) {
  return pieces
    .map((piece) => {
      if (piece.isBreak) return "<br>";
      let text = escape(piece.text);
      if (piece.bold) text = `<strong>${text}</strong>`;
      if (piece.italic) text = `<em>${text}</em>`;
      return piece.href ? `<a href="${escape(piece.href)}">${text}</a>` : text;
    })
    .join("");
}
