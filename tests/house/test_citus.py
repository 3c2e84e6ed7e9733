"""What docs/citus.md says of the tables is true of the models, and no link of a row leads out of its cluster."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from accounts.models import User
from clusters.models import Cluster
from plans.models import Activity
from tests import factories
from tests.house import citus
from tests.house.tree import read
from tests.plans.samples import make_activity
from toolkit.demo import make_demo

PAGE = read("docs/citus.md")
NAME = re.compile(r"`(\w+\.\w+)`")


def part(heading: str) -> str:
    """Return what stands under one heading of the page."""
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def rows(heading: str) -> list[str]:
    """Return the lines of the table under a heading, without its head."""
    return [line for line in part(heading).splitlines() if line.startswith("| `")]


def test_every_table_that_is_spread_stands_there_with_its_path_its_links_and_its_keys() -> None:
    expected = sorted(map(citus.row_of, citus.spread()))

    assert rows("Spread tables") == expected
    having = sum(path == "cluster" for path in citus.spread().values())
    figures = f"{len(expected)} tables, of which {having} have the column and {len(expected) - having} get it."
    assert part("Spread tables").strip().startswith(figures)
    assert f"5,000 times {len(expected)} tables" in PAGE


def test_every_key_that_holds_over_all_clusters_has_been_thought_of() -> None:
    found = [f"`{one._meta.label}` {' + '.join(key)}" for one in citus.spread() for key in citus.over_all(one)]

    assert [line.split(" | ")[0].removeprefix("| ") for line in rows("Keys that hold over all clusters")] == sorted(
        found
    )


def test_every_other_table_is_copied_or_left() -> None:
    copied, left = {one._meta.label for one in citus.copied()}, {one._meta.label for one in citus.left()}

    assert [NAME.findall(line)[0] for line in rows("Copied tables")] == sorted(copied)
    assert NAME.findall(part("Tables that are left")) == sorted(left)


def test_nothing_that_is_copied_or_left_points_at_what_is_spread() -> None:
    spread = citus.spread()

    assert [one for one in citus.copied() | citus.left() if citus.links_of(one)] == []
    # And no copied table at one that is left, which would not be there on the other machines.
    assert [one for one in citus.copied() if {to for _name, to in citus.targets_of(one)} & citus.left()] == []
    assert not citus.copied() & spread.keys()


def test_every_module_that_asks_for_rows_of_several_clusters_is_named() -> None:
    named = re.findall(r"`([\w/]+\.py)`", "\n".join(line.split(" | ")[1] for line in _table("Statements that cross")))

    assert len(named) == len(set(named))
    assert set(named) == citus.crossing()


def _table(begins: str) -> list[str]:
    _before, _heading, rest = PAGE.partition(f"\n## {begins}")
    return [line for line in rest.partition("\n## ")[0].splitlines() if line.startswith("| ") and "`" in line]


def leading_out() -> list[str]:
    """Return the links by which a row points at one of another cluster."""
    found = []
    for model, path in citus.spread().items():
        for name, target in citus.targets_of(model):
            if other := citus.path_of(target):
                rows = model._base_manager.exclude(**{name: None}).exclude(**{path: F(f"{name}__{other}")})
                found += [f"{model._meta.label}.{name}"] * rows.count()
    return found


def test_a_link_that_leads_out_of_its_cluster_is_found(
    cluster: Cluster, alice: User, other_cluster: Cluster, charlie: User
) -> None:
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice, "Nye markeder")
    stray = make_activity(other_cluster, charlie)
    Activity.objects.of(other_cluster).filter(pk=stray.pk).update(goal=goal)

    assert leading_out() == ["plans.Activity.goal"]


@pytest.mark.django_db
def test_no_link_of_the_demo_leads_out_of_its_cluster_and_the_columns_and_links_of_the_page_can_be_made() -> None:
    """The demo has rows at more than half of the links; what Citus does to the tables can only be seen on a Citus."""
    call_command("load_content", starter=True, verbosity=0)
    make_demo()
    links = [(model, name) for model in citus.spread() for name in citus.links_of(model)]

    assert sum(model._base_manager.exclude(**{name: None}).exists() for model, name in links) * 2 > len(links)
    assert leading_out() == []
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # What is still to be checked of the rows would keep their tables from being changed.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in citus.statements():
            cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname LIKE 'citus_link_%' AND convalidated")
        (made,) = cursor.fetchone()
    assert made == len(links)
