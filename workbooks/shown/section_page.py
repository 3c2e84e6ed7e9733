"""A section of a workbook as a form: what its page and its fragments show.

Built in memory from the sheet and the stored answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from answers.sheet import AnswerSheet, Gap, Progress
from clusters.models import Cluster
from core.languages import content_language
from core.times import moment
from library.shown.leads import Leads, leads_of
from schema.documents import Section
from schema.questions import Question
from workbooks.asking import Setting, face_of
from workbooks.origins import Origin, of_all
from workbooks.shown.cards import Card, Panel, Typed
from workbooks.stores.base import KEY, Store, StoredAnswer
from workbooks.stores.stored_answers import origins_of


@dataclass
class SectionPage:
    """The form of a section."""

    store: Store
    section: Section
    sheet: AnswerSheet
    answers: Mapping[str, StoredAnswer]
    setting: Setting
    typed: Mapping[str, Typed] = field(default_factory=dict)
    panels: Mapping[str, Panel] = field(default_factory=dict)
    extra_row: str = ""
    # How far sections have come, where that is known.
    progresses: Mapping[str, Progress] = field(default_factory=dict)

    @cached_property
    def cards(self) -> list[Card]:
        """A card for each question that may become visible here; panels of rooms that do not exist are left out."""
        cards = [self.card(question) for question in self.section.questions if self._has_place(question)]
        by_key = {card.key: card for card in cards}
        for card in cards:
            if card.question.beside in by_key:
                by_key[card.question.beside].besides.append(card)
        return cards

    @cached_property
    def computed(self) -> list[Card]:
        """A card for each number here that follows from other answers; any save may change it."""
        return [self.card(one) for one in self.section.questions if one.is_computed and self._has_place(one)]

    def touched_by(self, card: Card) -> list[Card]:
        """The card, and the others that an answer in the same section may show or hide."""
        if self.section.always_asked is not None:
            return [card] if self._has_place(card.question) else []
        questions = [
            question for question in self.section.questions if question.key == card.key or self._depends_on(question)
        ]
        return [card if q.key == card.key else self.card(q) for q in questions if self._has_place(q)]

    def _has_place(self, question: Question) -> bool:
        if question.shows_panel:
            return question.shows_panel in self.panels and self.sheet.is_visible(question.key)
        # What could not be stored is shown, be it that a colleague's answer has hidden the question meanwhile.
        if self.sheet.is_visible(question.key) or question.key in self.typed:
            return True
        # Hidden for now, but the browser may show it as soon as the answer it depends on changes.
        rules = self.section.conditions_of(question)
        elsewhere = [rule for rule in rules if self._keys.isdisjoint(rule.questions)]
        return len(elsewhere) < len(rules) and all(map(self.sheet.meets, elsewhere))

    def _depends_on(self, question: Question) -> bool:
        return not self._keys.isdisjoint(key for rule in question.conditions for key in rule.questions)

    @property
    def _keys(self) -> frozenset[str]:
        return self.section.keys

    def card(self, question: Question) -> Card:
        """Put together what is asked, what is stored and what was just typed at one question; no query."""
        return Card(
            question=question,
            setting=self.setting,
            sheet=self.sheet,
            answer=self.answers.get(question.key),
            typed=self.typed.get(question.key),
            panel=self.panels.get(question.shows_panel),
            extra_row=self.extra_row == question.key,
            in_section=self._keys,
            answer_url=self._urls[0].replace(KEY, question.key),
            history_url=self._urls[1].replace(KEY, question.key),
            leads=tuple(self._leads[place] for place in question.links if place in self._leads),
        )

    @cached_property
    def _leads(self) -> Leads:
        return leads_of(self.section.questions)

    @cached_property
    def _urls(self) -> tuple[str, str]:
        return self.store.addresses

    @property
    def errors(self) -> list[dict[str, str]]:
        """What was sent and could not be stored, for the summary at the top: id and sentence."""
        found = []
        for card in self.cards:
            if card.typed is None:
                continue
            label = card.question.label.resolve(self.setting.reading).text
            if card.state == "conflict":
                text = _("A colleague changed “%(label)s” while you were writing") % {"label": label}
                found.append({"id": f"q-{card.key}", "text": text})
            found += [
                {"id": m.field, "text": f"{label}: {m.message}"} for m in card.messages if card.state == "invalid"
            ]
        return found

    @cached_property
    def progress(self) -> Progress:
        """How far the section has come."""
        return self.progresses.get(self.section.key) or self.sheet.progress(self.section)

    @property
    def next_open(self) -> Question | None:
        """The first question that nobody has answered, or None; panels are filled in elsewhere."""
        progress = self.progress
        if progress.answered == progress.total and not progress.borrowed:
            return None
        asked = (one for one in self.sheet.questions(self.section) if one.stores_answer and not one.is_aside)
        return next((question for question in asked if not self.sheet.is_answered(question)), None)

    @cached_property
    def borrowed(self) -> list[Gap]:
        """What nobody here has changed or confirmed, in order."""
        return self.sheet.taken_over(self.section)

    @cached_property
    def source(self) -> Origin:
        """Where that comes from."""
        return of_all(origins_of(self.answers))

    @cached_property
    def emptied(self) -> int:
        """How many were emptied and can be brought back; no query where nothing has been taken away."""
        gone = [key for key, one in self.answers.items() if key in self._keys and one.value is None]
        return self.store.count_emptied(gone) if gone else 0

    @property
    def gaps(self) -> list[Gap]:
        """What is missing or wrong in the section."""
        return [*self.sheet.missing(self.section), *self.sheet.wrong(self.setting.reading, self.section)]

    @cached_property
    def needs(self) -> frozenset[str]:
        """What the page must have for its fields: countries to choose from, the text editor, the sheet's script."""
        return frozenset().union(*(face_of(question).needs(question) for question in self.section.questions))

    @property
    def changed_words(self) -> str:
        """When that was, in words."""
        return moment(self.changed_at) if self.changed_at else ""

    @property
    def changed_at(self) -> datetime | None:
        """When an answer of the section was last changed."""
        times = [a.changed_at for key, a in self.answers.items() if key in self._keys and not a.is_borrowed]
        return max(times, default=None)


def setting_of(cluster: Cluster) -> Setting:
    """Return the languages of a form for this cluster and the person who reads it now."""
    return Setting(writing=cluster.languages, reading=content_language())
