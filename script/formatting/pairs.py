"""What opens and what closes it, and which elements stand as boxes."""

import re

from formatting.pieces import BOXES, BOXES_IN, IN_TAG, Piece


def pair(pieces: list[Piece]) -> None:
    """Match what opens with what closes it; HTML that is opened in one branch only stays unmatched."""
    stack: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.kind == "open":
            stack.append(at)
        elif piece.kind == "middle":
            while stack and not (pieces[stack[-1]].code):
                stack.pop()
            if stack:
                piece.first = stack[-1]
        elif piece.kind == "close" and piece.text:
            for back in range(len(stack) - 1, -1, -1):
                other = pieces[stack[back]]
                if (other.code, other.name) == (piece.code, piece.name):
                    other.match, piece.first = at, stack[back]
                    del stack[back:]
                    break
                if other.code and not piece.code:
                    break


def box(pieces: list[Piece]) -> None:
    """Find the elements that are boxes, or hold nothing but boxes."""
    stack: list[tuple[bool, set[str]]] = []
    for at, piece in enumerate(pieces):
        boxed = bool(stack and stack[-1][0])
        if piece.code:
            piece.outer |= boxed and piece.name == "icon"
        elif piece.kind == "close" and piece.first >= 0:
            stack.pop()
            piece.inner, piece.outer = pieces[piece.first].inner, pieces[piece.first].outer
        elif piece.text.startswith("<") and piece.name != "!":
            piece.outer |= boxed
            if piece.match > at:
                found = re.search(r'\sclass="([^"]*)"', piece.text)
                classes = set(IN_TAG.sub(" ", found[1]).split()) if found else set()
                above = {name for _, names in stack for name in names}
                boxes = bool(BOXES & classes) or any(BOXES_IN[name] == piece.name for name in above & set(BOXES_IN))
                piece.inner |= boxes
                stack.append((boxes, classes))
