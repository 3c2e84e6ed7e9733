"""Queries and what must be among their first hits, over the starter content."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from library.models import Edition
from search.finding import Hit, find
from tests import made_rows

pytestmark = [pytest.mark.django_db, pytest.mark.database]

GOLDEN = yaml.safe_load((Path(__file__).parent / "golden.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def editions() -> dict[int, tuple[str, str]]:
    made_rows.starter_content()
    return {one.pk: (one.publication.kind, one.publication.slug) for one in Edition.objects.newest()}


def is_expected(hit: Hit, expected: dict[str, Any], editions: dict[int, tuple[str, str]]) -> bool:
    if editions.get(hit.row) != (expected["kind"], expected["slug"]):
        return False
    if "key" in expected:
        return hit.part.endswith(f"-{expected['key']}")
    if "term" in expected:
        return hit.part == f"term-{expected['term']}"
    return True


def test_each_query_finds_what_it_must_among_its_first_hits(editions: dict[int, tuple[str, str]]) -> None:
    wrong = []
    for case in GOLDEN["queries"]:
        found = find(case["query"], None)
        first = [hit for group in found.groups for hit in group.hits][: GOLDEN["first"]]
        if case.get("expect_empty"):
            is_right = not found.hits
        else:
            is_right = any(is_expected(hit, one, editions) for hit in first for one in case["expect_any_of"])
        if not is_right:
            wrong.append((case["query"], [(editions[hit.row], hit.part) for hit in first]))

    assert wrong == []
