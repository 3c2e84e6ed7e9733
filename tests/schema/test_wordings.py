"""The text of a document: what may stand in it, and a sentence for everything that may not."""

from typing import Any

import pytest

from schema.clauses import Mark, MarkKind, marks_in
from schema.documents import Template
from schema.faults import SchemaError
from schema.parsing import parse
from tests.schema.samples import edited, options, question, section, template, text


def document(**parts: Any) -> dict[str, Any]:
    """A document that asks for a name, a kind and a budget, with these parts of a text."""
    amounts = [
        {"key": "party", "type": "text", "label": text()},
        {"key": "given", "type": "money", "label": text()},
        {"key": "received", "type": "money", "label": text()},
    ]
    made = template(kind="document", slug="agreement")
    made["sections"] = [
        section(
            "facts",
            question("name"),
            question("kind", "choice", options=options("short", "long")),
            question("total", "money"),
            question("budget", "table", columns=amounts),
        )
    ]
    return {**made, **parts}


def clause(key: str, words: str = "Tekst", **more: Any) -> dict[str, Any]:
    return {"key": key, "title": text(key), "paragraphs": [{"text": text(words)}], **more}


def faults(data: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(SchemaError) as caught:
        parse(data)
    return [(fault.path, fault.what) for fault in caught.value.faults]


def test_marks_are_read_by_their_form() -> None:
    found = list(
        marks_in("{{ name }} {{cluster.name}} {{ see:law }} {{see:law.first}} {{ term:pool }} {{ sum:b.c }} { REF x }")
    )

    assert found == [
        Mark(MarkKind.ANSWER, "name"),
        Mark(MarkKind.FACT, "cluster.name"),
        Mark(MarkKind.SEE, "law"),
        Mark(MarkKind.SEE, "law", "first"),
        Mark(MarkKind.TERM, "pool"),
        Mark(MarkKind.SUM, "b", "c"),
    ]


def test_whole_text_of_a_document_is_read() -> None:
    read = parse(
        document(
            notice=text("Ikke rådgivning"),
            defined_terms=[{"key": "pool", "term": text("puljen"), "definition": text("penge")}],
            clauses=[
                clause(
                    "parties", "{{ name }} og {{ cluster.name }}, jf. {{ see:law }} og {{ see:annex }}", defines=True
                ),
                clause("veto", optional=True),
                clause("law", "{{ term:pool }}: {{ sum:budget.given }}"),
            ],
            schedules=[
                {
                    "key": "annex",
                    "title": text("Budget"),
                    "table": "budget",
                    "sums": ["given"],
                    "checks": [{"column": "given", "question": "total"}, {"column": "given", "other": "received"}],
                }
            ],
            signatures=[
                {"key": "all", "table": "budget", "name_column": "party"},
                {"key": "us", "party": text("{{ name }}")},
            ],
            lengths=[{"key": "post", "label": text(), "most": 3000}],
            hints=[{"key": "age", "words": {"da": ["ung"], "en": ["young"]}, "advice": text()}],
        )
    )

    assert isinstance(read, Template)
    wording = read.wording
    assert [one.key for one in wording.clauses if one.optional] == ["veto"]
    assert wording.schedules[0].checks[1].other == "received"
    assert wording.hints[0].words_in("en") == ("young",)
    assert wording.numbered


WITH_VETO = [clause("veto", optional=True), clause("law")]
FIRST = "clauses[0].paragraphs[0].text"


@pytest.mark.parametrize(
    ("parts", "path", "what"),
    [
        ({"clauses": [clause("a", "{{ nobody }}")]}, FIRST, "names no question"),
        ({"clauses": [clause("a", "{{ cluster.shoes }}")]}, FIRST, "the portal does not know 'cluster.shoes'"),
        ({"clauses": [clause("a", "{{ see:b }}")]}, FIRST, "there is no clause or schedule 'b'"),
        ({"clauses": [clause("a", "{{ see:b.c }}"), clause("b")]}, FIRST, "the clause 'b' has no paragraph 'c'"),
        ({"clauses": [clause("a", "{{ see:a }}")]}, FIRST, "leads to the place where it stands"),
        (
            {"clauses": [clause("a", "{{ see:b }}"), clause("b", "{{ see:c }}"), clause("c", "{{ see:a }}")]},
            FIRST,
            "circle: a → b → c → a",
        ),
        (
            {
                "defined_terms": [
                    {"key": "a", "term": text(), "definition": text("{{ term:b }}")},
                    {"key": "b", "term": text(), "definition": text("{{ term:a }}")},
                ]
            },
            "defined_terms[0].definition",
            "circle: a → b → a",
        ),
        ({"clauses": [clause("a", "{{ see:veto }}"), *WITH_VETO]}, FIRST, "can be left out"),
        (
            {"clauses": [clause("a", "{{ see:long }}"), clause("long", show_if={"question": "kind", "is": "long"})]},
            FIRST,
            "is not always there",
        ),
        ({"clauses": [clause("a", "{{ term:pool }}")]}, FIRST, "there is no defined term 'pool'"),
        ({"clauses": [clause("a", "{{ sum:budget.party }}")]}, FIRST, "does not hold numbers"),
        ({"clauses": [clause("a", "{{ page:3 }}")]}, f"{FIRST}.da", "a mark is"),
        ({"clauses": [clause("a", "{{ name")]}, f"{FIRST}.da", "a mark is"),
        ({"clauses": [clause("a"), clause("a")]}, "clauses[1].key", "used twice"),
        ({"clauses": [{"key": "a", "title": text()}]}, "clauses[0]", "missing paragraphs"),
        ({"clauses": [clause("a", colour="red")]}, "clauses[0]", "unknown key 'colour'"),
        (
            {"schedules": [{"key": "s", "title": text(), "table": "name"}]},
            "schedules[0].table",
            "there is no table 'name'",
        ),
        (
            {"signatures": [{"key": "s", "table": "budget", "name_column": "nobody"}]},
            "signatures[0].name_column",
            "there is no column 'nobody'",
        ),
        ({"signatures": [{"key": "s"}]}, "signatures[0]", "exactly one of party and table"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(parts: dict[str, Any], path: str, what: str) -> None:
    found = faults(document(**parts))

    assert (path, True) in [(where, what in said) for where, said in found]


def test_optional_clause_is_referred_to_where_the_reference_goes_with_it() -> None:
    paragraphs = [{"text": text("Efter {{ see:veto }}."), "only_with": "veto"}]

    assert parse(document(clauses=[clause("a", paragraphs=paragraphs), *WITH_VETO]))


def test_both_languages_set_in_the_same() -> None:
    data = document(clauses=[clause("a")])
    data = edited(data, "clauses[0].paragraphs[0].text.en", "{{ name }}")

    assert faults(data) == [(FIRST, "not the same marks in both languages: name")]


def test_fact_answers_only_a_question_that_it_fits() -> None:
    data = edited(document(), "sections[0].questions[2].known", "cluster.name")

    assert faults(data) == [
        ("sections[0].questions[2].known", "'cluster.name' answers a question of the type longtext or text")
    ]


def test_text_stands_in_documents_only() -> None:
    assert ("file", "unknown key 'clauses'") in faults({**template(), "clauses": [clause("a")]})
