"""Whatever stands in a document, it is parsed or refused with faults; nothing else is ever raised."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schema import Library, SchemaError, Template, check_answer, check_sum, parse, visible_questions
from schema import weighted_values as weighted
from schema.questions import TableQuestion
from tests.schema.samples import edited, every_type, everything, question, resource, template

JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**30), 2**63])
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["table", "clause", "panel", "share", "name", "{{ name }}", "2026-02-30", "survey", "DK"])
    | st.binary(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["da", "en", "key", "type", "id", "cells"]) | st.text(max_size=5), inner)
        | st.dictionaries(st.integers(), inner, max_size=2)
    ),
    max_leaves=8,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inner in below for place in places(inner, (*path, key)))]


PLACES = [(name, place) for name, data in everything().items() for place in places(data) if place]
HURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@HURRIED
@given(place=st.sampled_from(PLACES), junk=JUNK)
def test_junk_anywhere_in_a_document(place: tuple[str, tuple[Any, ...]], junk: Any) -> None:
    name, path = place
    files = copy.deepcopy(everything())
    owner: Any = files[name]
    for step in path[:-1]:
        owner = owner[step]
    owner[path[-1]] = junk

    for data in files.values():
        for library in (None, Library(files), Library({}, list(files.values()))):
            try:
                parse(data, library=library)
            except SchemaError as error:
                assert error.faults  # noqa: PT017 -- any other error fails the test by itself


@HURRIED
@given(junk=JUNK)
def test_junk_as_a_whole_document(junk: Any) -> None:
    with pytest.raises(SchemaError):
        parse(junk)


@HURRIED
@given(junk=JUNK)
def test_junk_as_stored_answers(junk: Any) -> None:
    document = parse(every_type())
    assert isinstance(document, Template)

    for one in document.questions():
        check_answer(one, junk)
        check_answer(one, junk, published=True)
        check_sum(one, junk)
        if isinstance(one, TableQuestion):
            weighted(one, junk, {"criteria": junk})
    visible_questions(document, {one.key: junk for one in document.questions()})


def test_bottomless_document_is_refused() -> None:
    bottomless: dict[str, Any] = resource()
    bottomless["body"] = bottomless

    with pytest.raises(SchemaError) as caught:
        parse(bottomless)

    assert str(caught.value) == "file: is nested more than 40 levels deep"


def test_endless_document_is_refused() -> None:
    with pytest.raises(SchemaError) as caught:
        parse({**resource(), "terms": [None] * 600_000})

    assert str(caught.value) == "file: holds more than 500,000 values"


def test_text_made_to_keep_a_pattern_busy_is_read_at_once() -> None:
    data = resource()
    for words in ("<" + " " * 99_000 + ".", "<" * 99_000 + "1", "[](" * 33_000, "[" * 99_000, "\n[" * 49_000):
        try:
            parse(edited(data, "body.da", words))
        except SchemaError as error:
            assert [fault.path for fault in error.faults] == ["body.da"] * len(error.faults)  # noqa: PT017


def test_fault_never_quotes_more_than_a_little() -> None:
    data = template(question("x" * 500_000), question("y", "z" * 500_000))

    with pytest.raises(SchemaError) as caught:
        parse(data)

    assert max(len(fault.what) for fault in caught.value.faults) < 250
