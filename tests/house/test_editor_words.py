"""The curators' editor shows every field of the schema by itself; what it is called is written by hand."""

from collections.abc import Iterator

import pytest

from curation.rules.shapes import is_list
from curation.words import fields
from schema.json_schema import NAMED_TYPES
from schema.parsing.documents import READERS
from schema.rules import OneOf, rules_of


def types() -> list[type]:
    """Return every type whose fields a document may hold."""
    found: dict[type, None] = {}

    def walk(owner: type) -> None:
        if owner in found:
            return
        found[owner] = None
        for held in rules_of(owner).values():
            of = getattr(held.rule, "of", None)
            if isinstance(of, type):
                walk(of)
                for kind in NAMED_TYPES.get(of, {}).values():
                    walk(kind)

    for reader in READERS.values():
        walk(reader.type)
    return list(found)


def nameless(owner: type) -> Iterator[str]:
    """Yield what has no word in the editor."""
    for name, held in rules_of(owner).items():
        own = any(f"{one.__name__}.{name}" in fields.OWN for one in owner.__mro__)
        if name not in fields.FIELDS and not own:
            yield f"FIELDS in curation/words/fields.py has no word for {owner.__name__}.{name}"
        if is_list(held.rule) and name not in fields.ADD:
            yield f"ADD in curation/words/fields.py has no word for adding to {owner.__name__}.{name}"
        if isinstance(held.rule, OneOf):
            known = fields.CHOICES.get(held.rule.words.__name__, {})
            missing = [str(one) for one in held.rule.words if str(one) not in known]
            yield from (f"CHOICES has no word for {one} of {owner.__name__}.{name}" for one in missing)


@pytest.mark.parametrize("owner", types(), ids=lambda owner: owner.__name__)
def test_every_field_has_a_word_in_the_editor(owner: type) -> None:
    assert list(nameless(owner)) == []


def test_every_type_of_question_and_column_has_a_word_in_the_editor() -> None:
    assert [kind for kinds in NAMED_TYPES.values() for kind in kinds if kind not in fields.TYPES] == []
