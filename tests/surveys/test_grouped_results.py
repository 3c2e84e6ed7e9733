"""The results of a survey stand under the headings of the groups that were asked."""

from types import SimpleNamespace
from typing import Any

from exports.document import HeadingBlock, UnansweredBlock, plain
from reports.exports.surveys import _blocks
from surveys.results import Results
from surveys.shown import shown_of
from tests.schema.grouped import parsed
from tests.schema.samples import question, survey, text


def results() -> Any:
    data = {**survey("own", question("sales", "number")), "format": 2}
    data["sections"][0]["groups"] = [
        {"key": "g", "title": text("Gruppe"), "questions": [question("a", "number"), question("b", "number")]}
    ]
    return Results(SimpleNamespace(), parsed(data), [], 0)  # type: ignore[arg-type]


def test_each_result_knows_its_group_and_the_report_has_its_heading_once() -> None:
    ((_title, shown),) = shown_of(results(), "en")

    assert [one.group and one.group.key for one in shown] == [None, "g", "g"]
    blocks = _blocks(SimpleNamespace(), shown, "en", None)  # type: ignore[arg-type]
    assert [type(one) for one in blocks] == [UnansweredBlock, HeadingBlock, UnansweredBlock, UnansweredBlock]
    assert plain(blocks[1].title) == "Gruppe in English"  # type: ignore[union-attr]
