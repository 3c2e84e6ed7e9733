"""What stands above an answer in documents, and what is said where the question does not stand beside it."""

from pathlib import Path

import pytest
from django.utils import translation

from answers.sheet import AnswerSheet
from core.text import LANGUAGES
from schema import SchemaError, parse
from schema.documents import Template
from schema.reading import read_file
from tests.schema.samples import options, question, scale, section, template, text

STARTER = Path(__file__).parents[2] / "library" / "content"
ENDS = {"da": "{value} af 5 (1 = gæt, 5 = sikkert)", "en": "{value} out of 5 (1 = a guess, 5 = certain)"}


def one(asked: dict[str, object]) -> Template:
    read = parse(template(asked))
    assert isinstance(read, Template)
    return read


def test_heading_stands_in_place_of_the_question() -> None:
    read = parse(
        {**template(), "sections": [section("a", question("need", printed=text("Behov")), printed=text("Del"))]}
    )

    assert isinstance(read, Template)
    assert (read.sections[0].heading.da, read.sections[0].questions[0].heading.da) == ("Del", "Behov")


def test_question_is_its_own_heading_where_nothing_else_is_written() -> None:
    read = one(question("need"))

    assert (read.sections[0].heading.da, read.sections[0].questions[0].heading.da) == ("only", "need")


def test_option_is_said_in_words_of_its_own_in_a_document_alone() -> None:
    asked = options("yes", "no")
    asked[0]["printed"] = text("Der ansættes")
    read = one(question("hire", "choice", options=asked))
    sheet = AnswerSheet(read, {"hire": "yes"})

    assert sheet.printed(read.questions()[0], "da").one_line == "Der ansættes"
    assert sheet.show(read.questions()[0], "da").one_line == "yes"


def test_step_on_a_scale_says_what_both_ends_mean() -> None:
    plain, worded = one(scale("leap")), one(scale("leap", printed_value=ENDS))

    with translation.override("da"):
        said = [AnswerSheet(one, {"leap": 4}).printed(one.questions()[0], "da").one_line for one in (plain, worded)]

    assert said == ["4 af 5 (1 = Lav, 5 = Høj)", "4 af 5 (1 = gæt, 5 = sikkert)"]


@pytest.mark.parametrize("words", ["uden tal", "{value} af {value}", "{value} af {most}", "{value} }"])
def test_value_of_a_scale_is_said_exactly_once(words: str) -> None:
    with pytest.raises(SchemaError) as caught:
        one(scale("leap", printed_value={**ENDS, "da": words}))

    assert [fault.path for fault in caught.value.faults] == ["sections[0].questions[0].printed_value.da"]


@pytest.mark.parametrize("folder", ["templates", "surveys"])
def test_starter_content_has_a_heading_for_each_question_once_in_a_document(folder: str) -> None:
    for file in sorted((STARTER / folder).glob("*.yaml")):
        sections = read_file(file)["sections"]
        parts = [part for section in sections for part in (section, *section.get("groups", ()))]
        questions = [one for part in parts for one in part.get("questions", ()) if one["type"] != "clause"]
        for language in LANGUAGES:
            headings = [one.get("printed", one["label"])[language] for one in questions]
            assert [one for one in headings if one.endswith("?") or headings.count(one) > 1] == [], file.name
