"""Laying a document out: which clauses are in, their numbers, and every mark replaced by what it names."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase, ascii_uppercase

from documents.rules.saying import Saying
from documents.rules.texts import ClauseChange, TextParagraph, clauses_of, paragraphs_of, read_text, rewritten
from documents.rules.tree import (
    Annex,
    Article,
    Blank,
    Block,
    Fill,
    Laid,
    LaidItem,
    LaidParagraph,
    LaidTable,
    Line,
    Piece,
    Ref,
    SignatureBlock,
    SumFault,
    Words,
    lines_of,
)
from schema.clauses import MARK, Clause, Mark, MarkKind, Schedule, Signature
from schema.documents import Template

_BOLD = "**"
_TOKENS = re.compile(rf"(\*\*|{MARK.pattern})")


def lay_out(template: Template, changes: Mapping[str, ClauseChange], saying: Saying) -> Laid:
    """Return the document as it stands, in the language of what is said."""
    return _Layout(template, changes, saying).laid()


@dataclass
class _Planned:
    """A clause with its place and its paragraphs, before anything is set in."""

    key: str
    title: str
    paragraphs: list[TextParagraph]
    clause: Clause | None
    change: ClauseChange | None
    is_in: bool
    is_asked_for: bool
    number: str = ""
    language: str | None = None
    # Whether a paragraph is gone because a clause was left out.
    lost_paragraphs: bool = False


@dataclass
class _Layout:
    template: Template
    changes: Mapping[str, ClauseChange]
    saying: Saying
    numbers: dict[str, str] = field(default_factory=dict)
    lost: list[tuple[str, str]] = field(default_factory=list)
    # The titles of the clauses that somebody left out, by key.
    left_out: dict[str, str] = field(default_factory=dict)
    # While the template's own words are laid out, to be compared with.
    is_template: bool = False

    def laid(self) -> Laid:
        wording = self.template.wording
        planned = self._plan()
        inside = {one.key for one in planned if one.is_in}
        self.left_out = {one.key: one.title for one in planned if one.is_asked_for and not one.is_in}
        for one in planned:
            kept = [part for part in one.paragraphs if self._stays(part, inside)]
            one.lost_paragraphs = len(kept) < sum(
                self._stays(part, {*inside, *self.left_out}) for part in one.paragraphs
            )
            one.paragraphs = kept
        schedules = [one for one in wording.schedules if self.saying.meets(one.show_if)]
        self._number(planned, schedules)
        return Laid(
            language=self.saying.language,
            is_numbered=wording.numbered,
            notice=self._pieces(wording.notice.resolve(self.saying.language).text, "") if wording.notice else (),
            articles=tuple(self._article(one) for one in planned),
            annexes=tuple(self._annex(one) for one in schedules),
            signatures=tuple(block for one in wording.signatures for block in self._signature(one)),
            lost=tuple(dict.fromkeys(self.lost)),
        )

    # --- which clauses, in which order

    def _plan(self) -> list[_Planned]:
        curated = [self._curated(clause) for clause in clauses_of(self.template)]
        own = [change for change in self.changes.values() if change.is_own]
        placed, waiting = list(curated), own
        while waiting:
            left = []
            for change in waiting:
                places = [n for n, one in enumerate(placed) if one.key == change.after]
                if not places and any(other.key == change.after for other in waiting if other is not change):
                    left.append(change)
                    continue
                # Behind those that were put in the same place before.
                at = places[0] + 1 if places else len(placed)
                while at < len(placed) and placed[at].change and placed[at].change.after == change.after:  # type: ignore[union-attr]  # just tested
                    at += 1
                placed.insert(at, self._own(change))
            # Two that each want to stand behind the other stand at the end.
            waiting = left if len(left) < len(waiting) else [replace(one, after="") for one in left]
        return placed

    def _curated(self, clause: Clause) -> _Planned:
        language, change = self.saying.language, self.changes.get(clause.key)
        is_asked_for = self.saying.meets(clause.show_if)
        is_left_out = clause.optional and change is not None and change.is_left_out
        named, paragraphs = clause.title.resolve(language), paragraphs_of(clause, language)
        title, own_language = named.text, named.language if named.is_fallback else None
        if change is not None and change.is_rewritten:
            paragraphs = rewritten(change, clause, language) if change.text else paragraphs
            title = change.title.resolve(language).text or title
            resolved = change.text.resolve(language)
            own_language = resolved.language if resolved.is_fallback else None
        return _Planned(
            clause.key,
            title,
            self._with_terms(paragraphs, clause),
            clause,
            change,
            is_in=is_asked_for and not is_left_out,
            is_asked_for=is_asked_for,
            language=own_language,
        )

    def _with_terms(self, paragraphs: list[TextParagraph], clause: Clause) -> list[TextParagraph]:
        """Return the paragraphs with the terms that the template defines, whoever wrote the rest of the clause."""
        if not (clause.defines and self.template.wording.defined_terms):
            return paragraphs
        language = self.saying.language
        points = tuple(
            ("", f"**{one.term.resolve(language).text}**: {one.definition.resolve(language).text}")
            for one in self.template.wording.defined_terms
        )
        *before, last = paragraphs or [TextParagraph(())]
        return [*before, replace(last, points=(*last.points, *points))]

    def _own(self, change: ClauseChange) -> _Planned:
        language = self.saying.language
        resolved = change.text.resolve(language)
        return _Planned(
            change.key,
            change.title.resolve(language).text,
            read_text(resolved.text),
            None,
            change,
            is_in=not change.is_left_out,
            is_asked_for=True,
            language=resolved.language if resolved.is_fallback else None,
        )

    def _stays(self, paragraph: TextParagraph, inside: Collection[str]) -> bool:
        return self.saying.meets(paragraph.show_if) and (not paragraph.only_with or paragraph.only_with in inside)

    # --- numbers

    def _number(self, planned: list[_Planned], schedules: list[Schedule]) -> None:
        is_numbered = self.template.wording.numbered
        count = 0
        for one in planned:
            if not one.is_in:
                continue
            count += 1
            one.number = str(count) if is_numbered else ""
            self.numbers[one.key] = one.number or self._named(one.title)
            for place, paragraph in enumerate(one.paragraphs, start=1):
                number = f"{count}.{place}" if is_numbered else ""
                if paragraph.key:
                    self.numbers[f"{one.key}.{paragraph.key}"] = number or self.numbers[one.key]
                for letter, (key, _words) in zip(letters(), paragraph.points, strict=False):
                    if key:
                        self.numbers[f"{one.key}.{key}"] = f"{number}({letter})" if number else f"({letter})"
        for letter, schedule in zip(ascii_uppercase, schedules, strict=False):
            self.numbers[schedule.key] = f"{self.saying.annex} {letter}"

    def _named(self, title: str) -> str:
        """Return a title between the quotation marks of the language."""
        return f"”{title}”" if self.saying.language == "da" else f"“{title}”"

    # --- what stands there

    def _article(self, one: _Planned) -> Article:
        change, clause = one.change, one.clause
        is_changed = bool(clause is not None and change is not None and change.is_rewritten)
        paragraphs = tuple(self._laid_paragraphs(one.paragraphs, one.key, one.number)) if one.is_in else ()
        return Article(
            key=one.key,
            number=one.number,
            title=self._pieces(one.title, one.key),
            paragraphs=paragraphs,
            is_in=one.is_in,
            is_asked_for=one.is_asked_for,
            is_optional=clause is None or clause.optional,
            is_own=clause is None,
            is_changed=is_changed,
            reason=change.reason if change else "",
            revision=change.revision if change else 0,
            language=one.language,
            curated=tuple(self._template_lines(clause)) if clause and self._is_other(one) else (),
        )

    def _is_other(self, one: _Planned) -> bool:
        """Tell whether the cluster made something else of the template's clause, itself or by leaving another out."""
        is_rewritten = one.change is not None and one.change.is_rewritten
        return one.is_asked_for and (is_rewritten or not one.is_in or one.lost_paragraphs)

    def _template_lines(self, clause: Clause) -> Iterator[Line]:
        """Give the lines of the template's own words, as they would stand with these answers and every clause in."""
        language, everything = self.saying.language, {*self.numbers, *self.left_out}
        given = self._with_terms(paragraphs_of(clause, language), clause)
        kept, self.is_template = list(self.lost), True
        yield Line("title", Block(self._pieces(clause.title.resolve(language).text, clause.key)), f"k-{clause.key}")
        paragraphs = [one for one in given if self._stays(one, everything)]
        yield from lines_of(self._laid_paragraphs(paragraphs, clause.key, ""))
        self.lost, self.is_template = kept, False

    def _laid_paragraphs(
        self, paragraphs: Sequence[TextParagraph], article: str, number: str
    ) -> Iterator[LaidParagraph]:
        for place, paragraph in enumerate(paragraphs, start=1):
            anchor = f"k-{article}.{paragraph.key or place}"
            yield LaidParagraph(
                anchor,
                f"{number}.{place}" if number else "",
                tuple(self._block(part, article) for part in paragraph.parts),
                tuple(
                    LaidItem(
                        f"k-{article}.{key}" if key else f"{anchor}.{letter}",
                        f"({letter})",
                        self._pieces(words, article),
                    )
                    for letter, (key, words) in zip(letters(), paragraph.points, strict=False)
                ),
            )

    def _block(self, part: str, key: str) -> Block:
        alone = MARK.fullmatch(part.strip())
        mark = Mark.of(alone[1]) if alone else None
        if mark is not None and mark.kind is MarkKind.ANSWER and mark.key in self.saying.visible:
            said = self.saying.answer(mark.key)
            if said is not None and (said.prose or said.table):
                return Block(key=mark.key, prose=said.prose, table=said.table)
        return Block(self._pieces(part, key))

    def _pieces(self, words: str, article: str) -> tuple[Piece, ...]:
        """Return a text with every mark replaced; two asterisks begin and end what is strong."""
        words = " ".join(words.split())
        tokens = [one for one in _split(words) if one]
        can_toggle = tokens.count(_BOLD) // 2 * 2
        found: list[Piece] = []
        is_strong = False
        for token in tokens:
            if token == _BOLD and can_toggle:
                is_strong, can_toggle = not is_strong, can_toggle - 1
                continue
            written = MARK.fullmatch(token)
            mark = Mark.of(written[1]) if written else None
            piece = Words(token) if mark is None else self._set_in(mark, token, article)
            found.append(replace(piece, strong=is_strong) if is_strong else piece)
        return tuple(found)

    def _set_in(self, mark: Mark, written: str, article: str) -> Piece:
        match mark.kind:
            case MarkKind.ANSWER:
                return self._answer(mark.key, written)
            case MarkKind.FACT:
                said = self.saying.fact(mark.key)
                if said is None:
                    return Blank("", self.saying.fact_label(mark.key), "unknown")
                return Fill("", said.line, mark.key, said.language)
            case MarkKind.TERM:
                terms = (one.term for one in self.template.wording.defined_terms if one.key == mark.key)
                term = next(terms, None)
                return Words(term.resolve(self.saying.language).text if term else written)
            case MarkKind.SUM:
                total = self.saying.total(mark.key, mark.part)
                if total is None:
                    return Blank(mark.key, self.saying.column_label(mark.key, mark.part))
                return Fill(mark.key, self.saying.amount(mark.key, mark.part, total))
            case MarkKind.SEE:
                return self._see(mark, article)

    def _answer(self, key: str, written: str) -> Piece:
        if self.template.question(key) is None:
            return Words(written)
        if key not in self.saying.visible:
            return Blank(key, self.saying.label(key), "hidden")
        if key in self.saying.proposed:
            return Blank(key, self.saying.label(key), "proposed")
        said = self.saying.answer(key)
        if said is None or not said.line:
            return Blank(key, self.saying.label(key))
        return Fill(key, said.line, said.source, said.language)

    def _see(self, mark: Mark, article: str) -> Piece:
        whole = f"{mark.key}.{mark.part}" if mark.part else mark.key
        # A paragraph that somebody has written anew has no name any more; its clause is still there.
        for name in (whole, mark.key):
            if name in self.numbers:
                return Ref(f"k-{name}", self.numbers[name])
        # Only what is left out itself, or the template's words, names a clause that is left out.
        if mark.key in self.left_out and (self.is_template or article in self.left_out):
            return Words(self._named(self.left_out[mark.key]))
        self.lost.append((article, mark.key))
        return Blank("", mark.key, "lost")

    # --- annexes and signatures

    def _annex(self, schedule: Schedule) -> Annex:
        language, saying = self.saying.language, self.saying
        said = saying.answer(schedule.table) if schedule.table in saying.visible else None
        table = said.table if said else None
        if table is not None and schedule.sums:
            first, *others = self._totals(schedule, table)
            table = replace(table, total=(first or saying.total_label, *others))
        return Annex(
            key=schedule.key,
            label=self.numbers.get(schedule.key, saying.annex),
            title=self._pieces(schedule.title.resolve(language).text, ""),
            intro=self._pieces(schedule.intro.resolve(language).text, "") if schedule.intro else (),
            table=table,
            faults=tuple(self._faults(schedule)) if table is not None else (),
            question=schedule.table,
        )

    def _totals(self, schedule: Schedule, table: LaidTable) -> Iterator[str]:
        asked = self.template.question(schedule.table)
        keys = [column.key for column in getattr(asked, "columns", ())]
        # A table with fixed rows has their headings as its first column.
        keys = ["", *keys] if len(table.columns) > len(keys) else keys
        for key in keys:
            total = self.saying.total(schedule.table, key) if key in schedule.sums else None
            yield "" if total is None else self.saying.amount(schedule.table, key, total)

    def _faults(self, schedule: Schedule) -> Iterator[SumFault]:
        saying, table = self.saying, schedule.table
        for check in schedule.checks:
            total = saying.total(table, check.column)
            if check.question:
                wanted, against = saying.number(check.question), saying.label(check.question)
            else:
                wanted, against = saying.total(table, check.other), saying.column_label(table, check.other)
            if total is None or wanted is None or total == wanted:
                continue
            total_words, wanted_words, difference = (
                saying.amount(table, check.column, one) for one in (total, wanted, abs(total - wanted))
            )
            yield SumFault(saying.column_label(table, check.column), total_words, wanted_words, against, difference)

    def _signature(self, signature: Signature) -> Iterator[SignatureBlock]:
        saying = self.saying
        if not saying.meets(signature.show_if):
            return
        if signature.party is not None:
            person = signature.person.resolve(saying.language).text if signature.person else ""
            party = signature.party.resolve(saying.language).text
            yield SignatureBlock(self._pieces(party, ""), self._pieces(person, "") if person else ())
            return
        rows = saying.rows(signature.table) if signature.table in saying.visible else ()
        for row in rows:
            name, person = row.get(signature.name_column, ""), row.get(signature.person_column, "")
            if name or person:
                party_piece: Piece = Fill(signature.table, name) if name else Blank(signature.table, "")
                yield SignatureBlock((party_piece,), (Fill(signature.table, person),) if person else ())
        if not rows:
            yield SignatureBlock((Blank(signature.table, saying.label(signature.table)),))


def _split(words: str) -> list[str]:
    """Return a text parted at its marks and asterisks."""
    found, at = [], 0
    for token in _TOKENS.finditer(words):
        found += [words[at : token.start()], token[0]]
        at = token.end()
    return [*found, words[at:]]


def letters() -> Iterator[str]:
    """Give a, b, … z, aa, ab and so on."""
    yield from ascii_lowercase
    for first in ascii_lowercase:
        yield from (first + second for second in ascii_lowercase)
