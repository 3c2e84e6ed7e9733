"""An analysis whose template has groups and remarks, as a document."""

from types import SimpleNamespace
from typing import Any

from analyses.exports.document import _answers
from answers.sheet import AnswerSheet
from exports.document import HeadingBlock, ListBlock, TextBlock, ValueBlock, plain
from tests.schema.grouped import grouped, parsed
from tests.strategy.test_points import pointed


def test_answers_stand_under_the_headings_of_their_groups() -> None:
    given = {"abroad": "no", "abroad__remark": {"en": "Later"}, "where": ["DE"]}
    shown: Any = SimpleNamespace(sheet=AnswerSheet(parsed({**grouped(), "kind": "analysis"}), given), weighings=[])

    (first,) = _answers(shown, "en")

    assert [type(one) is HeadingBlock for one in first.blocks] == [False, False, True, False]
    assert [plain(one.title) for one in first.blocks if isinstance(one, HeadingBlock)] == ["Where you are going"]


def test_answers_begin_with_the_points_of_their_section_and_group() -> None:
    document = parsed({**pointed(), "kind": "analysis"})
    shown: Any = SimpleNamespace(sheet=AnswerSheet(document, {"a": "x", "b": ["y"]}), weighings=[])

    (first,) = _answers(shown, "en")

    assert [type(one) for one in first.blocks] == [TextBlock, ValueBlock, HeadingBlock, TextBlock, ListBlock]
