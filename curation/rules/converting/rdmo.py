"""A catalogue of RDMO, as its XML export has it: catalogue, sections, pages, question sets, questions, options.

Versions 1 and 2 of the export are read: in the first a thing names what it is in, in the second what is in it.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from core.text import is_written_language
from curation.rules.converting.cards import Cards, Unfit
from curation.rules.converting.grouping import Conditions, Grouped, Place
from curation.rules.converting.made import (
    MOST_QUESTIONS,
    Converted,
    Maker,
    Unconvertible,
    Words,
    all_of,
    named_in,
    options_of,
)
from curation.rules.converting.markup import Element, tree_of
from curation.rules.converting.proposals import proposal
from schema.conditions import MOST_PARTS
from schema.scalars import number_fault
from schema.vocabulary import WITH_DEFAULTS, WITH_FILES

Document = dict[str, Any]

TYPES = {
    **dict.fromkeys(("text", "phone"), "text"),
    **dict.fromkeys(("integer", "float", "int"), "number"),
    "url": "address",
    "email": "email",
    "boolean": "yesno",
    "datetime": "date",
    "date": "date",
}
_DEEPEST = 8
# Every question may offer the same long list of options.
MOST_NAMED = 20_000
_TRUE = frozenset({"1", "true", "yes", "ja"})


def converted(content: bytes, *, kind: str = "analysis", slug: str = "", language: str = "") -> Converted:
    """Return the catalogue as a document; raises Unconvertible."""
    return _Catalogue(tree_of(content), kind, slug, language).converted()


def _uri(element: Element | None) -> str:
    if element is None:
        return ""
    path = element.said("uri_path") or element.said("path") or element.said("key")
    return element.attributes.get("uri") or element.said("uri") or path


def _name(element: Element) -> str:
    return element.said("uri_path").rpartition("/")[2] or element.said("key") or _uri(element).rpartition("/")[2]


class _Catalogue:
    def __init__(self, root: Element, kind: str, slug: str, language: str) -> None:
        self.root, self.kind, self.slug = root, kind, slug
        found = [one for element in root.children for one in _languages(element)]
        codes = list(dict.fromkeys([*([language] if language else []), *found]))
        known = tuple(one for one in codes if is_written_language(one))
        if not known or (language and language not in known):
            raise Unconvertible("The file holds no text in a language of the European Union or the EEA.")
        self.make = Maker(known)
        for code in codes:
            if code not in known:
                self.make.drop("the catalogue", f"its texts in “{code}”", "not a language that content can be in")
        self.visited = self.named = self.tried = 0
        self.in_cards: set[str] = set()
        # By what a condition asks, the question: its key, its type, and the keys of its options by their addresses.
        self.asked: dict[str, tuple[str, str, dict[str, str]]] = {}

    @cached_property
    def by_uri(self) -> dict[tuple[str, str], Element]:
        return {(one.name, _uri(one)): one for one in self.root.children}

    @cached_property
    def by_owner(self) -> dict[tuple[str, str, str], list[Element]]:
        """What names the thing that it is in, as version 1 has it."""
        found: dict[tuple[str, str, str], list[Element]] = {}
        for one in self.root.children:
            for above in one.children:
                if above.name in ("catalog", "section", "page", "questionset", "optionset") and _uri(above):
                    found.setdefault((one.name, above.name, _uri(above)), []).append(one)
        return found

    def words(self, element: Element, name: str) -> dict[str, str]:
        return {one.attributes.get("lang", ""): one.words for one in element.all(name) if one.words.strip()}

    def inside(self, owner: Element, plural: str, name: str) -> Iterator[Element]:
        """Yield what is in something: what it names, or what names it, in order."""
        holder = owner.first(plural)
        named = sorted(holder.all(name) if holder else (), key=_order)
        naming = [] if named else self.by_owner.get((name, owner.name, _uri(owner)), [])
        self.named += len(named) + len(naming)
        if self.named > MOST_NAMED:
            raise Unconvertible(f"The parts of the file name more than {MOST_NAMED:,} others. Split it in two.")
        for one in named:
            target = self.by_uri.get((name, _uri(one)))
            if target is not None:
                yield target
            else:
                self.make.drop(_name(owner) or "the catalogue", f"the {name} {_uri(one)}", "it is not in the file")
        yield from sorted(naming, key=_order)

    def converted(self) -> Converted:
        catalogues = self.root.all("catalog")
        if self.root.name != "rdmo" or not catalogues:
            raise Unconvertible("The file is no export of a catalogue from RDMO.")
        catalogue = catalogues[0]
        for one in catalogues[1:]:
            self.make.drop("the file", f"the catalogue {_name(one)}", "a document holds one; convert it by itself")
        title = self.words(catalogue, "title")
        sections = [self.section(one) for one in self.inside(catalogue, "sections", "section")]
        return self.make.converted(
            self.kind, self.slug or _name(catalogue), title, self.words(catalogue, "help") or title, sections
        )

    def section(self, element: Element) -> Document:
        """Return a section, page by page; the title of a page or a question set is the heading of a group."""
        name = _name(element)
        title = self.make.line(self.words(element, "title"), name or "?")
        into = Grouped(self.make, self.make.section_key(name or named_in(title)), title)
        pages = [*self.inside(element, "pages", "page"), *self.inside(element, "questionsets", "questionset")]
        for page in pages:
            self._fill(into, page, Place(), 0)
        return into.section()

    def _fill(self, into: Grouped, page: Element, around: Place, depth: int) -> None:
        self.visit(depth)
        where, before = _name(page), into.count
        title = self.make.line(self.words(page, "title"))
        condition = self.condition(page, where)
        if _is_true(page, "is_collection") and self._put_cards(into, page, title, around, condition, depth):
            return
        if page.said("verbose_name"):
            self.make.drop(where, "what one of it is called", "nothing is called by it")
        place = around.inside(where, title, condition)
        said = len(into.above)
        into.above.append(self.words(page, "help"))
        for kind, element in self._parts(page):
            if kind == "questionset":
                self._fill(into, element, place, depth + 1)
            else:
                above = into.below(place.heading)
                into.add(self.question(element, above, place.conditions))
        # What introduces nothing does not introduce what comes next.
        del into.above[said:]
        if title and into.count == before:
            self.make.drop(where, f"the heading “{named_in(title)[:80]}”", "nothing is asked below it")

    def _put_cards(
        self, into: Grouped, page: Element, title: Document, around: Place, condition: Document | None, depth: int
    ) -> bool:
        """Put a collection into the section as a table with a card for each; tell whether that can be done."""
        where, noted = _name(page), len(self.make.dropped)
        try:
            cards = self.cards_of(page, depth)
        except Unfit as error:
            del self.make.dropped[noted:]
            self.make.drop(where, "that it can be answered several times", f"the questions are asked once: {error}")
            return False
        if not cards.columns:
            return False
        one = {
            code: said[:1].upper() + said[1:] for code, said in self.make.line(self.words(page, "verbose_name")).items()
        }
        label = title or one or self.make.line({}, where or "?")
        # A page has a heading of its own; a set within one is a question below the page's.
        place = around.inside(where, {} if around.heading else title, condition)
        above = [*into.below(place.heading), self.words(page, "help")]
        made: Document = {"key": self.make.key(where or named_in(label), "table"), "type": "table", "label": label}
        if help_ := self.make.prose(*above, *cards.helps):
            made["help"] = help_
        if cards.is_required:
            made["required"] = True
        made |= self.shown(where, place.conditions)
        into.add({**made, "layout": "cards", "row": one or label, "columns": cards.columns})
        self.in_cards |= cards.attributes
        return True

    def cards_of(self, page: Element, depth: int) -> Cards:
        """Return what stands on each card of a collection; raises Unfit."""
        cards = Cards(self.make)
        self._fill_cards(cards, page, depth)
        return cards

    def _fill_cards(self, cards: Cards, page: Element, depth: int) -> None:
        for kind, element in self._parts(page):
            name, label = _name(element), self.make.line(self.words(element, "text" if kind == "question" else "title"))
            said = named_in(label) or name
            if _children(element.first("conditions")):
                raise Unfit(f"“{said[:60]}” is asked on a condition")
            if kind == "questionset":
                self.visit(depth + 1)
                if _is_true(element, "is_collection"):
                    raise Unfit(f"“{said[:60]}” in it can be answered several times, too")
                if label:
                    self.make.drop(name, f"the heading “{said[:80]}”", "a card has no headings")
                cards.helps.append(self.words(element, "help"))
                self._fill_cards(cards, element, depth + 1)
                continue
            self.count_question()
            answered, more, _by_option = self.answered_by(element, name)
            cards.add(name, label or self.make.line({}, name or "?"), answered, more, self.words(element, "help"))
            if element.said("is_optional").lower() == "false":
                cards.is_required = True
                self.make.drop(name, "that it must be answered", "the table must, not each column")
            self.drop_defaults(element, name)
            if attribute := _uri(element.first("attribute")):
                cards.attributes.add(attribute)

    def count_question(self) -> None:
        """Count what is asked, also where it is looked at twice; raises Unconvertible where it is too much."""
        self.tried += 1
        if self.tried > 2 * MOST_QUESTIONS or len(self.make.keys) >= MOST_QUESTIONS:
            raise Unconvertible(f"The file holds more than {MOST_QUESTIONS} questions. Split it in two.")

    def visit(self, depth: int) -> None:
        """Count a page or a question set; raises Unconvertible where there are too many, or too many around it."""
        self.visited += 1
        if self.visited > MOST_QUESTIONS:
            raise Unconvertible(f"The file holds more than {MOST_QUESTIONS} pages and question sets.")
        if depth > _DEEPEST:
            raise Unconvertible(f"Question sets are nested more than {_DEEPEST} deep, or in a circle.")

    def _parts(self, page: Element) -> list[tuple[str, Element]]:
        """Return the question sets and questions of a page in the order in which it has them."""
        sets = [("questionset", one) for one in self.inside(page, "questionsets", "questionset") if one is not page]
        asked = [("question", one) for one in self.inside(page, "questions", "question")]
        orders = {
            _uri(one): _order(one) for name in ("questionsets", "questions") for one in _children(page.first(name))
        }
        return sorted([*asked, *sets], key=lambda one: orders.get(_uri(one[1]), _order(one[1])))

    def question(self, element: Element, above: list[Words], conditions: Conditions) -> Document:
        where = _name(element)
        self.count_question()
        label = self.make.line(self.words(element, "text"), where or "?")
        key = self.make.key(where or named_in(label), "question")
        kind, more, by_option = self.answered_by(element, where)
        made: Document = {"key": key, "type": kind, "label": label}
        if help_ := self.make.prose(*above, self.words(element, "help")):
            made["help"] = help_
        if element.said("is_optional").lower() == "false":
            made["required"] = True
        made |= self.shown(where, (*conditions, self.condition(element, where)))
        made |= self.proposed(element, where, kind, {**more, "options": by_option})
        attribute = _uri(element.first("attribute"))
        if attribute:
            self.asked.setdefault(attribute, (key, kind, by_option))
        return {**made, **more}

    def shown(self, where: str, conditions: Conditions) -> Document:
        """Return on what condition something is asked, as a part of its question."""
        try:
            condition = all_of(conditions)
        except ValueError as error:
            self.make.drop(where, "when it is asked", f"the format cannot say it: {error}")
            return {}
        return {"show_if": condition} if condition else {}

    def proposed(self, element: Element, where: str, kind: str, asked: Document) -> Document:
        """Return what is filled in beforehand, as a part of the question; what cannot be is listed."""
        words, chosen = self.words(element, "default_text"), _uri(element.first("default_option"))
        if not words and not chosen and not element.said("default_external_id"):
            return {}
        found = proposal(self.make, kind, words, chosen, asked) if self.kind in WITH_DEFAULTS else None
        if found is None:
            self.make.drop(where, "what is filled in beforehand", "nothing of the kind can be proposed there")
        return {} if found is None else {"default": found}

    def drop_defaults(self, element: Element, where: str) -> None:
        for name in ("default_text", "default_option", "default_external_id"):
            if element.said(name) or _uri(element.first(name)):
                self.make.drop(where, "what is filled in beforehand", "a card is begun empty")

    def answered_by(self, element: Element, where: str) -> tuple[str, Document, dict[str, str]]:
        """Return the type of a question, what belongs to it, and the keys of its options by their addresses."""
        value, widget = element.said("value_type").lower(), element.said("widget_type").lower()
        is_several = _is_true(element, "is_collection") or widget == "checkbox"
        options = self.options(element, where)
        if options:
            made = options_of((name, label, help_) for _uri_, name, label, help_, _is_own in options)
            keys = {uri: one["key"] for (uri, *_rest), one in zip(options, made, strict=True)}
            own = [one for (*_rest, is_own), one in zip(options, made, strict=True) if is_own]
            for one in own[:1]:
                one["other"] = True
            for one in own[1:]:
                self.make.drop(where, f"“{named_in(one['label'])[:60]}”: words of one’s own", "another option has them")
            return ("multichoice" if is_several else "choice"), {"options": made}, keys
        if value == "file" or widget == "file":
            if self.kind in WITH_FILES and not is_several:
                return "file", {}, {}
            self.make.drop(where, "that the answer is a file", "it is asked for in words")
        if value == "option":
            self.make.drop(where, "what can be chosen", "the options are not in the file")
        kind = TYPES.get(value, "text")
        if kind == "text" and (is_several or widget == "textarea"):
            kind = "longtext"
            if is_several:
                self.make.drop(where, "that several answers can be given", "they are written below each other")
        elif is_several:
            self.make.drop(where, "that several answers can be given", "one is asked for")
        return kind, self.numbers(element) if kind == "number" else {}, {}

    def numbers(self, element: Element) -> Document:
        found: Document = {}
        for name, given in (("min", "minimum"), ("max", "maximum"), ("step", "step")):
            try:
                number = float(element.said(given))
            except ValueError:
                continue
            plain: Any = int(number) if number.is_integer() else number
            if number_fault(plain) is None and (name != "step" or number > 0):
                found[name] = plain
        if "min" in found and "max" in found and found["min"] >= found["max"]:
            del found["max"]
        if unit := {code: said for code, said in self.words(element, "unit").items() if said}:
            said = next(iter(unit.values()))
            found["unit"] = self.make.line(
                {code or self.make.languages[0]: words for code, words in unit.items()}, said
            )
        return found

    def options(self, element: Element, where: str) -> list[tuple[str, str, Document, Document | None, bool]]:
        found = []
        for optionset in self.inside(element, "optionsets", "optionset"):
            if optionset.first("conditions") and _children(optionset.first("conditions")):
                self.make.drop(where, f"when the options {_name(optionset)} are offered", "they always are")
            for option in self.inside(optionset, "options", "option"):
                words = self.words(option, "text") or self.words(option, "label")
                label = self.make.line(words, _name(option) or "?")
                is_own = option.said("additional_input").lower() in ("text", "textarea", "true")
                help_ = self.words(option, "help")
                line = self.make.line(help_) if help_ else None
                found.append((_uri(option), _name(option) or named_in(label), label, line or None, is_own))
        return found

    def condition(self, owner: Element, where: str) -> Document | None:
        """Return when something is asked: when any of its conditions is met."""
        parts = []
        for one in _children(owner.first("conditions")):
            found = self.by_uri.get(("condition", _uri(one)))
            part = self.part(found) if found is not None else "it is not in the file"
            if isinstance(part, str):
                self.make.drop(where, f"the condition {_uri(one).rpartition('/')[2]}", part)
            else:
                parts.append(part)
        if len(parts) > MOST_PARTS:
            self.make.drop(where, "when it is asked", f"more than {MOST_PARTS} conditions")
            return None
        return {"any": parts} if len(parts) > 1 else (parts[0] if parts else None)

    def part(self, condition: Element) -> Document | str:
        """Return one condition, or why there is none."""
        source = self.asked.get(_uri(condition.first("source")))
        if source is None and _uri(condition.first("source")) in self.in_cards:
            return "what it asks about stands on cards, each with an answer of its own"
        if source is None:
            return "what it asks about is not asked before"
        key, kind, by_option = source
        relation, target = condition.said("relation").lower(), _uri(condition.first("target_option"))
        if relation in ("notempty", "empty"):
            return {"question": key, "answered": relation == "notempty"}
        if relation not in ("eq", "neq", "contains"):
            return f"the format has no word for “{relation}”"
        test = "is_not" if relation == "neq" else "is"
        if target:
            return {"question": key, test: by_option[target]} if target in by_option else "its option is not offered"
        words = condition.said("target_text").strip().lower()
        if kind == "yesno" and words:
            return {"question": key, test: words in _TRUE}
        return "it compares words"


def _is_true(element: Element, name: str) -> bool:
    return element.said(name).lower() == "true"


def _languages(element: Element) -> Iterator[str]:
    for one in element.children:
        if code := one.attributes.get("lang", ""):
            yield code


def _children(holder: Element | None) -> list[Element]:
    return holder.children if holder else []


def _order(element: Element) -> int:
    given = element.attributes.get("order") or element.said("order")
    return int(given) if given.isdecimal() and len(given) < 9 else 0
