"""A template read into its pieces."""

import re
from functools import cache
from pathlib import Path

from formatting.gaps import after_blocks, mirrored
from formatting.pairs import box, pair
from formatting.pieces import BLOCKS, DRAWN, IN_TAG, MIDDLES, PAIRED, SILENT, VERBATIM, VOID, WITHIN, Piece

ROOT = Path(__file__).resolve().parents[2]
PIECE = re.compile(
    r"(?P<code>\{%-?.*?%\}|\{\{.*?\}\}|\{#.*?#\})|(?P<markup><!--.*?-->|<!doctype[^>]*>)"
    r"|(?P<tag></?[a-zA-Z])|(?P<space>[ \t\r\n\f]+)",
    re.DOTALL | re.IGNORECASE,
)
LONG_TRANSLATION = re.compile(
    r"""\{%\s*translate\s+"(?P<text>[^"\\{}%]{90,})"(\s+context\s+(?P<context>"[^"]*"))?(\s+as\s+(?P<name>\w+))?\s*%\}"""
)
BODY_OF_COMMENT = re.compile(r"\{%\s*comment\b.*?\{%\s*endcomment\s*%\}", re.DOTALL)


def read(source: str) -> list[Piece]:
    """Part the source into pieces."""
    pieces: list[Piece] = []
    at, before = 0, ""
    while at < len(source):
        found = PIECE.search(source, at)
        stop = found.start() if found else len(source)
        if stop > at:
            pieces.append(Piece(source[at:stop], before))
            before = ""
        if not found:
            break
        at = found.start()
        if found["space"]:
            before += found[0]
            at = found.end()
            continue
        if long := LONG_TRANSLATION.match(found[0]):
            source = source[:at] + in_lines(long) + source[found.end() :]
            continue
        piece, at = piece_at(source, found)
        piece.before, before = before, ""
        pieces.append(piece)
    pieces.append(Piece("", before, "close", "end of the file"))
    pair(pieces)
    box(pieces)
    return pieces


def in_lines(long: re.Match[str]) -> str:
    """Return a long text to translate as the tag that may stand in several lines; its identity stays."""
    words = "".join(
        f" {name} {value}" for name, value in (("context", long["context"]), ("asvar", long["name"])) if value
    )
    return f"{{% blocktranslate trimmed{words} %}}{long['text']}{{% endblocktranslate %}}"


def piece_at(source: str, found: re.Match[str]) -> tuple[Piece, int]:
    """Return the piece that begins here, and where it ends."""
    if found["tag"]:
        return tag_at(source, found.start())
    if found["markup"]:
        return Piece(found[0], name="!", block=True), found.end()
    text = found[0]
    if text.startswith("{#"):
        return Piece(text, code=True, silent=True), found.end()
    if text.startswith("{{"):
        return Piece(text, code=True), found.end()
    name, _, words = text[2:-2].strip().partition(" ")
    if name == "comment":
        whole = BODY_OF_COMMENT.match(source, found.start())
        if whole is None:
            raise ValueError(f"{text} is not closed")
        return Piece(whole[0], code=True, silent=True), whole.end()
    if name == "blocktranslate":
        return translation_at(source, found)
    kind = "word"
    if name.startswith("end"):
        kind, name = "close", name[3:]
    elif name in MIDDLES and not (name == "empty" and words):
        kind = "middle"
    elif name in PAIRED:
        kind = "open"
    if name == "include":
        return Piece(text, name=name, code=True, outer=draws_blocks(words)), found.end()
    if name in {"block", "partialdef"} and kind == "close":
        text = f"{{% end{name} %}}"
    silent = name in SILENT or (kind == "word" and re.search(r"\sas \w+$", text[2:-2].strip()) is not None)
    block = name in DRAWN and kind != "middle"
    return Piece(text, kind=kind, name=name, silent=silent, block=block, code=True), found.end()


