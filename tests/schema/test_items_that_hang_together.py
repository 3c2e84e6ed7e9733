"""Items of checklists that are part of another, that count from another, or that have no day and no role."""

from typing import Any

import pytest

from schema import Checklist, SchemaError, parse
from schema.upgrades import needs_second
from tests.checklists.samples import event, item

Items = list[dict[str, Any]]


def checklist(*groups: Items, format: int = 2) -> dict[str, Any]:
    data = event()
    made = [{"key": f"g{n}", "title": {"da": "G", "en": "G"}, "items": items} for n, items in enumerate(groups)]
    return {**data, "format": format, "groups": made}


def bare(key: str, **own: Any) -> dict[str, Any]:
    return {"key": key, "label": {"da": key, "en": key}, **own}


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(SchemaError) as refused:
        parse(data)
    return [str(fault) for fault in refused.value.faults]


def test_an_item_needs_neither_day_nor_role() -> None:
    found = parse(checklist([bare("a"), bare("b", within="a"), bare("c", after="a", due_days=5)]))

    assert isinstance(found, Checklist)
    a, b, c = found.items()
    assert (a.due_days, a.role, a.within, a.after) == (None, None, "", "")
    assert (b.within, c.after, c.due_days) == ("a", "a", 5)


def test_a_file_of_format_1_is_told_what_each_of_it_needs() -> None:
    items = [bare("a", role={"da": "R", "en": "R"}), item("b", 1, within="a"), item("c", 1, after="a")]

    assert faults(checklist(items, format=1)) == [
        "groups[0].items[0]: missing due_days, which only a file with `format: 2` at the top may leave out",
        "groups[0].items[1].within: within needs `format: 2` at the top of the file",
        "groups[0].items[2].after: after needs `format: 2` at the top of the file",
    ]


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        ([bare("a", within="a")], "groups[0].items[0].within: an item cannot be part of itself"),
        ([bare("a", within="zz")], "groups[0].items[0].within: there is no item 'zz' in this group"),
        ([bare("a", within=["b"]), bare("b")], "groups[0].items[0].within: there is no item a list in this group"),
        (
            [bare("a"), bare("b", within="a"), bare("c", within="b")],
            "groups[0].items[2].within: 'b' is part of another item itself; there is one level only",
        ),
        (
            [bare("a", after="zz", due_days=1)],
            "groups[0].items[0].after: there is no item 'zz' in this checklist",
        ),
        (
            [bare("a"), bare("b", after="a")],
            "groups[0].items[1].after: an item that comes after another needs due_days: how many days after it",
        ),
        (
            [bare("a"), bare("b", after="a", due_days=-1)],
            "groups[0].items[1].due_days: an item that comes after another cannot be due before it",
        ),
        (
            [bare("a", after="b", due_days=1), bare("b", after="a", due_days=1)],
            "groups[0].items[0].after: these items wait for each other in a circle: a → b → a",
        ),
        (
            [bare("a", after="a", due_days=1)],
            "groups[0].items[0].after: these items wait for each other in a circle: a → a",
        ),
        (
            [bare("a"), bare("b", within="a", after="a", due_days=1)],
            "groups[0].items[1].after: these items wait for each other in a circle: b → a → b",
        ),
    ],
)
def test_what_leads_nowhere_or_round_is_refused(items: Items, fault: str) -> None:
    assert faults(checklist(items)) == [fault]


def test_a_part_stands_in_the_group_of_its_whole() -> None:
    assert faults(checklist([bare("a")], [bare("b", within="a")])) == [
        "groups[1].items[0].within: there is no item 'a' in this group"
    ]


def test_a_chain_of_two_hundred_items_is_read() -> None:
    items = [bare("i0", due_days=0), *(bare(f"i{n}", after=f"i{n - 1}", due_days=1) for n in range(1, 200))]

    assert len(parse(checklist(items)).items()) == 200  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "name"),
    [("a", "within"), ("a", "after"), (None, "due_days"), (None, "role"), (bare("a"), "items")],
)
def test_writing_what_format_1_does_not_know_raises_the_number(value: object, name: str) -> None:
    assert needs_second(value, name)
    assert not needs_second(item("a", 3), "items")
    assert not needs_second(3, "due_days")
