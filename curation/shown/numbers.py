"""The numbers of a draft that another one can be calculated from, to be picked in their order."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

from curation.rules.paths import join, split
from curation.shown.choices import Around, Pairs, here
from schema.outlines import is_numeric


@dataclass(frozen=True)
class PickedNumbers:
    """What a number can be calculated from, for the same lists as what a question leads to."""

    around: Around
    path: str
    chosen: list[str]
    is_offered = True

    @cached_property
    def groups(self) -> list[tuple[str, Pairs]]:
        """The numbers of the questions, and of the columns of each table."""
        return [(label, pairs) for label, pairs in self._grouped().items() if pairs]

    @property
    def lost(self) -> Pairs:
        """What is picked and not there any more."""
        known = {key for _label, pairs in self.groups for key, _words in pairs}
        return [(one, one) for one in self.chosen if one not in known]

    def _grouped(self) -> dict[str, Pairs]:
        own = join(*split(self.path)[:-1])
        alone: Pairs = []
        tables: dict[str, Pairs] = {}
        is_before = True
        for place, question in self.around.questions:
            is_before = is_before and place != own
            key, label = question.get("key", ""), here(question.get("label"), "…")
            if is_numeric(question) or (question.get("type") == "computed" and is_before):
                alone.append((key, label))
            for column in question.get("columns") or () if question.get("type") == "table" else ():
                if isinstance(column, dict) and is_numeric(column):
                    tables.setdefault(label, []).append((f"{key}.{column.get('key')}", here(column.get("label"), "…")))
        return {gettext("Questions"): alone, **tables}
