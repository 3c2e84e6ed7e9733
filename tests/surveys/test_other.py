"""“Other, namely” in a survey: asked of who chose it, sent along, and required where the question is."""

from typing import Any

from surveys.asking import ALL, Visit
from tests.schema.grouped import parsed
from tests.schema.samples import options, question, survey
from workbooks.asking import Posted


def visit(**typed: Any) -> Visit:
    other = {**options("other")[0], "other": True}
    asked = question("how", "choice", options=[*options("fair"), other], required=True)
    document = parsed({**survey("own", asked), "format": 2})
    posted = Posted({f"a-{name}": [text] for name, text in typed.items()})
    return Visit(document, posted, "en", ALL, frozenset({"how"}))


def test_other_is_asked_of_who_chose_it_alone() -> None:
    assert visit(how="fair").visible == {"how"}
    assert visit(how="other").visible == {"how", "how__other"}
    assert visit(how="other").has_more


def test_other_must_be_said_and_is_sent_along() -> None:
    silent, told = visit(how="other"), visit(**{"how": "other", "how__other-en": "A neighbour"})

    assert silent.complain(everywhere=True)
    assert list(silent.complaints) == ["how__other"]
    assert not told.complain(everywhere=True)
    assert told.to_send() == {"how": "other", "how__other": {"en": "A neighbour"}}


def test_what_is_said_of_another_choice_is_not_sent() -> None:
    assert visit(**{"how": "fair", "how__other-en": "A neighbour"}).to_send() == {"how": "fair"}
