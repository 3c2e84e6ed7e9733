"""What the style sheets say of each element: found out once for all elements of which they say the same.

WeasyPrint asks each sheet by itself, puts together for each element anew what was found, and shares no style between
elements that have an attribute which says how they look, nor between what stands before or after elements. What comes
out is the same, byte for byte; a test holds it.
"""

from collections.abc import Callable, Iterator
from functools import cache
from math import inf
from types import CodeType
from typing import Any, NamedTuple

from weasyprint import css
from weasyprint.css.properties import INHERITED

Function = Callable[..., Any]
# Of an element and of what belongs to it: each value with the weight it is said with.
Cascade = dict[str | None, dict[str, tuple[Any, Any]]]

# What a selector may ask for that is the same for all elements of one name with the same classes.
_OF_ALL_ALIKE = frozenset(("local_name", "in_html_document", "namespace_url", "classes"))
# And what is the same for all such elements in one place, with the same of the attributes that are asked for.
_OF_WORDS = frozenset(("lower", "startswith", "endswith", "split_whitespace"))
_OF_ONE_PLACE = (
    _OF_ALL_ALIKE | _OF_WORDS | {"parent", "ancestors", "any", "next", "etree_element", "tag", "attrib", "get"}
)
# The attributes from which WeasyPrint makes styles, and those that say something of elements of one name alone.
_TELLING = ("style", "lang", "id")
_TELLING_BESIDES = {"a": ("name",), "{http://www.w3.org/2000/svg}svg": ("width", "height")}


class Rule(NamedTuple):
    """A rule of a sheet, and the number it is known by."""

    test: Function
    is_for_all_alike: bool
    is_of_one_place: bool
    number: int
    pseudo: str | None
    declarations: tuple[tuple[str, Any, tuple[Any, ...]], ...]


def cascade_once() -> None:
    """From now on find it out so; a second call changes nothing."""
    if not getattr(css.StyleFor.__init__, "is_ours", False):
        css.StyleFor.__init__ = _styling(css.StyleFor.__init__)


def _styling(style_all: Function) -> Function:
    def styled(self: Any, html: Any, sheets: Any, presentational_hints: bool, *rest: Any) -> None:
        if presentational_hints:
            style_all(self, html, sheets, presentational_hints, *rest)
            return
        self.font_config, target_collector = rest
        self._cascaded_styles, self._computed_styles = {}, {}
        self._sheets, self.initial_page_sizes = sheets, {"box": None, "area": None}
        css.PROGRESS_LOGGER.info("Step 3 - Applying CSS")
        _style(self, html, Rules(sheets), target_collector)

    styled.is_ours = True  # type: ignore[attr-defined]
    return styled


def _style(self: Any, html: Any, rules: "Rules", target_collector: Any) -> None:
    computed = self._computed_styles
    known: dict[Any, list[tuple[str | None, Any]]] = {}
    cascades: dict[Any, tuple[Cascade, Any]] = {}
    # Elements of one family hand down the same to what is in them.
    families: dict[Any, int] = {}
    family_of: dict[Any, int] = {}
    for wrapped in html.wrapper_element.iter_subtree():
        element = wrapped.etree_element
        parent = wrapped.parent.etree_element if wrapped.parent else None
        said = (_told(element), rules.of(wrapped))
        found = cascades.get(said)
        if found is None:
            cascade = _cascade(element, html.base_url, rules.called(said[1]))
            found = cascades[said] = cascade, _handed_down(cascade)
        cascade, handed_down = found
        above = family_of.get(parent, 0)
        if handed_down is None:
            # It takes from the element around it what others do not, and is of a family by itself.
            key = handed_down = (id(computed[parent, None]) if wrapped.parent else None, said)
        else:
            key = (above, said)
        family_of[element] = families.setdefault((above, handed_down), len(families) + 1)
        styles = known.get(key)
        if styles is not None:
            computed.update({(element, pseudo): style for pseudo, style in styles})
            continue
        for pseudo, values in cascade.items():
            self._cascaded_styles[element, pseudo] = values
            self.set_computed_styles(
                element,
                root=html.etree_element,
                parent=element if pseudo else parent,
                pseudo_type=pseudo,
                base_url=html.base_url,
                target_collector=target_collector,
            )
        known[key] = [(pseudo, computed[element, pseudo]) for pseudo in cascade]
    self._cascaded_styles.clear()


