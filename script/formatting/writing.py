"""The pieces, written line by line."""

import re

from formatting.gaps import find_gaps
from formatting.pieces import HARD, LONGEST, WIDTH, WITHIN, Piece
from formatting.reading import parts_of_tag, read


class Writer:
    """Puts pieces into lines."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.lines: list[str] = []
        self.line = ""
        self.fresh = True

    def whole(self) -> str:
        self.range(0, len(self.pieces) - 1, 0)
        self.end_line()
        return "\n".join(self.lines).strip("\n") + "\n"

    def end_line(self) -> None:
        if not self.fresh:
            self.lines.append(self.line.rstrip(" "))
        self.line, self.fresh = "", True

    def new_line(self, depth: int, blank: bool = False) -> None:
        self.end_line()
        if blank and self.lines and self.lines[-1]:
            self.lines.append("")
        self.line = "  " * depth

    def add(self, text: str) -> None:
        if text:
            self.line += text
            self.fresh = False

    def width(self, start: int, stop: int) -> int:
        """Return how long these pieces are in one line, with what is glued to the last."""
        total = sum(len(piece.text) for piece in self.pieces[start:stop])
        total += sum(len(piece.gap.replace("?", "")) for piece in self.pieces[start + 1 : stop])
        for piece in self.pieces[stop:]:
            if piece.gap in {" ", "?"} or piece.kind == "open":
                break
            total += len(piece.text)
        return total

    def broken(self, start: int, stop: int) -> bool:
        """Tell whether these pieces are never one line: blocks stand in them, or a line break of their own."""
        inner = self.pieces[start + 1 : stop - 1]
        return any(one.block and (one.kind == "open" or one.name in {"meta", "link", "script", "hr"}) for one in inner)

    def range(self, start: int, stop: int, depth: int) -> None:
        """Write these pieces; the line they begin in is there already."""
        at, alone = start, False
        while at < stop:
            piece = self.pieces[at]
            end = piece.match + 1 if at < piece.match < stop else at + 1
            own = self.broken(at, end) or (piece.block and piece.name != "br")
            says = piece.silent or piece.name == "include" or (piece.code and piece.kind == "open")
            own = own or (says and piece.gap == "?")
            blank = piece.before.count("\n") > 1
            may = piece.gap in {" ", "?"}
            wide = len(self.line) + len(piece.gap.strip("?").replace(HARD, " ")) + self.width(at, end) > WIDTH
            if not self.fresh:
                if may and (own or alone or blank or wide):
                    self.new_line(depth, blank)
                else:
                    self.add(piece.gap.strip("?").replace(HARD, " "))
            self.group(at, end, depth)
            alone, at = own, end

    def group(self, start: int, end: int, depth: int) -> None:
        """Write a piece, or all from one that opens to the one that closes it."""
        piece = self.pieces[start]
        fits = len(self.line) + self.width(start, end) <= WIDTH and not self.broken(start, end)
        if fits and not any("\n" in one.text for one in self.pieces[start:end]):
            for at in range(start, end):
                self.add(
                    (self.pieces[at].gap.strip("?").replace(HARD, " ") if at > start else "") + self.pieces[at].text
                )
            return
        began = len(self.lines)
        self.tag(piece, depth)
        if end - start == 1:
            return
        flat = piece.name in {"html", "head", "body"} or (piece.name == "block" and depth == 0)
        inside = depth if flat else depth + 1
        edges = [at for at in range(start + 1, end) if self.pieces[at].first == start]
        at = start + 1
        for edge in edges:
            if at < edge:
                if self.pieces[at].gap in {" ", "?"}:
                    self.new_line(inside)
                self.range(at, edge, inside)
            self.edge(self.pieces[edge], depth)
            self.tag(self.pieces[edge], depth)
            if piece.name in {"block", "partialdef"} and len(self.lines) > began:
                self.line = self.line.removesuffix("%}") + piece.text[2:-2].split()[1] + " %}"
            at = edge + 1

    def edge(self, piece: Piece, depth: int) -> None:
        if piece.gap in {" ", "?"}:
            self.new_line(depth)
        else:
            self.add(piece.gap.replace(HARD, " "))

    def tag(self, piece: Piece, depth: int) -> None:
        """Write one piece; a tag of HTML that is too long is broken between its attributes."""
        room = len(self.line) + len(piece.text)
        if room <= WIDTH or piece.code or not piece.text.startswith("<"):
            self.add(piece.text)
            return
        if room > LONGEST and re.fullmatch(r"</?\w+>", piece.text):
            # Nothing else gives way: a tag may end in the next line.
            self.add(piece.text[:-1])
            self.new_line(depth + 1)
            self.add(">")
            return
        if not re.match(r"<[a-zA-Z]", piece.text):
            self.add(piece.text)
            return
        parts, end = parts_of_tag(piece.text, 0)
        for place, part in enumerate(parts):
            plain = part.replace(WITHIN, "")
            if place and self.is_too_long_with(plain):
                self.new_line(depth + 2)
                plain = plain.lstrip(" ")
            if not self.is_too_long_with(plain):
                self.add(plain)
                continue
            for turn, one in enumerate(part.split(WITHIN)):
                if turn and self.is_too_long_with(one):
                    self.new_line(depth + 3)
                self.add(one.lstrip(" ") if self.fresh else one)
        self.add(piece.text[end:])

    def is_too_long_with(self, text: str) -> bool:
        """Tell whether the line would be too long with this."""
        return len(self.line) + len(text) > WIDTH


def formatted(source: str) -> str:
    """Return the template in its form."""
    pieces = read(source)
    find_gaps(pieces)
    return Writer(pieces).whole()
