"""What one comparison comes to, as its page and its document show it: sentences, bars, lines and tables."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analyses.rules.firmness import BreakEven, ScoreMove, Trial, WeightFirmness
from analyses.rules.scoring import Standing
from analyses.selectors.weighing import Weighing
from analyses.shown import drawing
from analyses.words import (
    Point,
    listed,
    named,
    percent_words,
    score_words,
    signed_percent,
    weight_words,
)
from core.languages import content_language

# As many examples as a sentence gives, and score changes as a page lists before it folds them.
MOST_EXAMPLES, MOST_MOVES = 2, 12
FEWEST = 2


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


class Result:
    """One comparison in the language of the page."""

    def __init__(self, weighing: Weighing) -> None:
        self.weighing = weighing

    def name(self, key: str) -> str:
        """Return what an option is called."""
        choice = self.weighing.choices[key]
        return named(choice.name, choice.number)

    def names(self, keys: tuple[str, ...]) -> str:
        """Return what options are called, in a sentence."""
        return listed([self.name(key) for key in keys])

    def criterion(self, key: str) -> str:
        """Return what a criterion is called."""
        return self.weighing.criteria[key].resolve(content_language()).text

    @property
    def title(self) -> str:
        """What is compared."""
        return self.weighing.table.label.resolve(content_language()).text

    @property
    def first(self) -> str:
        """Who is first."""
        return self.names(self.weighing.ranking.first)

    @property
    def has_places(self) -> bool:
        """Whether anything is ranked."""
        return bool(self.weighing.ranking.first)

    # ---- in sentences

    @property
    def answer(self) -> str:
        """The answer, as the heading of the page."""
        first = self.weighing.ranking.first
        best = self.weighing.best
        if not first:
            return _("Nothing can be ranked yet")
        if len(best) == 1:
            return _("%(name)s is the only option with all its scores") % {"name": self.first}
        if len(first) > 1:
            return _("%(names)s share first place") % {"names": self.first}
        next_best = [self.name(one.key) for one in best[1:3]]
        return _("%(first)s comes first, then %(next)s") % {"first": self.first, "next": listed(next_best)}

    @cached_property
    def problems(self) -> list[str]:
        """What is wrong or missing, each with what to do."""
        found, comparison = [], self.weighing.comparison
        negative = [self.criterion(one.key) for one in comparison.criteria if one.weight < 0]
        if not self.weighing.choices:
            found.append(_("There is nothing to compare yet. Add the options and give each its scores."))
        if negative:
            found.append(_("A weight cannot be below 0: %(names)s. Change it.") % {"names": listed(negative)})
        elif comparison.weight_total == 0:
            found.append(_("All weights are 0, so nothing can be ranked. Give at least one criterion a weight."))
        wanted, now = self.weighing.sum_wanted, self.weighing.sum_now
        if wanted is not None and now not in (wanted, 0):
            words = _(
                "The weights add up to %(now)s instead of %(wanted)s. The scores are worked out from their shares."
            )
            found.append(words % {"now": weight_words(now), "wanted": weight_words(wanted)})
        lacking = [self.name(one.key) for one in self.weighing.ranking.standings if one.missing and not one.is_out]
        if lacking:
            words = ngettext(
                "%(names)s lacks scores and has no place yet.",
                "%(names)s lack scores and have no place yet.",
                len(lacking),
            )
            found.append(words % {"names": listed(lacking)})
        if len(self.weighing.best) == 1 and len(self.weighing.choices) < FEWEST:
            found.append(_("One option alone cannot be compared. Add one more, even one that nobody has proposed."))
        return found

    @cached_property
    def points(self) -> list[Point]:
        """How firm the result is, in a few sentences."""
        firm = self.weighing.firmness
        if firm is None or len(self.weighing.best) < FEWEST:
            return []
        if firm.is_tied:
            words = _(
                "%(names)s have the same score. Weigh up what the criteria do not say, or look at the scores again."
            )
            return [Point("warn", _("The scores do not decide."), words % {"names": self.first}), self._scores_point()]
        return [self._weights_point(), self._nearest_point(), self._scores_point()]

    def _weights_point(self) -> Point:
        firm = self.weighing.firmness
        assert firm is not None  # noqa: S101 -- asked for only where something is ranked
        if firm.weights_firm:
            words = _("%(name)s stays first whichever weight is moved 20 %% up or down.")
            return Point("ok", _("The weights hold."), words % {"name": self.first})
        said = []
        for one in firm.weights:
            for trial in one.trials:
                if not trial.first_stays:
                    said.append(self._moved_words(one, trial))
        return Point("warn", _("The weights decide who is first."), " ".join(said[:MOST_EXAMPLES]))

    def _moved_words(self, one: WeightFirmness, trial: Trial) -> str:
        words = {
            "criterion": self.criterion(one.criterion),
            "weight": weight_words(trial.weight),
            "now": weight_words(one.weight),
            "names": self.names(trial.first),
        }
        if len(trial.first) > 1:
            return _("If %(criterion)s weighs %(weight)s instead of %(now)s, %(names)s share first place.") % words
        return _("If %(criterion)s weighs %(weight)s instead of %(now)s, %(names)s comes first.") % words

    def _nearest_point(self) -> Point:
        firm = self.weighing.firmness
        assert firm is not None  # noqa: S101 -- as above
        if firm.nearest is None:
            words = _("However much one criterion weighs, the first stays first.")
            return Point("ok", _("No single weight can change it."), words)
        one, at = firm.nearest
        words = ngettext(
            "%(criterion)s. At %(weight)s instead of %(now)s, %(names)s draws level with %(first)s.",
            "%(criterion)s. At %(weight)s instead of %(now)s, %(names)s draw level with %(first)s.",
            len(at.level),
        )
        rest = words % {
            "criterion": self.criterion(one.criterion),
            "weight": weight_words(at.weight),
            "now": weight_words(one.weight),
            "names": self.names(at.level),
            "first": self.first,
        }
        return Point("", _("Nearest to a change:"), rest)

    def _scores_point(self) -> Point:
        firm = self.weighing.firmness
        assert firm is not None  # noqa: S101 -- as above
        if not firm.moves:
            words = _("No single score that is one step higher or lower changes who is first.")
            return Point("ok", _("The scores hold."), words)
        words = ngettext(
            "%(count)s of %(tried)s changes of one score by one step changes who is first. Look at that score again.",
            "%(count)s of %(tried)s changes of one score by one step change who is first. Look at those scores again.",
            len(firm.moves),
        )
        return Point("warn", _("The scores are close."), words % {"count": len(firm.moves), "tried": firm.scores_tried})

    @property
    def verdict(self) -> str:
        """What the lines show, in one sentence."""
        firm = self.weighing.firmness
        if firm is None or firm.is_tied:
            return ""
        reaching = [self.criterion(one.criterion) for one in firm.weights if not one.is_firm]
        if not reaching:
            return _("No stroke reaches a hatched stretch: the choice is firm.")
        words = ngettext(
            "The stroke of %(names)s reaches a hatched stretch: that weight decides who is first.",
            "The strokes of %(names)s reach a hatched stretch: those weights decide who is first.",
            len(reaching),
        )
        return words % {"names": listed(reaching)}

    @property
    def question(self) -> str:
        """What the lines answer."""
        return _("How firmly does %(name)s stand as number one?") % {"name": self.first}

    # ---- drawn

    @property
    def criteria(self) -> list[tuple[str, SafeString]]:
        """The criteria with what each weighs, and the pattern of each, for the legend."""
        return [(words, drawing.swatch(place)) for place, words in enumerate(self._weighted_names)]

    @cached_property
    def _weighted_names(self) -> list[str]:
        comparison = self.weighing.comparison
        names = []
        for one in comparison.criteria:
            share = percent_words(comparison.share(one)) if comparison.can_be_weighed else "–"
            names.append(f"{self.criterion(one.key)} {share}")
        return names

    @cached_property
    def bars(self) -> list[drawing.Bar]:
        """The options that have a place, as bars."""
        highest, found = self.weighing.highest, []
        for one in self.weighing.best:
            scores = next(option for option in self.weighing.comparison.options if option.key == one.key).scores
            segments = tuple(
                drawing.Segment(float(part / highest) if highest else 0.0, weight_words(scores[key]), place)
                for place, (key, part) in enumerate(one.parts.items())
            )
            found.append(drawing.Bar(self.name(one.key), score_words(one.score), segments))
        return found

    @property
    def ranking_words(self) -> str:
        """What the bars show, for who cannot see them."""
        said = ", ".join(f"{bar.name} {bar.total}" for bar in self.bars)
        return _("Total score: %(scores)s.") % {"scores": said}

    @property
    def ranking(self) -> SafeString:
        """The bars."""
        return drawing.ranking(self.bars, self.ranking_words)

    @property
    def narrow_ranking(self) -> SafeString:
        """The bars on a phone."""
        return drawing.narrow_ranking(self.bars, self.ranking_words)

    @property
    def left_out(self) -> int:
        """How many bars are not drawn."""
        return max(0, len(self.bars) - drawing.MOST_BARS)

    @property
    def printed_ranking(self) -> SafeString:
        """The bars for a document."""
        return drawing.ranking(self.bars, self.ranking_words, self._weighted_names, mark="rk", is_print=True)

    @cached_property
    def lines(self) -> list[drawing.Line]:
        """The weights as lines, from nothing to a little beyond the largest that matters."""
        firm = self.weighing.firmness
        if firm is None or firm.is_tied or len(self.weighing.best) < FEWEST:
            return []
        largest = max(one.weight for one in firm.weights)
        near = [at.weight for one in firm.weights for at in (one.down, one.up) if at and at.weight <= 2 * largest]
        end = max([largest * Fraction(6, 5), *near]) * Fraction(11, 10)
        return [self._line(one, end) for one in firm.weights]

    def _line(self, one: WeightFirmness, end: Fraction) -> drawing.Line:
        def share(weight: Fraction) -> float:
            return float(weight / end)

        low = one.minus.weight if one.minus else one.weight
        high = one.plus.weight if one.plus else one.weight
        return drawing.Line(
            name=self.criterion(one.criterion),
            at=share(one.weight),
            words=weight_words(one.weight),
            low=share(low),
            high=share(high),
            down=share(one.down.weight) if one.down else None,
            down_words=self._level_words(one.down),
            up=share(one.up.weight) if one.up else None,
            up_words=self._level_words(one.up),
        )

    def _level_words(self, at: BreakEven | None) -> str:
        """Say who draws level at which weight."""
        return f"{weight_words(at.weight)}: {self.names(at.level)}" if at else ""

    @property
    def firmness_words(self) -> str:
        """What the lines show, for who cannot see them."""
        said = []
        for row in self.weights:
            changes = [words for words in (row.down, row.up) if words != "–"]
            said.append(f"{row.name} {row.weight}" + (f" ({'; '.join(changes)})" if changes else ""))
        return _("Weights, and where others draw level with %(name)s: %(weights)s.") % {
            "name": self.first,
            "weights": ", ".join(said),
        }

    @property
    def firmness(self) -> SafeString:
        """The lines."""
        return drawing.firmness(self.lines, self.firmness_words)

    @property
    def narrow_firmness(self) -> SafeString:
        """The lines on a phone."""
        return drawing.narrow_firmness(self.lines, self.firmness_words)

    @property
    def printed_firmness(self) -> SafeString:
        """The lines for a document."""
        return drawing.firmness(self.lines, self.firmness_words, mark="fm", is_print=True)

    # ---- in tables

    @property
    def columns(self) -> list[str]:
        """The heads of the columns of scores."""
        return self._weighted_names

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
        labelled = tuple(zip(self._weighted_names, scores, strict=True))
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
            for who, whom in trial.overtakes
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
        return [self._move(one) for one in (firm.moves if firm else ())]

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
    def stability(self) -> str:
        """How many of all trials leave the first where they are, in per cent."""
        firm = self.weighing.firmness
        return percent_words(firm.stability) if firm else "–"

    @property
    def lead(self) -> str:
        """How far the first is ahead."""
        firm = self.weighing.firmness
        return score_words(firm.lead) if firm else "–"