def _handed_down(cascade: Cascade) -> tuple[tuple[str, int], ...] | None:
    """Return what is said of an element that counts for those in it; None where one takes over what is not inherited.

    The values are kept with the cascade, so that what they are known by stays theirs.
    """
    for values in cascade.values():
        for name, (value, _weight) in values.items():
            if not _is_inherited(name) and (value == "inherit" or isinstance(value, css.Pending)):
                return None
    return tuple((name, id(value)) for name, (value, _weight) in cascade[None].items() if _is_inherited(name))


@cache
def _is_inherited(name: str) -> bool:
    return name in INHERITED or name == "page" or name.startswith(("__", "text_decoration_"))


def _told(element: Any) -> tuple[str | None, ...]:
    """Return the attributes that say how an element looks; those of one name are longer than those of others."""
    attributes = element.attrib
    if not attributes:
        return ()
    told = tuple(map(attributes.get, _TELLING))
    besides = _TELLING_BESIDES.get(element.tag)
    return (*told, *map(attributes.get, besides)) if besides else told


class _Alone(NamedTuple):
    """An element without what is in it, to be asked for its attributes."""

    element: Any

    def iter(self) -> Iterator[Any]:
        yield self.element


def _cascade(element: Any, base_url: str | None, rules: list[Rule]) -> Cascade:
    """Return what holds in the end; the element itself stands first."""
    cascade: Cascade = {None: {}}
    for specificity, _element, declarations, base in css.find_style_attributes(_Alone(element), False, base_url):
        for name, values, importance in css.preprocess_declarations(base, declarations):
            _say(cascade[None], name, values, (css.declaration_precedence("author", importance), inf, specificity))
    for rule in rules:
        values_of = cascade.setdefault(rule.pseudo, {})
        for declaration in rule.declarations:
            _say(values_of, *declaration)
    return cascade


def _say(values: dict[str, tuple[Any, Any]], name: str, value: Any, weight: tuple[Any, ...]) -> None:
    old = values.get(name)
    if old is None or old[1] <= weight:
        values[name] = value, weight


