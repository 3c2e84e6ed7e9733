"""What can be answered several times, as a table with a card for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from curation.rules.converting.made import Maker, Words, named_in
from curation.rules.keys import key_from
from schema.tables import COLUMN_TYPES

Document = dict[str, Any]

_IN_WORDS = {"email": "an email address", "address": "a web address"}


class Unfit(Exception):
    """What is asked several times, but fits no table; with why."""


@dataclass
class Cards:
    """What stands on each card, and what is said of it above them, since a column has no help."""

    make: Maker
    columns: list[Document] = field(default_factory=list)
    helps: list[Words] = field(default_factory=list)
    is_required: bool = False
    # By these addresses conditions would ask for what stands on a card.
    attributes: set[str] = field(default_factory=set)

    def add(self, name: str, label: Document, kind: str, more: Mapping[str, Any], help_: Words) -> None:
        """Put a question on the cards; raises Unfit where no column can ask it."""
        if kind in _IN_WORDS:
            self.make.drop(name, f"that the answer is {_IN_WORDS[kind]}", "a column asks for it in words")
            kind = "text"
        if kind not in COLUMN_TYPES:
            raise Unfit(f"“{named_in(label)[:60]}” fits no column")
        for option in more.get("options", ()):
            if option.pop("other", False):
                what = f"“{named_in(option['label'])[:60]}”: words of one’s own"
                self.make.drop(name, what, "a column has none beside an option")
        key = key_from(name or named_in(label), {one["key"] for one in self.columns}, "column")
        self.columns.append({"key": key, "type": kind, "label": label, **more})
        said = {code: words for code, words in help_.items() if words.strip()}
        if said:
            self.helps.append(
                {code: f"**{label.get(code) or named_in(label)}**\n\n{words}" for code, words in said.items()}
            )
