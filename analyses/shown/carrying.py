"""What would go over into the strategy, line by line, as the page shows it before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analyses.linked import has_changed
from analyses.models import CarryOver
from analyses.rules.carrying import Carried, CarriedOption, turned
from analyses.selectors.carrying import ROLE, Target, carried_now, newest_carried, strategy_scores, target_for
from analyses.selectors.page import AnalysisPage
from analyses.selectors.weighing import Weighing
from analyses.services.carrying import Wish
from analyses.words import listed, option_words, score_words, text_words
from core.languages import content_language
from core.times import moment
from schema.countries import country_name


@dataclass(frozen=True, slots=True)
class GoingLine:
    """An option: its place, its score, what goes over of it, and what is chosen for it."""

    key: str
    name: str
    rank: str
    score: str
    scores: tuple[str, ...]
    country: str
    role: str
    stands: bool


class Going:
    """What would go over from one comparison, and what was carried over before."""

    def __init__(self, shown: AnalysisPage, weighing: Weighing, target: Target, earlier: CarryOver | None) -> None:
        self.shown, self.weighing, self.target, self.earlier = shown, weighing, target, earlier

    @classmethod
    def of(cls, shown: AnalysisPage) -> "Going | None":
        """Return what would go over from the first comparison; None where nothing takes it. At most three queries."""
        weighing = shown.weighing
        target = target_for(shown, weighing) if weighing else None
        if weighing is None or target is None:
            return None
        return cls(shown, weighing, target, newest_carried(shown, target))

    @cached_property
    def found(self) -> Carried:
        """The result by the strategy's criteria."""
        return carried_now(self.weighing, self.target.criteria)

    @property
    def label(self) -> str:
        """The strategy's question."""
        return self.target.question.label.resolve(content_language()).text

    @property
    def strategy(self) -> str:
        """The strategy's title."""
        return self.target.strategy.shown_title

    @property
    def is_table(self) -> bool:
        """Whether countries go over; else it is a text."""
        return self.target.table is not None

    @property
    def is_locked(self) -> bool:
        """Whether the strategy has been decided."""
        return self.target.strategy.is_decided

    @property
    def count(self) -> int:
        """How many options go over."""
        return len(self.found.options)

    @property
    def button(self) -> str:
        """What the button says, with the number of options that it takes along."""
        words = ngettext("Carry over %(count)s option", "Carry over %(count)s options", self.count)
        return words % {"count": self.count}

    @property
    def unknown(self) -> list[str]:
        """The options of which it is not known which country they are."""
        return [option_words(one) for one in self.found.options if self.is_table and not one.country]

    @property
    def criteria(self) -> list[str]:
        """What the strategy's criteria are called."""
        return [self._criterion(key) for key in self.target.criteria]

    def _criterion(self, key: str) -> str:
        column = self.target.table.column(key) if self.target.table else None
        return column.label.resolve(content_language()).words if column else key

    @property
    def unanswered(self) -> str:
        """The strategy's criteria about which the analysis says nothing, in words."""
        told = {key for one in self.found.options for key, _score in one.scores}
        return listed([self._criterion(key) for key in self.target.criteria if key not in told])

    @cached_property
    def turned(self) -> str:
        """Say which options the strategy ranks otherwise, since its points are whole and its weights its own."""
        named = {one.key: option_words(one) for one in self.found.options}
        ranked = [(one.key, Fraction(one.score)) for one in self.found.options if one.rank]
        pairs = turned(ranked, strategy_scores(self.target, self.found)) if self.is_table else []
        if not pairs:
            return ""
        said = [_("%(better)s and %(worse)s") % {"better": named[one], "worse": named[two]} for one, two in pairs]
        words = _(
            "In the strategy %(names)s come out level or the other way round: points there are whole, and weighed by "
            "the strategy’s own criteria. Say in the reason which of the two you choose."
        )
        return words % {"names": "; ".join(said)}

    def lines(self, wishes: Mapping[str, Wish] | None = None) -> list[GoingLine]:
        """Return the options with what is chosen for each, or what would be."""
        return [self._line(one, (wishes or {}).get(one.key)) for one in self.found.options]

    def _line(self, one: CarriedOption, wish: Wish | None) -> GoingLine:
        country = wish.country if wish else one.country
        standing = self.target.rows.get(country)
        role = wish.role if wish else str(standing["cells"].get(ROLE, "")) if standing else ""
        scores = [one.by(key) for key in self.target.criteria]
        return GoingLine(
            key=one.key,
            name=option_words(one),
            rank=str(one.rank or ""),
            score=score_words(Fraction(one.score)),
            scores=tuple("–" if score is None else str(score) for score in scores),
            country=country_name(country, content_language()),
            role=role,
            stands=standing is not None,
        )

    @property
    def roles(self) -> list[tuple[str, str]]:
        """What a country can be in the strategy."""
        language = content_language()
        return [(key, option.label.resolve(language).words) for key, option in self.target.roles.items()]

    @property
    def text(self) -> str:
        """The words that would be written, in Markdown, in the language of the page."""
        if self.is_table:
            return ""
        words = text_words(self.shown.analysis.title_text, self.shown.day, self.found)
        return words.resolve(content_language()).text

    @property
    def before(self) -> str:
        """When and by whom it was carried over before."""
        if self.earlier is None:
            return ""
        words = {"when": moment(self.earlier.at), "who": self.earlier.by_name}
        return _("Carried over %(when)s by %(who)s.") % words

    @property
    def has_changed(self) -> bool:
        """Whether the result has changed since it was carried over."""
        return self.earlier is not None and has_changed(self.earlier, self.shown)

    @property
    def can_be_taken_back(self) -> bool:
        """Whether the answer still is what it became when the result was carried over."""
        return self.earlier is not None and self.earlier.revision == self.target.revision and not self.is_locked