class Rules:
    """The rules of all sheets of a document, for elements of each name with each set of classes, in each place."""

    def __init__(self, sheets: list[Any]) -> None:
        self.sheets = sheets
        self.known: dict[Any, list[Rule]] = {}
        self.numbered: list[Rule] = []
        self.weighted: dict[int, Rule] = {}
        self.identities = frozenset(one for sheet, *_rest in sheets for one in sheet.matcher.id_selectors)
        self.asked = frozenset(one for sheet, *_rest in sheets for one in _attributes_of(sheet.matcher))
        # What an element looks like, and the place it is in, as one number; and the rules of each such place.
        self.places: dict[Any, int] = {}
        self.place_of: dict[Any, int] = {}
        self.of_place: dict[int, tuple[list[Rule], tuple[int, ...] | None]] = {}

    def of(self, wrapped: Any) -> tuple[int, ...]:
        """Return the numbers of the rules that are for this element, the weakest first within each sheet.

        An element is asked for after the one that it is in.
        """
        element = wrapped.etree_element
        attributes = element.attrib
        identity = attributes.get("id")
        key = (
            element.tag,
            attributes.get("class"),
            identity if identity in self.identities else None,
            "lang" in attributes,
        )
        asked = self.asked.intersection(attributes) if attributes else None
        told = tuple([(name, attributes[name]) for name in sorted(asked)]) if asked else ()
        around = self.place_of[wrapped.parent.etree_element] if wrapped.parent is not None else 0
        place = self.place_of[element] = self.places.setdefault((around, key, told), len(self.places) + 1)
        known = self.of_place.get(place)
        if known is None:
            known = self.of_place[place] = self._in_place(wrapped, key)
        rules, numbers = known
        if numbers is not None:
            return numbers
        return tuple([rule.number for rule in rules if rule.is_of_one_place or rule.test(wrapped)])

    def _in_place(self, wrapped: Any, key: Any) -> tuple[list[Rule], tuple[int, ...] | None]:
        """Return the rules that can be meant here, and their numbers where each is meant by all that look alike."""
        rules = self.known.get(key)
        if rules is None:
            rules = self.known[key] = self._found(wrapped)
        rules = [rule for rule in rules if not rule.is_of_one_place or rule.test(wrapped)]
        is_simple = all(rule.is_of_one_place for rule in rules)
        return rules, tuple([rule.number for rule in rules]) if is_simple else None

    def called(self, numbers: tuple[int, ...]) -> list[Rule]:
        return [self.numbered[number] for number in numbers]

    def _found(self, wrapped: Any) -> list[Rule]:
        """Return the rules that can be meant by an element of this name with these classes."""
        rules = []
        for sheet, origin, of_sheet in self.sheets:
            entries = sorted(entries_of(sheet.matcher, wrapped), key=lambda entry: entry[1:3])
            for entry in entries:
                rule = self.weighted.get(id(entry))
                if rule is None:
                    rule = self.weighted[id(entry)] = _weighted(entry, len(self.numbered), sheet, origin, of_sheet)
                    self.numbered.append(rule)
                if not rule.is_for_all_alike or rule.test(wrapped):
                    rules.append(rule)
        return rules


def _weighted(entry: Any, number: int, sheet: Any, origin: str, of_sheet: Any) -> Rule:
    """Return an entry of a sheet as a rule, each of its values with its weight."""
    test, specificity, _order, pseudo, (declarations, layer) = entry
    layer_order = inf if layer is None else sheet.layers.index(layer)
    weights = [
        (css.declaration_precedence(origin, is_important), layer_order, of_sheet or specificity)
        for is_important in (False, True)
    ]
    said = tuple([(name, values, weights[bool(importance)]) for name, values, importance in declarations])
    names = _names_in(test.__code__)
    is_simple = not any(isinstance(one, CodeType) for one in test.__code__.co_consts)
    return Rule(test, is_simple and names <= _OF_ALL_ALIKE, names <= _OF_ONE_PLACE, number, pseudo, said)


def _names_in(code: CodeType) -> frozenset[str]:
    """Return what the test of a selector asks an element, and those around it, for."""
    return frozenset(code.co_names).union(*(_names_in(one) for one in code.co_consts if isinstance(one, CodeType)))


def _words_in(code: CodeType) -> Iterator[str]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _words_in(one)
        elif isinstance(one, str):
            yield one


def _attributes_of(matcher: Any) -> Iterator[str]:
    """Yield all words that a selector of a sheet may mean as an attribute."""
    by_name = (matcher.id_selectors, matcher.class_selectors, matcher.lower_local_name_selectors)
    entries = [entry for of in (*by_name, matcher.namespace_selectors) for found in of.values() for entry in found]
    for test, *_rest in (*entries, *matcher.lang_attr_selectors, *matcher.other_selectors):
        if "etree_element" in _names_in(test.__code__):
            yield from _words_in(test.__code__)


def entries_of(matcher: Any, element: Any) -> Iterator[Any]:
    """Yield the entries of a sheet that can be meant by an element of this name, these classes and this id."""
    yield from matcher.id_selectors.get(element.id, ())
    for name in element.classes:
        yield from matcher.class_selectors.get(name, ())
    yield from matcher.lower_local_name_selectors.get(element.local_name.lower(), ())
    yield from matcher.namespace_selectors.get(element.namespace_url, ())
    if "lang" in element.etree_element.attrib:
        yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors
