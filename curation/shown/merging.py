"""What the original of a copy says now, in pieces that one takes over or leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.differences import Piece as Words
from core.differences import differences
from core.languages import content_language
from core.text import Language, Text
from curation.rules.merging import Clash, Piece, What
from curation.rules.shapes import naming_field
from curation.shown.choices import here
from curation.words import fields
from schema.rules import Line, Prose, rules_of

HEADS: dict[What, "str | Promise"] = {
    What.NEW: pgettext_lazy("in the original", "New"),
    What.CHANGED: pgettext_lazy("in the original", "Changed"),
    What.MOVED: pgettext_lazy("in the original", "Moved"),
    What.ORDER: pgettext_lazy("in the original", "Other order"),
    What.GONE: pgettext_lazy("in the original", "Gone"),
}
WARNINGS: dict[Clash, "str | Promise"] = {
    Clash.NONE: "",
    Clash.BOTH: gettext_lazy("You have changed the same. Taking it over puts the original’s in place of yours."),
    Clash.DELETED: gettext_lazy("You have deleted it. Taking it over brings it back."),
    Clash.HOLDS: gettext_lazy("You have added or changed something in it. Taking it over deletes that too."),
}


@dataclass(frozen=True, slots=True)
class PieceLine:
    """A piece as it is offered: what it is about, what is different, and what is lost when it is taken over."""

    id: str
    head: "str | Promise"
    name: str
    about: "str | Promise"
    warning: "str | Promise"
    words: Sequence[Words] = ()
    mine: str = ""

    @property
    def is_safe(self) -> bool:
        """Whether nothing of one's own is lost by it, so that it is chosen already."""
        return not self.warning


def lines_of(found: Sequence[Piece]) -> list[PieceLine]:
    """Return a line for each piece, in the language of the page."""
    return [_line(one) for one in found]


def _line(piece: Piece) -> PieceLine:
    name = here(piece.entry.get(naming_field(piece.owner))) if piece.path else _("The whole")
    if piece.what is What.ORDER:
        said = _("Its parts are in another order.")
        return PieceLine(piece.id, HEADS[piece.what], _("The order"), said, WARNINGS[piece.clash])
    kind = str(piece.entry.get("type") or "")
    about: str | Promise = fields.TYPES.get(kind, "")
    words: Sequence[Words] = ()
    mine = ""
    if piece.field:
        about = _("The answer is") if piece.field == "type" else fields.label_of(piece.owner, piece.field)
        held = rules_of(piece.owner).get(piece.field)
        if held is not None and isinstance(held.rule, Line | Prose):
            language = content_language()
            was, now, own = (_said(one, language) for one in (piece.base, piece.value, piece.mine))
            words = differences(was, now)
            mine = own if piece.clash and own != was else ""
        elif piece.field == "type":
            was, now = (str(fields.TYPES.get((one or {}).get("type", ""), "")) for one in (piece.base, piece.value))
            words = differences(was, now)
    return PieceLine(
        piece.id, HEADS[piece.what], name or _("Without a name"), about, WARNINGS[piece.clash], words, mine
    )


def _said(value: Any, language: Language) -> str:
    return Text.from_value(value).resolve(language).text
