"""Reading the text of a document: what it says, and that everything it names is there."""

from collections.abc import Iterator

from core.text import LANGUAGES
from schema.clauses import (
    BRACES,
    MARK,
    Clause,
    ClauseItem,
    ClauseParagraph,
    DefinedTerm,
    HintWords,
    LengthLimit,
    Mark,
    MarkKind,
    Schedule,
    ScheduleCheck,
    Signature,
    Wording,
    WordingHint,
)
from schema.facts import Fact
from schema.faults import shown
from schema.outlines import entry_with_key, is_numeric
from schema.parsing.conditions import read_condition
from schema.parsing.context import Context
from schema.parsing.fields import Fields, read_entries, read_fields
from schema.parsing.node import Node
from schema.parsing.references import Place, check_circles, check_reference, differing_marks
from schema.rules import keys_of_type
from schema.texts import is_plain_line

UNANSWERED_TYPES = frozenset({"panel", "clause"})


def read_wording(node: Node, context: Context) -> Fields:
    """Read all that a document says besides its answers, and check every mark in it."""
    reader = _WordingReader(node, context)
    found = reader.read()
    reader.check(Wording(**found))
    return found


class _WordingReader:
    """Reads the text of one document; the marks are checked when all of it is known."""

    def __init__(self, node: Node, context: Context) -> None:
        self.node = node
        self.context = context
        self.marks: list[tuple[Mark, Node, Place]] = []

    def read(self) -> Fields:
        node = self.node
        notice = node.text("notice", markdown=True) if "notice" in node else None
        if "notice" in node:
            self._note(node, "notice", Place())
        return {
            "notice": notice,
            "numbered": node.flag("numbered") if "numbered" in node else True,
            "defined_terms": tuple(self._terms()),
            "clauses": tuple(self._clauses()),
            "schedules": tuple(self._schedules()),
            "signatures": tuple(self._signatures()),
            "lengths": tuple(read_entries(node, "lengths", LengthLimit)),
            "hints": tuple(self._hints()),
        }

    def _condition(self, owner: Node) -> object:
        return read_condition(owner, self.context.file, hidden=owner.path)

    def _terms(self) -> Iterator[DefinedTerm]:
        for number, entry in enumerate(self.node.nodes("defined_terms")):
            self._note(entry, "definition", Place(term=str(entry["key"]), number=number))
        yield from read_entries(self.node, "defined_terms", DefinedTerm)

    def _clauses(self) -> Iterator[Clause]:
        seen: set[str] = set()
        for entry in self.node.nodes("clauses"):
            entry.keys(*keys_of_type(Clause))
            key = entry.key("key", seen)
            condition = self._condition(entry)
            keys: set[str] = set()
            place = Place(clause=key, conditions=(condition,))
            self._note(entry, "title", place)
            yield Clause(
                key=key,
                **read_fields(entry, Clause, besides=("key", "show_if", "paragraphs")),
                show_if=condition,  # type: ignore[arg-type]  # read_condition's own
                paragraphs=tuple(self._paragraph(one, place, keys) for one in entry.nodes("paragraphs")),
            )

    def _paragraph(self, node: Node, around: Place, keys: set[str]) -> ClauseParagraph:
        node.keys(*keys_of_type(ClauseParagraph))
        key = node.key("key", keys)
        condition = self._condition(node)
        only_with = node["only_with"] if isinstance(node["only_with"], str) else ""
        place = around.inside(key, only_with, condition)
        self._note(node, "text", place)
        items = []
        for entry in node.nodes("items"):
            entry.keys(*keys_of_type(ClauseItem))
            item_key = entry.key("key", keys)
            self._note(entry, "text", place.inside(item_key))
            items.append(ClauseItem(key=item_key, text=entry.text("text", markdown=True)))
        if "only_with" in node and entry_with_key(self.node["clauses"], only_with) is None:
            node.fault(f"there is no clause {shown(node['only_with'])} in this file", node.at("only_with"))
        elif only_with and only_with == around.clause:
            node.fault("a paragraph is always with its own clause", node.at("only_with"))
        return ClauseParagraph(
            key=key,
            text=node.text("text", markdown=True),
            show_if=condition,  # type: ignore[arg-type]  # read_condition's own
            only_with=only_with,
            items=tuple(items),
        )

    def _schedules(self) -> Iterator[Schedule]:
        seen: set[str] = set()
        for entry in self.node.nodes("schedules"):
            entry.keys(*keys_of_type(Schedule))
            key = entry.key("key", seen)
            if entry_with_key(self.node["clauses"], key):
                entry.fault(f"the key {shown(key)} is that of a clause", entry.at("key"))
            condition = self._condition(entry)
            if "intro" in entry:
                self._note(entry, "intro", Place(conditions=(condition,)))
            yield Schedule(
                key=key,
                **read_fields(entry, Schedule, besides=("key", "show_if", "sums", "checks")),
                show_if=condition,  # type: ignore[arg-type]  # read_condition's own
                sums=tuple(self._sums(entry)),
                checks=tuple(self._checks(entry)),
            )

    def _table(self, node: Node, name: object, path: str) -> dict[str, object] | None:
        found = self.context.file.question(name)
        if found is None or found.type != "table":
            node.fault(f"there is no table {shown(name)} in this file", path)
            return None
        return found.content

    def _column(self, node: Node, table: dict[str, object] | None, key: object, path: str) -> str:
        if table is not None:
            column = entry_with_key(table.get("columns"), key)
            if column is None:
                node.fault(f"there is no column {shown(key)} in the table {shown(table.get('key'))}", path)
            elif not is_numeric(column):
                node.fault(f"the column {shown(key)} does not hold numbers", path)
        return str(key)

    def _sums(self, node: Node) -> Iterator[str]:
        table = self._table(node, node["table"], node.at("table")) if "table" in node else None
        for entry, path in node.sequence("sums"):
            yield self._column(node, table, entry, path)

    def _checks(self, node: Node) -> Iterator[ScheduleCheck]:
        found = self.context.file.question(node["table"])
        table = found.content if found and found.type == "table" else None
        for check in node.nodes("checks"):
            check.keys(*keys_of_type(ScheduleCheck))
            self._column(check, table, check["column"], check.at("column"))
            if ("question" in check) == ("other" in check):
                check.fault("must have exactly one of question and other")
            elif "other" in check:
                self._column(check, table, check["other"], check.at("other"))
            else:
                asked = self.context.file.question(check["question"])
                if asked is None or not is_numeric(asked.content):
                    check.fault(f"{shown(check['question'])} is no question of numbers", check.at("question"))
            yield ScheduleCheck(**read_fields(check, ScheduleCheck))

    def _signatures(self) -> Iterator[Signature]:
        seen: set[str] = set()
        for entry in self.node.nodes("signatures"):
            entry.keys(*keys_of_type(Signature))
            key = entry.key("key", seen)
            condition = self._condition(entry)
            if ("party" in entry) == ("table" in entry):
                entry.fault("must have exactly one of party and table")
            for name in ("party", "person"):
                if name in entry:
                    self._note(entry, name, Place(conditions=(condition,)))
            if "table" in entry:
                table = self._table(entry, entry["table"], entry.at("table"))
                columns = table.get("columns") if table else []
                for name in ("name_column", "person_column"):
                    is_named = table is not None and (name in entry or name == "name_column")
                    if is_named and entry_with_key(columns, entry[name]) is None:
                        entry.fault(f"there is no column {shown(entry[name])} in that table", entry.at(name))
            yield Signature(
                key=key,
                **read_fields(entry, Signature, besides=("key", "show_if")),
                show_if=condition,  # type: ignore[arg-type]  # read_condition's own
            )

    def _hints(self) -> Iterator[WordingHint]:
        seen: set[str] = set()
        for entry in self.node.nodes("hints"):
            entry.keys(*keys_of_type(WordingHint))
            must = [one for one in entry.languages.must if one in LANGUAGES]
            lists = entry.node("words").keys(must, LANGUAGES) if "words" in entry else Node({}, entry.at("words"), [])
            yield WordingHint(
                key=entry.key("key", seen),
                words=HintWords(da=tuple(_lines(lists, "da")), en=tuple(_lines(lists, "en"))),
                advice=entry.text("advice", markdown=True),
            )

    # --- marks

    def _note(self, node: Node, key: str, place: Place) -> None:
        """Note the marks of a text, and what is wrong with them by themselves."""
        text = node[key]
        if not isinstance(text, dict):
            return
        named: dict[str, set[str]] = {}
        for language, words in text.items():
            if not isinstance(words, str):
                continue
            found = MARK.findall(words)
            named[language] = set(found)
            if BRACES.search(MARK.sub("", words)) or any(Mark.of(one) is None for one in found):
                node.fault(
                    "a mark is {{ question_key }}, {{ cluster.name }}, {{ see:clause }}, {{ term:key }} "
                    "or {{ sum:table.column }}",
                    f"{node.at(key)}.{language}",
                )
        for written in sorted(set[str]().union(*named.values())):
            if mark := Mark.of(written):
                self.marks.append((mark, Node(node.value, node.at(key), node.faults), place))
        if differing := differing_marks(named):
            node.fault(f"not the same marks in both languages: {differing}", node.at(key))

    def check(self, wording: Wording) -> None:
        """Note a fault for each mark that names nothing, and for what goes round in a circle."""
        for mark, node, place in self.marks:
            match mark.kind:
                case MarkKind.ANSWER:
                    question = self.context.file.question(mark.key)
                    if question is None or question.type in UNANSWERED_TYPES:
                        node.fault(f"{{{{ {mark.key} }}}} names no question with an answer in this file")
                case MarkKind.FACT:
                    if mark.key not in set(Fact):
                        known = ", ".join(sorted(Fact))
                        node.fault(f"the portal does not know {shown(mark.key)}; it knows {known}")
                case MarkKind.TERM:
                    if mark.key not in {term.key for term in wording.defined_terms}:
                        node.fault(f"there is no defined term {shown(mark.key)} in this file")
                case MarkKind.SUM:
                    table = self._table(node, mark.key, node.path)
                    self._column(node, table, mark.part, node.path)
                case MarkKind.SEE:
                    check_reference(wording, mark, node, place)
        check_circles(wording, [(mark, node, place) for mark, node, place in self.marks])


def _lines(node: Node, key: str) -> Iterator[str]:
    for line, path in node.sequence(key):
        if not is_plain_line(line):
            node.fault("must be one line of text without HTML", path)
        yield str(line)
