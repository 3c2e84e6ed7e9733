"""The fields of the format in words, for people who write YAML: a table for each thing, from the rules of the types."""

from collections.abc import Iterator, Mapping
from functools import singledispatch

from schema.checklists import Checklist
from schema.clauses import Wording
from schema.documents import Section
from schema.examples import Example
from schema.kpis import KpiCatalogue
from schema.questions import QUESTION_TYPES, Question
from schema.resources import Resource
from schema.rules import (
    Address,
    Answers,
    Day,
    Flag,
    Former,
    Held,
    Integer,
    Key,
    Languages,
    Line,
    Lines,
    ListOf,
    Name,
    Names,
    Number,
    OneOf,
    OneOfOrLine,
    OneOfTypes,
    Part,
    Pattern,
    Plain,
    Pointers,
    Proposal,
    Prose,
    Published,
    Referring,
    Rule,
    Sources,
    rules_of,
)
from schema.tables import COLUMN_TYPES

HEAD = (
    "# The fields of the content format\n\n"
    "Every field of every thing that a file of content may hold, from the rules that the reader walks. "
    "`manage.py content_fields > docs/content-fields.md` writes this page; how the files are put together stands in "
    "[the content format](content-format.md).\n"
)
SIMPLE: dict[type[Rule], str] = {
    Key: "a key: small letters, digits and `_`, unique in its list, never changed once published",
    Line: "a line in the languages of the file",
    Prose: "Markdown in the languages of the file",
    Plain: "a line, the same in both languages",
    Address: "a web address",
    Day: "a day, `YYYY-MM-DD`",
    Flag: "`true` or `false`",
    Languages: "codes of languages, the one first that every text is in",
    Lines: "a list of lines in the languages of the file",
    Answers: "answers, by the keys of the questions",
    Proposal: "an answer to the question, as answers are stored",
    Sources: "the keys of questions, and columns as `table.column`, in their order",
    Former: "the keys in earlier editions whose place it takes",
}
# What tops each chapter, in the order of the page.
ROOTS: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("Sections and questions", (Section,)),
    ("Wording of documents", (Wording,)),
    ("Checklists", (Checklist,)),
    ("KPIs", (KpiCatalogue,)),
    ("Guidance", (Resource,)),
    ("Examples", (Example,)),
)


def content_fields() -> str:
    """Return the page."""
    parts = [HEAD]
    told: set[type] = set()
    for title, roots in ROOTS:
        parts.append(f"## {title}\n")
        for owner in roots:
            parts += tables(owner, told)
    return "\n".join(parts)


def tables(owner: type, told: set[type]) -> Iterator[str]:
    """Give the table of a thing, and of what it is made of, each once on the page."""
    if owner in told:
        return
    told.add(owner)
    rules = rules_of(owner)
    yield f"### {heading(owner)}\n"
    yield rows(rules)
    for one in rules.values():
        if isinstance(one.rule, OneOfTypes):
            yield from choices(one.rule.of, told)
        elif isinstance(one.rule, ListOf | Part):
            yield from tables(one.rule.of, told)


def choices(base: type, told: set[type]) -> Iterator[str]:
    """Give what all types of a thing share, then what is each one's own."""
    if base in told:
        return
    told.add(base)
    shared = rules_of(base)
    yield f"### {heading(base)}\n\nEach has a `type` and:\n"
    yield rows(shared)
    types: Mapping[str, type] = QUESTION_TYPES if base is Question else COLUMN_TYPES
    for name, owner in types.items():
        own = {key: one for key, one in rules_of(owner).items() if shared.get(key) != one}
        yield f"#### `type: {name}`\n"
        yield rows(own) if own else "Nothing else.\n"
        for one in own.values():
            if isinstance(one.rule, OneOfTypes):
                yield from choices(one.rule.of, told)
            elif isinstance(one.rule, ListOf | Part):
                yield from tables(one.rule.of, told)


def heading(owner: type) -> str:
    """Return what a thing is called: by its first sentence, as the source says it."""
    words = (owner.__doc__ or owner.__name__).strip().split("\n")[0]
    return words.partition(":")[0].partition(";")[0].rstrip(".")


def rows(rules: Mapping[str, Held]) -> str:
    """Return a table of fields."""
    lines = ["| key | holds | must be there |", "| --- | --- | --- |"]
    lines += [f"| `{key}` | {in_words(one.rule)} | {needed(one)} |" for key, one in rules.items()]
    return "\n".join(lines) + "\n"


def needed(one: Held) -> str:
    """Tell whether the field must be there, and else what stands in its place."""
    if one.is_required:
        return "yes"
    otherwise = str(one.otherwise).lower() if isinstance(one.otherwise, bool) else one.otherwise
    return f"no; else `{otherwise}`" if otherwise not in (None, "", ()) else "no"


@singledispatch
def in_words(rule: Rule) -> str:
    """Return what a rule lets stand."""
    return SIMPLE[type(rule)]


@in_words.register
def _(rule: Number) -> str:
    return "a number" if rule.above is None else f"a number above {rule.above}"


@in_words.register
def _(rule: Integer) -> str:
    return f"a whole number from {rule.lowest}" + (f" to {rule.highest}" if rule.highest is not None else "")


@in_words.register
def _(rule: Pattern) -> str:
    return f"letters of the form `{rule.letters.pattern}`"


@in_words.register
def _(rule: OneOf) -> str:
    return "one of " + ", ".join(f"`{word}`" for word in rule.words)


@in_words.register
def _(rule: OneOfOrLine) -> str:
    return "one of " + ", ".join(f"`{word}`" for word in rule.words) + ", or a line in both languages"


@in_words.register
def _(rule: ListOf) -> str:
    return f"a list, each: {heading(rule.of)}"


@in_words.register
def _(rule: OneOfTypes) -> str:
    return f"a list, each: {heading(rule.of)}, by its `type`"


@in_words.register
def _(rule: Part) -> str:
    return heading(rule.of)


@in_words.register
def _(rule: Name) -> str:
    return f"the key of a {rule.of.replace('-', ' ')}" if rule.of else "the key of something in the file"


@in_words.register
def _(rule: Names) -> str:
    return f"keys, each of a {rule.of.replace('-', ' ')}" if rule.of else "a list of words"


@in_words.register
def _(rule: Published) -> str:
    return "`kind` and `slug` of something published: " + ", ".join(f"`{kind}`" for kind in sorted(rule.kinds))


@in_words.register
def _(rule: Pointers) -> str:
    kinds = ", ".join(f"`{kind}`" for kind in sorted(rule.kinds))
    return f"a list, each with `kind` and `slug` of something published, and the `part` of it that is meant: {kinds}"


@in_words.register
def _(rule: Referring) -> str:
    told = [
        f"{words} {', '.join(f'`{key}`' for key in keys)}"
        for words, keys in (("with", rule.must), ("that may have", rule.may))
        if keys
    ]
    return f"a mapping {' and '.join(told)}"
