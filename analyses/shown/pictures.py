"""One comparison as pictures: its scores as bars, its weights as lines."""

from fractions import Fraction
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analyses.rules.firmness import WeightFirmness
from analyses.shown import drawing
from analyses.shown.called import FEWEST
from analyses.shown.tables import Tabled
from analyses.words import score_words, weight_words


class Drawn(Tabled):
    """One comparison, drawn for a page and for a document."""

    @property
    def criteria(self) -> list[tuple[str, SafeString]]:
        """The criteria with what each weighs, and the pattern of each, for the legend."""
        return [(words, drawing.swatch(place)) for place, words in enumerate(self.columns)]

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
        return drawing.ranking(self.bars, self.ranking_words, self.columns, mark="rk", is_print=True)

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
            down_words=self.below_words(one.down),
            up=share(one.up.weight) if one.up else None,
            up_words=self.above_words(one.up),
        )

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
