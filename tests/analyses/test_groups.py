"""An analysis whose template has groups and remarks, as a document."""

from types import SimpleNamespace
from typing import Any

from analyses.exports.document import _answers
from answers.sheet import AnswerSheet
from exports.document import HeadingBlock, ListBlock, TextBlock, ValueBlock, plain
from tests.schema.grouped import grouped, parsed
from tests.strategy.test_points import pointed
from workbooks.origins import Origin


def own(_question: object) -> Origin:
    return Origin.OWN


def test_answers_stand_under_the_headings_of_their_groups() -> None:
    given = {"abroad": "no", "abroad__remark": {"en": "Later"}, "where": ["DE"]}
    sheet = AnswerSheet(parsed({**grouped(), "kind": "analysis"}), given)
    shown: Any = SimpleNamespace(sheet=sheet, weighings=[], origin=own)

    (first,) = _answers(shown, "en")

    assert [type(one) is HeadingBlock for one in first.blocks] == [False, False, True, False]
    assert [plain(one.title) for one in first.blocks if isinstance(one, HeadingBlock)] == ["Where you are going"]


def test_answers_begin_with_the_points_of_their_section_and_group() -> None:
    document = parsed({**pointed(), "kind": "analysis"})
    sheet = AnswerSheet(document, {"a": "x", "b": ["y"]})
    shown: Any = SimpleNamespace(sheet=sheet, weighings=[], origin=own)

    (first,) = _answers(shown, "en")

    assert [type(one) for one in first.blocks] == [TextBlock, ValueBlock, HeadingBlock, TextBlock, ListBlock]
