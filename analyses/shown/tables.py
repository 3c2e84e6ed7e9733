"""One comparison as tables: the scores, what each weight can change, and which single scores change who is first."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from analyses.rules.firmness import BreakEven, ScoreMove, Trial
from analyses.rules.scoring import Standing
from analyses.shown.called import Called
from analyses.words import listed, percent_words, score_words, signed_percent, weight_words
from core.languages import content_language

# As many score changes as a page lists before it folds them.
MOST_MOVES = 12
# And in all: a table of five hundred rows has ten thousand of them, which nobody reads.
MOST_LISTED = 112
# As many who pass others as are looked for; a sentence names four.
MOST_PASSING = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An option as the table has it; each score stands beside the head of its column."""

    place: str
    name: str
    labelled: tuple[tuple[str, str], ...]
    total: str
    # Why it has no place, in words.
    note: str = ""


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A weight as the table of firmness has it."""

    name: str
    weight: str
    share: str
    minus: str
    plus: str
    down: str
    up: str
    is_firm: bool


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A score that changes who is first when it is one step other."""

    option: str
    criterion: str
    change: str
    first: str


class Tabled(Called):
    """One comparison in tables."""

    def below_words(self, at: BreakEven | None) -> str:
        """Say below which weight others are first."""
        if at is None:
            return ""
        words = {"weight": weight_words(at.weight), "names": self.names(at.level)}
        return _("below %(weight)s: %(names)s") % words if at.weight else _("at 0: level with %(names)s") % words

    def above_words(self, at: BreakEven | None) -> str:
        """Say above which weight others are first."""
        if at is None:
            return ""
        words = {"weight": weight_words(at.weight), "names": self.names(at.level)}
        return _("above %(weight)s: %(names)s") % words

    @property
    def option_words(self) -> str:
        """The head of the column of options: as the template calls them."""
        column = self.weighing.table.column(self.weighing.named_by)
        return column.label.resolve(content_language()).text if column else _("Option")

    @property
    def firmness_heads(self) -> tuple[str, str, str, str]:
        """The heads of what each weight can change."""
        return (_("20 %% less") % (), _("20 %% more") % (), _("Draws level below"), _("Draws level above"))

    @cached_property
    def rows(self) -> list[Row]:
        """The options, the best first."""
        return [self._row(one) for one in self.weighing.ranking.in_order]

    def _row(self, one: Standing) -> Row:
        option = next(found for found in self.weighing.comparison.options if found.key == one.key)
        scores = tuple(
            weight_words(option.scores[key]) if key in option.scores else "–" for key in self.weighing.criteria
        )
        note = ""
        if one.is_out:
            note = _("Out: a knock-out criterion is met")
        elif one.missing:
            note = _("Scores missing: %(names)s") % {"names": listed([self.criterion(key) for key in one.missing])}
        labelled = tuple(zip(self.columns, scores, strict=True))
        return Row(str(one.rank or ""), self.name(one.key), labelled, score_words(one.score), note)

    @cached_property
    def weights(self) -> list[WeightRow]:
        """The weights, with what happens when each is another."""
        firm = self.weighing.firmness
        if firm is None:
            return []
        comparison = self.weighing.comparison
        return [
            WeightRow(
                self.criterion(one.criterion),
                weight_words(one.weight),
                percent_words(comparison.share(criterion)),
                self._trial_words(one.minus),
                self._trial_words(one.plus),
                self._even_words(one.down),
                self._even_words(one.up),
                one.is_firm,
            )
            for one, criterion in zip(firm.weights, comparison.criteria, strict=True)
        ]

    def _trial_words(self, trial: Trial | None) -> str:
        if trial is None:
            return "–"
        if not trial.first_stays:
            return _("%(weight)s: %(names)s first") % {
                "weight": weight_words(trial.weight),
                "names": self.names(trial.first),
            }
        passed = [
            _("%(who)s passes %(whom)s") % {"who": self.name(who), "whom": self.name(whom)}
            for who, whom in trial.overtakes(MOST_PASSING)
        ]
        stays = _("%(weight)s: unchanged") if trial.order_stays else _("%(weight)s: the first stays")
        said = stays % {"weight": weight_words(trial.weight)}
        return f"{said}; {listed(passed)}" if passed else said

    def _even_words(self, at: BreakEven | None) -> str:
        """Say at which weight others draw level, and how far that is from the weight now."""
        if at is None:
            return "–"
        change = f" ({signed_percent(at.change)})" if at.change is not None else ""
        return f"{weight_words(at.weight)}{change}: {self.names(at.level)}"

    @cached_property
    def moves(self) -> list[MoveRow]:
        """The scores that change who is first, by one step."""
        firm = self.weighing.firmness
        return [self._move(one) for one in (firm.moves[:MOST_LISTED] if firm else ())]

    def _move(self, one: ScoreMove) -> MoveRow:
        change = f"{weight_words(one.before)} → {weight_words(one.after)}"
        return MoveRow(self.name(one.option), self.criterion(one.criterion), change, self.names(one.first))

    @property
    def few_moves(self) -> list[MoveRow]:
        """The first of them."""
        return self.moves[:MOST_MOVES]

    @property
    def more_moves(self) -> list[MoveRow]:
        """The others."""
        return self.moves[MOST_MOVES:]

    @property
    def unlisted_moves(self) -> int:
        """How many are not listed."""
        firm = self.weighing.firmness
        return max(0, len(firm.moves) - MOST_LISTED) if firm else 0

    @property
    def stability(self) -> str:
        """How many of all trials leave the first where they are, in per cent."""
        firm = self.weighing.firmness
        return percent_words(firm.stability) if firm else "–"

    @property
    def lead(self) -> str:
        """How far the first is ahead."""
        firm = self.weighing.firmness
        return score_words(firm.lead) if firm else "–"
