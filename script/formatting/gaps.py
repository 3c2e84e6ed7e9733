"""Where a line may be broken."""

from dataclasses import replace

from formatting.pieces import FRAME, HARD, Piece


def mirrored(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces as one who reads from the end meets them."""
    last = len(pieces) - 1
    turned = []
    for piece in reversed(pieces):
        kind = {"open": "close", "close": "open"}.get(piece.kind, piece.kind)
        turned.append(replace(piece, kind=kind, match=-1, first=-1))
    for at, piece in enumerate(pieces):
        if piece.match >= 0:
            turned[last - piece.match].match = last - at
            turned[last - at].first = last - piece.match
        if piece.kind == "middle" and piece.first >= 0:
            turned[last - at].first = last - pieces[piece.first].match
    return turned


def after_blocks(pieces: list[Piece]) -> list[bool]:
    """Tell of each gap, the one before a piece, whether whatever is drawn before it ends in a block."""
    safe = [True] * (len(pieces) + 1)
    safe[0] = False
    while True:
        old = list(safe)
        middles: dict[int, list[int]] = {}
        for at, piece in enumerate(pieces):
            if piece.kind == "middle":
                middles.setdefault(piece.first, []).append(at)
            safe[at + 1] = drawn_before(pieces, safe, at, middles)
        if safe == old:
            return safe


def drawn_before(pieces: list[Piece], safe: list[bool], at: int, middles: dict[int, list[int]]) -> bool:
    """Tell whether a block, or nothing after a block, is drawn before the gap behind this piece."""
    piece = pieces[at]
    if piece.block or (piece.inner if piece.kind == "open" else piece.outer):
        return True
    if not piece.code or piece.name == "blocktranslate":
        return False
    if piece.silent:
        return safe[at] or "extends" in piece.text
    if piece.name == "block":
        return name_of_block(pieces, at) in FRAME
    if piece.kind == "open":
        return safe[at] and (piece.name != "for" or safe[piece.match])
    if piece.first < 0:
        return False
    if piece.kind == "middle":
        return safe[piece.first]
    branches = middles.get(piece.first, [])
    last = pieces[branches[-1]].text[2:].split()[0] if branches else ""
    always = piece.name not in {"if", "for"} or last in {"else", "empty"}
    return all(safe[end] for end in [*branches, at]) and (always or safe[piece.first])


def name_of_block(pieces: list[Piece], at: int) -> str:
    """Return the name of a block from that of its two tags which has it."""
    piece = pieces[at]
    other = pieces[piece.match if piece.kind == "open" else piece.first]
    texts = [one.text[2:-2].split() for one in (piece, other)]
    return next((words[1] for words in texts if words[0] == "block"), "")


def find_gaps(pieces: list[Piece]) -> None:
    """Say of the gap before each piece what may stand there."""
    left = after_blocks(pieces)
    right = list(reversed(after_blocks(mirrored(pieces))))
    outside, depth = False, 0
    translation = -1
    title = False
    for at, piece in enumerate(pieces):
        edge = at and pieces[at - 1].name in {"blocktranslate", "plural"} and pieces[at - 1].kind in {"open", "middle"}
        if translation >= 0:
            own = piece.kind in {"middle", "close"} and piece.code and piece.name in {"plural", "blocktranslate"}
            if edge or own:
                piece.gap = "?"
            elif piece.before:
                # Two spaces in a row are part of the text's identity; a break would make them one.
                piece.gap = " " if piece.before == " " or "\n" in piece.before else piece.before
        elif left[at] or right[at] or outside:
            piece.gap = "?"
        else:
            # A title is read as it stands by what prints it.
            piece.gap = (HARD if title else " ") if piece.before else ""
        if piece.gap == "?" and at and pieces[at - 1].match == at and not piece.before:
            piece.gap = ""
        if piece.name == "blocktranslate" and piece.kind in {"open", "close"}:
            translation = at if piece.kind == "open" else -1
        if piece.name == "title" or piece.text == "{% block title %}":
            title = piece.kind == "open"
        elif piece.code and piece.name == "block" and piece.kind == "close":
            title = False
        if piece.code and piece.name in {"block", "partialdef"}:
            depth += {"open": 1, "close": -1}[piece.kind]
        # In a template that extends another, what stands outside blocks is not drawn.
        outside = pieces[0].text.startswith("{% extends") and depth == 0
