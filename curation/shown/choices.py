"""What is picked from lists in the editor, in words: questions, answers, tables, columns, published things."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.languages import content_language, language_name
from core.text import Text
from curation import selectors
from curation.rules.conditions import parts_of
from curation.rules.paths import find, join, split
from curation.rules.picking import pointer_of
from library.models import Kind
from schema.conditions import MOST_PARTS, UNCOMPARED
from schema.countries import COUNTRIES
from schema.languages import languages_of
from schema.outlines import is_numeric
from schema.parsing.conditions import UNANSWERED
from schema.rules import Published
from schema.vocabulary import DocumentKind

Document = dict[str, Any]
Pairs = list[tuple[str, str]]


def here(value: object, otherwise: str = "") -> str:
    """Return a stored text in the language of the page, or in the other one; a plain value as it is."""
    if isinstance(value, str):
        return value or otherwise
    return Text.from_value(value).resolve(content_language()).words or otherwise


@dataclass(frozen=True, slots=True)
class PickedPart:
    """A condition of one question as it is picked: how it compares, and what can be answered."""

    question: str
    questions: Pairs
    test: str
    tests: Pairs
    options: Pairs
    chosen: frozenset[str]
    typed: str

    @property
    def has_values(self) -> bool:
        """Whether an answer is picked or typed."""
        return bool(self.question) and self.test in ("is", "is_not", "in")


@dataclass(frozen=True, slots=True)
class PickedCondition:
    """A condition as it is picked: its parts, the last of them empty for one more, and whether all or any are met."""

    path: str
    sentence: str
    parts: list[PickedPart]
    is_any: bool

    @property
    def questions(self) -> Pairs:
        """What can decide it."""
        return self.parts[0].questions

    @property
    def is_several(self) -> bool:
        """Whether it has more than one part."""
        return len(self.parts) > 2


@dataclass
class Around:
    """What a draft's fields can point at; what is published is asked for when a field first needs it."""

    document: Document
    # The edition that the draft was begun from, asked for when something is to replace what stood there.
    before: Callable[[], Document | None] = lambda: None
    # Of more than two languages the one that stands beside the first.
    beside: str = ""
    # Whether what is published is offered too, for which one has to ask.
    is_whole: bool = True
    published_cache: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The languages that are written beside each other, two at most."""
        first, *others = languages_of(self.document).may
        return (first, self.beside if self.beside in others else others[0]) if others else (first,)

    @cached_property
    def named_codes(self) -> Pairs:
        """The same with their names."""
        return [(code, language_name(code)) for code in self.codes]

    @cached_property
    def questions(self) -> list[tuple[str, dict[str, Any]]]:
        """The draft's questions in their order, with their paths."""
        return list(self._questions())

    def _questions(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for section in _entries(self.document.get("sections")):
            own = join("sections", section.get("key"))
            groups = [(join(own, "groups", one.get("key")), one) for one in _entries(section.get("groups"))]
            for path, owner in [(own, section), *groups]:
                for question in _entries(owner.get("questions")):
                    yield join(path, "questions", question.get("key")), question

    def published(self, kind: str) -> list[Document]:
        """Return what is published of one kind, asked for once a page."""
        if kind not in self.published_cache:
            self.published_cache[kind] = selectors.published_of(kind)
        found: list[Document] = self.published_cache[kind]
        return found

    @cached_property
    def borrowed(self) -> dict[str, str]:
        """What the KPIs of an example are called, by their keys in the catalogue; nothing in other documents."""
        return dict(self._of_kpi("")) if self.document.get("kind") == DocumentKind.EXAMPLE else {}

    # ---- names

    def named(self, of: str, path: str) -> Pairs:
        """Return what a name can be: the things it can point at, with their words."""
        finder = getattr(self, f"_of_{of.replace('-', '_')}", None)
        return finder(path) if finder else self._of_column(path)

    def owner_of(self, path: str) -> Document:
        """Return the thing that a field belongs to."""
        found = find(self.document, join(*split(path)[:-1]))
        return found if isinstance(found, dict) else {}

    def _of_column(self, path: str) -> Pairs:
        """Return the columns of the table around it, or of the one that something around it names."""
        steps = split(path)[:-1]
        while steps:
            owner = find(self.document, join(*steps))
            if isinstance(owner, dict) and "columns" in owner:
                return [(c.get("key", ""), here(c.get("label"))) for c in _entries(owner["columns"]) if is_numeric(c)]
            if isinstance(owner, dict) and "table" in owner:
                table: Document = next((q for _p, q in self.questions if q.get("key") == owner["table"]), {})
                return [(c.get("key", ""), here(c.get("label"))) for c in _entries(table.get("columns"))]
            steps.pop()
        return []

    def _of_question(self, path: str) -> Pairs:
        wanted = ("table",) if path.endswith("/table") else ()
        return [
            (q.get("key", ""), here(q.get("label"), "…"))
            for _p, q in self.questions
            if (not wanted or q.get("type") in wanted) and str(q.get("type")) not in UNANSWERED
        ]

    def _of_clause(self, path: str) -> Pairs:
        return [(one.get("key", ""), here(one.get("title"), "…")) for one in _entries(self.document.get("clauses"))]

    def _of_item_around(self, path: str) -> Pairs:
        """Return the items of the same group that are not part of another themselves."""
        steps = split(path)
        beside = _entries(find(self.document, join(*steps[:-2]), []))
        return [_item(one) for one in beside if one.get("key") != steps[-2] and "within" not in one]

    def _of_item_before(self, path: str) -> Pairs:
        """Return the other items of the checklist."""
        groups = _entries(self.document.get("groups"))
        own = split(path)[-2]
        return [_item(one) for group in groups for one in _entries(group.get("items")) if one.get("key") != own]

    def _of_goal(self, path: str) -> Pairs:
        return [(one.get("key", ""), here(one.get("title"))) for one in _entries(self.document.get("goals"))]

    def _of_kpi(self, path: str) -> Pairs:
        catalogues = self.published(DocumentKind.KPI_CATALOGUE)
        return [(one["key"], here(one["name"])) for document in catalogues for one in document["kpis"]]

    def _of_followed_kpi(self, path: str) -> Pairs:
        names = dict(self._of_kpi(path))
        keys = [one.get("key", "") for one in _entries(self.document.get("kpis"))]
        return [(key, names.get(key, key)) for key in keys]

    def _of_strategy(self, path: str) -> Pairs:
        return [(one["slug"], here(one["title"])) for one in self.published(DocumentKind.STRATEGY)]

    def _of_strategy_section(self, path: str) -> Pairs:
        found = {
            section["key"]: here(section["title"])
            for one in self.published(DocumentKind.STRATEGY)
            for section in one["sections"]
        }
        return list(found.items())

    def _of_survey_question(self, path: str) -> Pairs:
        return [(key, here(question["label"])) for key, question in selectors.questions_of_surveys().items()]

    def _of_survey_option(self, path: str) -> Pairs:
        feed = find(self.document, join(*split(path)[:-1]))
        asked = feed.get("question") if isinstance(feed, dict) else None
        question = selectors.questions_of_surveys().get(str(asked)) or {}
        return [(one["key"], here(one["label"])) for one in _entries(question.get("options"))]

    def things(self, rule: Published) -> list[tuple[str, Pairs]]:
        """Return the published things of some kinds, by kind."""
        return [
            (
                str(Kind(kind).label),
                [(f"{kind}/{one['slug']}", here(one["title"])) for one in self.published(kind)],
            )
            for kind in Kind.values
            if kind in rule.kinds and self.published(kind)
        ]

    def places(self, kinds: Collection[str]) -> list[tuple[str, Pairs]]:
        """Return the published things of some kinds, by kind, each KPI of a catalogue too."""
        found = []
        for kind in [one for one in Kind.values if one in kinds]:
            pairs: Pairs = []
            for document in self.published(kind):
                whole = {"kind": kind, "slug": document["slug"]}
                pairs.append((pointer_of(whole), here(document["title"])))
                pairs += [
                    (pointer_of({**whole, "part": one["key"]}), here(one["name"])) for one in document.get("kpis", ())
                ]
            found += [(str(Kind(kind).label), pairs)] if pairs else []
        return found

    def gone(self, path: str) -> Pairs:
        """Return what stood beside this in the edition before and does not any more: that it can replace."""
        steps = split(path)[:-1]
        before = self.before()
        if before is None or len(steps) < 2:
            return []
        name = steps[-2]
        is_anywhere = name in ("sections", "questions", "groups", "items", "kpis")
        former = before if is_anywhere else find(before, join(*steps[:-2])) or {}
        now = self.document if is_anywhere else find(self.document, join(*steps[:-2])) or {}
        there = {one.get("key") for one in _all_of(now, name)}
        return [
            (one["key"], here(one.get("label") or one.get("title") or one.get("name"), one["key"]))
            for one in _all_of(former, name)
            if isinstance(one.get("key"), str) and one["key"] not in there
        ]

    # ---- tables of weights

    def tables_of_weights(self, path: str) -> Pairs:
        """Return the tables with rows that are given; only these can hold weights."""
        return [(q.get("key", ""), here(q.get("label"))) for _p, q in self.questions if _entries(q.get("rows"))]

    def columns_of(self, table: object) -> Pairs:
        """Return the columns of numbers of a table."""
        found = next((q for _p, q in self.questions if q.get("key") == table), {})
        return [(c.get("key", ""), here(c.get("label"))) for c in _entries(found.get("columns")) if is_numeric(c)]

    # ---- conditions

    def condition(self, path: str) -> PickedCondition:
        """Return a condition with all that it can be."""
        value = find(self.document, path)
        owner = join(*split(path)[:-1])
        before: Pairs = []
        for place, question in self.questions:
            if place == owner or place.startswith(f"{owner}/"):
                break
            if str(question.get("type")) not in UNANSWERED:
                before.append((question.get("key", ""), here(question.get("label"), "…")))
        written = parts_of(value)
        parts = [self._part(one, before) for one in [*written[:MOST_PARTS], {}][:MOST_PARTS]]
        is_any = isinstance(value, dict) and "any" in value
        told = [self._sentence(one) for one in written]
        return PickedCondition(path, _sentence_of(told, is_any=is_any), parts, is_any)

    def _part(self, value: Document, before: Pairs) -> PickedPart:
        chosen = value.get("question", "")
        asked = next((q for _p, q in self.questions if q.get("key") == chosen), None)
        if chosen and chosen not in {key for key, _words in before}:
            before = [*before, (chosen, here((asked or {}).get("label"), _("A question that has been deleted")))]
        test, values = _test_of(value)
        tests = [("answered", _("is answered")), ("unanswered", _("is not answered"))]
        if str((asked or {}).get("type")) not in UNCOMPARED:
            tests = [("is", _("is")), ("is_not", _("is not")), ("in", _("is one of")), *tests]
        return PickedPart(
            question=chosen,
            questions=before,
            test=test,
            tests=tests,
            options=self.answers(asked),
            chosen=frozenset(values),
            typed=", ".join(values),
        )

    def answers(self, asked: Document | None) -> Pairs:
        """Return what a question can be answered with, where that is picked from a list."""
        if asked is None:
            return []
        if asked.get("type") == "scale" and isinstance(asked.get("min"), int) and isinstance(asked.get("max"), int):
            return [
                (str(number), str(number)) for number in range(asked["min"], min(asked["max"], asked["min"] + 20) + 1)
            ]
        if asked.get("type") == "countries":
            return [(code, names.get(content_language())) for code, names in COUNTRIES.items()]
        if asked.get("type") == "yesno":
            return [("yes", _("Yes")), ("no", _("No"))]
        return [(one.get("key", ""), here(one.get("label"), "…")) for one in _entries(asked.get("options"))]

    def _sentence(self, value: Document) -> str:
        """Return a condition of one question as a part of a sentence."""
        asked = next((q for _p, q in self.questions if q.get("key") == value.get("question")), None)
        if asked is None:
            return _("a question that has been deleted is answered")
        test, values = _test_of(value)
        words = dict(self.answers(asked))
        told = {
            "question": here(asked.get("label"), "…"),
            "answer": _either([words.get(one, one) for one in values]) if values else "…",
        }
        sentences = {
            "answered": _("“%(question)s” is answered"),
            "unanswered": _("“%(question)s” is not answered"),
            "is_not": _("“%(question)s” is not %(answer)s"),
        }
        return sentences.get(test, _("“%(question)s” is %(answer)s")) % told


@dataclass
class PickedPlaces:
    """What a question can lead to; asked for where it is drawn, and not for every field that is changed beside it."""

    around: Around
    kinds: Collection[str]
    chosen: list[str]

    @property
    def is_offered(self) -> bool:
        """Whether it is picked here; else the page of the question alone is where one picks."""
        return self.around.is_whole

    @cached_property
    def groups(self) -> list[tuple[str, Pairs]]:
        """What is published, by kind."""
        return self.around.places(self.kinds)

    @property
    def lost(self) -> Pairs:
        """What is chosen and not published any more."""
        known = {key for _label, pairs in self.groups for key, _words in pairs}
        return [(one, one.partition("/")[2]) for one in self.chosen if one not in known]


def _test_of(value: Document) -> tuple[str, list[str]]:
    """Return how a condition compares, and with what."""
    if "answered" in value:
        return ("answered" if value["answered"] else "unanswered"), []
    test = next((one for one in ("is", "is_not", "in") if one in value), "is")
    given = value.get(test)
    return test, [_plain(one) for one in (given if isinstance(given, list) else [given]) if one is not None]


def _sentence_of(told: list[str], *, is_any: bool) -> str:
    if not told:
        return _("Always shown.")
    joined = pgettext("any of these", " or ") if is_any else pgettext("all of these", " and ")
    return _("Shown when %(conditions)s.") % {"conditions": joined.join(told)}


def _either(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s or %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _entries(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _item(entry: dict[str, Any]) -> tuple[str, str]:
    return entry.get("key", ""), here(entry.get("label"), "…")


def _all_of(value: Any, name: str) -> list[dict[str, Any]]:
    """Return the entries of all lists of a name, wherever they stand."""
    if isinstance(value, list):
        return [one for entry in value for one in _all_of(entry, name)]
    if not isinstance(value, dict):
        return []
    found = _entries(value.get(name))
    return found + [one for key, below in value.items() if key != name for one in _all_of(below, name)]
