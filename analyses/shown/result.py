"""What one comparison comes to, as its page and its document show it: an answer, and how firm that is, in sentences."""

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analyses.rules.firmness import Trial, WeightFirmness
from analyses.shown.called import FEWEST
from analyses.shown.pictures import Drawn
from analyses.words import Point, listed, weight_words

# As many examples as a sentence gives.
MOST_EXAMPLES = 2


class Result(Drawn):
    """One comparison in the language of the page."""

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
        return _("How firmly is %(name)s in first place?") % {"name": self.first}
