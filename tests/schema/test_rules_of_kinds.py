"""Every kind of document says in its fields which keys a file may hold, so that whatever walks the fields knows all."""

import pytest

from schema.documents import Document
from schema.parsing.documents import COMMON_KEYS, COMMON_OPTIONAL_KEYS, READERS
from schema.rules import keys_of_type

# What says which document it is, and is not written by hand.
IDENTITY = {"format", "slug", "kind", "version"}


@pytest.mark.parametrize("kind", sorted(READERS))
def test_the_fields_of_a_kind_are_the_keys_that_its_reader_takes(kind: str) -> None:
    reader = READERS[kind]
    must, may = keys_of_type(reader.type)

    assert must == (COMMON_KEYS | reader.must) - IDENTITY
    assert may == (COMMON_OPTIONAL_KEYS | reader.may) - IDENTITY
    assert issubclass(reader.type, Document)