def translation_at(source: str, found: re.Match[str]) -> tuple[Piece, int]:
    """Return a translation; one whose text is one line is trimmed without loss, another untrimmed one is left alone."""
    end = re.compile(r"\{%\s*endblocktranslate\s*%\}").search(source, found.end())
    if end is None:
        raise ValueError(f"{found[0]} is not closed")
    body = source[found.end() : end.start()]
    text = found[0]
    if " trimmed" not in text:
        parts = re.split(r"\{%\s*plural\s*%\}", body)
        if any("\n" in part or part != part.strip() for part in parts):
            return Piece(source[found.start() : end.end()], code=True), end.end()
        text = re.sub(r"^\{%\s*blocktranslate", "{% blocktranslate trimmed", text)
    return Piece(text, kind="open", name="blocktranslate", code=True), found.end()


def tag_at(source: str, start: int) -> tuple[Piece, int]:
    """Return the tag of HTML that begins here, in one line; with its content where that is verbatim."""
    parts, end = parts_of_tag(source, start)
    text = "".join(parts).replace(WITHIN, "")
    name = re.match(r"</?([a-zA-Z][\w-]*)", text)

    word = name[1].lower() if name else ""
    shows_block = re.search(r'\bclass="[^"{]*\b(d-block|d-flex|d-grid|lib-sub)\b', text) is not None
    block = word in BLOCKS or word == "br" or (shows_block and word not in VERBATIM)
    piece = Piece(text, name=word, block=block, outer=block, inner=block or word in {"button", "select"})
    if text.startswith("</"):
        piece.kind = "close"
    elif word in VERBATIM or re.search(r'\bclass="[^"]*\b(pre-line|diff-text)\b', text):
        closing = closing_of(source, end, word)
        piece.text = text + source[end:closing]
        return piece, closing
    elif word not in VOID and not text.endswith("/>"):
        piece.kind = "open"
    return piece, end


def closing_of(source: str, start: int, word: str) -> int:
    """Return where the element that was opened before `start` ends."""
    depth = 1
    for found in re.finditer(rf"<(/?){word}\b[^>]*>", source[start:], re.IGNORECASE):
        depth += -1 if found[1] else 1
        if depth == 0:
            return start + found.end()
    raise ValueError(f"<{word}> is not closed")


def parts_of_tag(source: str, start: int) -> tuple[list[str], int]:
    """Part a tag where it may be broken, and return where it ends; a part keeps the space in front of it."""
    parts, at, quote, depth, space = [""], start, "", 0, False
    while True:
        code = IN_TAG.match(source, at)
        sign = code[0] if code else source[at]
        if not quote and not code and sign.isspace():
            space, at = True, at + 1
            continue
        if not quote:
            word = re.match(r"\{%\s*(\w+)", sign)
            opens = word is not None and word[1] in {"if", "for", "with"}
            ends = word is not None and word[1] in {"endif", "endfor", "endwith"}
            # What begins with a space of its own parts from what is before it without another.
            leads = opens and source[at + len(sign) : at + len(sign) + 1].isspace()
            if sign != ">" and (space or leads):
                if depth:
                    parts[-1] += WITHIN + " " * (not leads)
                else:
                    parts.append("" if leads else " ")
            depth += opens - ends
            space = False
        parts[-1] += " ".join(sign.split()) if code and not quote else sign
        at += len(sign)
        if code:
            continue
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == ">":
            return parts, at


# Templates that include themselves, by way of others: inside itself nothing is known of it yet.
BEING_READ: set[Path] = set()


@cache
def draws_blocks(words: str) -> bool:
    """Tell whether what an included template draws begins and ends with a block; what is not known does not."""
    found = re.match(r'"([^"]+)"', words)
    path = ROOT / "templates" / found[1] if found else None
    if path is None or not path.exists() or path.suffix != ".html" or path in BEING_READ:
        return False
    BEING_READ.add(path)
    try:
        pieces = read(path.read_text(encoding="utf-8"))
    finally:
        BEING_READ.discard(path)
    return after_blocks(pieces)[-2] and after_blocks(mirrored(pieces))[-1]
