"""A plain sheet of questions: a row each, under headings in Danish or English."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.plain import one_line
from curation.rules.converting.grouping import Grouped, Heading
from curation.rules.converting.made import Converted, Maker, named_in, options_of
from schema.rules import Integer
from schema.scalars import number_fault
from schema.traits import LARGEST_SCALE

Document = dict[str, Any]
Row = Mapping[str, str]

# How people write the headings, and which column each names.
HEADINGS = {
    **dict.fromkeys(("question", "spørgsmål", "spørgsmålet", "text", "tekst"), "question"),
    **dict.fromkeys(("section", "phase", "chapter", "afsnit", "sektion", "fase", "kapitel", "emne"), "section"),
    **dict.fromkeys(("group", "subheading", "gruppe", "underoverskrift", "mellemoverskrift"), "group"),
    **dict.fromkeys(("help", "guidance", "hjælp", "vejledning", "hjælpetekst"), "help"),
    **dict.fromkeys(("type", "answer type", "kind", "svartype"), "type"),
    **dict.fromkeys(("options", "choices", "answers", "valgmuligheder", "svarmuligheder", "muligheder"), "options"),
    **dict.fromkeys(("required", "mandatory", "påkrævet", "obligatorisk", "skal besvares"), "required"),
    **dict.fromkeys(("unit", "enhed"), "unit"),
    **dict.fromkeys(("min", "minimum", "lowest", "mindst"), "min"),
    **dict.fromkeys(("max", "maximum", "highest", "højst"), "max"),
    **dict.fromkeys(("example", "eksempel"), "example"),
    **dict.fromkeys(("only if", "shown if", "show if", "kun hvis", "vises hvis"), "only_if"),
}
NEEDED = ("question",)
MOST_ROWS = 2_000
TYPES = {
    **dict.fromkeys(("", "text", "tekst", "line", "linje", "short text", "kort tekst"), "text"),
    **dict.fromkeys(("longtext", "long text", "lang tekst", "paragraph", "afsnit", "textarea"), "longtext"),
    **dict.fromkeys(("number", "tal", "integer", "heltal", "decimal"), "number"),
    **dict.fromkeys(("money", "amount", "beløb", "penge", "kr"), "money"),
    **dict.fromkeys(("percent", "procent", "%"), "percent"),
    **dict.fromkeys(("date", "dato", "day", "dag"), "date"),
    **dict.fromkeys(("yesno", "yes/no", "yes or no", "ja/nej", "ja eller nej", "boolean"), "yesno"),
    **dict.fromkeys(("email", "e-mail", "mail"), "email"),
    **dict.fromkeys(("address", "url", "link", "webadresse", "web address"), "address"),
    **dict.fromkeys(("file", "fil", "attachment", "bilag", "upload"), "file"),
    **dict.fromkeys(("choice", "single choice", "one of", "valg", "ét valg", "vælg én", "radio", "dropdown"), "choice"),
    **dict.fromkeys(
        ("multichoice", "multiple choice", "several", "flere valg", "vælg flere", "checkbox"), "multichoice"
    ),
    **dict.fromkeys(("scale", "skala", "rating"), "scale"),
    **dict.fromkeys(("countries", "country", "lande", "land"), "countries"),
}
_YES = frozenset({"yes", "ja", "x", "true", "1", "sand", "sandt", "y", "j"})
_NO = frozenset({"no", "nej", "false", "falsk", "falskt", "0", "n", "-", ""})
_BETWEEN = re.compile(r"[\n;|]")
_RANGE = re.compile(r"(-?\d{1,3}) ?(?:-|–|to|til) ?(-?\d{1,3})")


@dataclass
class _Asked:
    key: str
    label: str
    kind: str
    options: Mapping[str, str] = field(default_factory=dict)


def converted(
    rows: Iterable[tuple[int, Row]], *, title: str, language: str, kind: str = "analysis", slug: str = ""
) -> Converted:
    """Return the rows, each with the number of its line, as a document; raises Unconvertible."""
    return _Sheet(Maker((language,)), language).converted(rows, title, kind, slug)


class _Sheet:
    def __init__(self, make: Maker, language: str) -> None:
        self.make, self.language = make, language
        self.asked: list[_Asked] = []

    def words(self, row: Row, name: str) -> dict[str, str]:
        said = row.get(name, "").strip()
        return {self.language: said} if said else {}

    def converted(self, rows: Iterable[tuple[int, Row]], title: str, kind: str, slug: str) -> Converted:
        sections: dict[str, Grouped] = {}
        headings: dict[tuple[str, str], Heading] = {}
        named = grouped = ""
        for number, row in rows:
            where = f"line {number}"
            if (section := row.get("section", "").strip() or named) != named:
                named, grouped = section, ""
            grouped = row.get("group", "").strip() or grouped
            if named not in sections:
                label = self.make.line({self.language: named}, title)
                sections[named] = Grouped(self.make, self.make.section_key(named_in(label)), label)
            if not row.get("question", "").strip():
                if any(words.strip() for name, words in row.items() if name not in ("section", "group")):
                    self.make.drop(where, "the row", "it asks nothing")
                continue
            if grouped and (named, grouped) not in headings:
                headings[named, grouped] = Heading("", self.make.line({self.language: grouped}, "?"))
            sections[named].below(headings.get((named, grouped)))
            sections[named].add(self.question(row, where))
        words = {self.language: title}
        return self.make.converted(kind, slug, words, words, (one.section() for one in sections.values()))

    def question(self, row: Row, where: str) -> Document:
        label = self.make.line(self.words(row, "question"), "?")
        key = self.make.key(named_in(label), "question")
        kind, more = self.answered_by(row, where)
        made: Document = {"key": key, "type": kind, "label": label}
        for name in ("help", "example"):
            if text := self.make.prose(self.words(row, name)):
                made[name] = text
        required = row.get("required", "").strip().casefold()
        if required in _YES:
            made["required"] = True
        elif required not in _NO:
            self.make.drop(where, f"required “{required[:40]}”", "it is neither yes nor no")
        if said := row.get("only_if", "").strip():
            condition = self.condition(said)
            if condition:
                made["show_if"] = condition
            else:
                self.make.drop(where, f"only if “{said[:80]}”", "it is no earlier question with one of its answers")
        options = {named_in(one["label"]).casefold(): one["key"] for one in more.get("options", ())}
        self.asked.append(_Asked(key, named_in(label).casefold(), kind, options))
        return {**made, **more}

    def answered_by(self, row: Row, where: str) -> tuple[str, Document]:
        typed = one_line(row.get("type", ""))
        offered = [one.strip() for one in _BETWEEN.split(row.get("options", "")) if one.strip()]
        steps = _RANGE.fullmatch(one_line(row.get("options", ""))) or _RANGE.search(typed)
        kind = TYPES.get(_RANGE.sub("", typed).strip(" ()").casefold())
        if kind is None:
            self.make.drop(where, f"the type “{typed[:40]}”", "it is not known; it is asked for in words")
            kind = "text"
        if not typed and offered:
            kind = "choice"
        if kind == "scale":
            return self.scale(steps, row, where)
        if kind in ("choice", "multichoice"):
            if not offered:
                self.make.drop(where, "that one chooses", "there is nothing to choose from; it is asked for in words")
                return "text", {}
            labels = ((one, self.make.line({self.language: one}, "?"), None) for one in offered)
            return kind, {"options": options_of(labels)}
        if offered:
            self.make.drop(where, "the options", f"a question of the type {kind} has none")
        return kind, self.numbers(row, where) if kind == "number" else {}

    def scale(self, steps: re.Match[str] | None, row: Row, where: str) -> tuple[str, Document]:
        low, high = (int(steps[1]), int(steps[2])) if steps else (1, 5)
        if not steps:
            self.make.drop(where, "how long the scale is", "it is not said; it goes from 1 to 5")
        bounds = Integer(-LARGEST_SCALE, LARGEST_SCALE)
        if not (bounds.lowest <= low < high <= (bounds.highest or high)) or high - low > 10:
            self.make.drop(where, f"the scale from {low} to {high}", "it cannot be shown; it goes from 1 to 5")
            low, high = 1, 5
        ends = ({self.language: str(low)}, {self.language: str(high)})
        return "scale", {"min": low, "max": high, "low": ends[0], "high": ends[1]}

    def numbers(self, row: Row, where: str) -> Document:
        found: Document = {}
        for name in ("min", "max"):
            said = row.get(name, "").strip().replace("\u2212", "-").replace(",", ".")
            if not said:
                continue
            try:
                number = float(said)
            except ValueError:
                plain: Any = said
            else:
                plain = int(number) if number.is_integer() else number
            if number_fault(plain):
                self.make.drop(where, f"{name} “{said[:40]}”", "it is not a number")
            else:
                found[name] = plain
        if "min" in found and "max" in found and found["min"] >= found["max"]:
            self.make.drop(where, "the highest number", "it is not above the lowest")
            del found["max"]
        if unit := self.words(row, "unit"):
            found["unit"] = self.make.line(unit, "?")
        return found

    def condition(self, said: str) -> Document | None:
        """Return the condition of “an earlier question = one of its answers”."""
        asked, sign, answer = said.rpartition("=")
        wanted, answer = asked.strip().casefold(), answer.strip().casefold()
        found = next((one for one in reversed(self.asked) if sign and wanted in (one.label, one.key)), None)
        if found is None:
            return None
        if found.kind == "yesno" and answer and (answer in _YES or answer in _NO):
            return {"question": found.key, "is": answer in _YES}
        return {"question": found.key, "is": found.options[answer]} if answer in found.options else None
