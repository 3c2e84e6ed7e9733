"""The page of all fields is what the rules of the schema say."""

from io import StringIO

from django.core.management import call_command

from schema.questions import QUESTION_TYPES
from schema.reference import ROOTS, SIMPLE, content_fields, in_words
from schema.rules import Integer, Line, Number, Referring, Rule, rules_of
from tests.house.tree import ROOT


def test_the_page_is_what_the_command_writes() -> None:
    out = StringIO()
    call_command("content_fields", stdout=out)

    assert (ROOT / "docs" / "content-fields.md").read_text(encoding="utf-8") == out.getvalue()


def test_every_kind_of_rule_has_words() -> None:
    told = set(SIMPLE) | set(in_words.registry)

    assert [
        rule.__name__ for rule in Rule.__subclasses__() if rule.__module__.startswith("schema.") and rule not in told
    ] == []


def test_bounds_and_parts_are_said() -> None:
    assert in_words(Integer(1, 10)) == "a whole number from 1 to 10"
    assert in_words(Number(above=0)) == "a number above 0"
    assert in_words(Referring(("question",), ("is",))) == "a mapping with `question` and that may have `is`"
    assert in_words(Line()) == "a line in the languages of the file"


def test_every_field_of_every_kind_is_on_the_page() -> None:
    page = content_fields()

    assert [name for name in QUESTION_TYPES if f"`type: {name}`" not in page] == []
    assert [
        key for _title, roots in ROOTS for root in roots for key in rules_of(root) if f"| `{key}` |" not in page
    ] == []
