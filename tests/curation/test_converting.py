"""Catalogues that others made become files that load, and what they cannot say is told."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.rules.converting import ciso, rdmo
from curation.rules.converting.made import Converted, Unconvertible, cleaned_line, cleaned_prose
from curation.rules.converting.markup import LARGEST, tree_of
from library.loading import Outcome, load
from schema import Library, parse
from schema.outlines import questions_of
from schema.reading import read_text
from schema.texts import fresh_faults, published_faults, text_faults
from tests.curation.catalogues import CISO, RDMO, RDMO_1, RDMO_PAGES, SHEET, Q

Document = dict[str, Any]


def asked(document: Document) -> dict[str, Document]:
    return {one["key"]: one for section in document["sections"] for _path, one in questions_of(section)}


def grouped(document: Document) -> list[tuple[str, list[str]]]:
    groups = [group for section in document["sections"] for group in section.get("groups", ())]
    return [(group["title"]["en"], [one["key"] for one in group["questions"]]) for group in groups]


def left_out(found: Converted) -> list[tuple[str, str]]:
    return [(one.where, one.what) for one in found.dropped]


def command(form: str, file: Path, **options: Any) -> tuple[str, list[str]]:
    out, err = io.StringIO(), io.StringIO()
    call_command("convert_content", form, str(file), stdout=out, stderr=err, no_color=True, **options)
    return out.getvalue(), err.getvalue().splitlines()


def written(folder: Path, name: str, words: str) -> Path:
    file = folder / name
    file.write_text(words, encoding="utf-8")
    return file


# ---- RDMO


def test_catalogue_of_rdmo_keeps_its_order_languages_options_and_conditions() -> None:
    document = rdmo.converted(RDMO.encode()).document
    questions = asked(document)

    assert (document["slug"], document["languages"]) == ("data-plan", ["en", "de"])
    assert document["sections"][0]["title"] == {"en": "General", "de": "Allgemeines"}
    assert list(questions) == ["name", "shares", "how", "size"]
    assert questions["name"]["label"] == {"en": "What is it called?", "de": "Wie heißt es?"}
    assert questions["name"]["required"] is True
    assert questions["shares"]["type"] == "yesno"
    assert questions["how"]["type"] == "multichoice"
    assert questions["how"]["options"] == [
        {"key": "open", "label": {"en": "Openly", "de": "Offen"}, "help": {"en": "For everybody"}},
        {"key": "other", "label": {"en": "Otherwise", "de": "Anders"}, "other": True},
    ]
    assert questions["how"]["show_if"] == {"question": "shares", "is": True}
    assert questions["size"]["show_if"] == {"question": "how", "is": "open"}
    assert {name: questions["size"][name] for name in ("min", "max", "step", "unit")} == {
        "min": 0,
        "max": 10,
        "step": 1,
        "unit": {"en": "GB"},
    }


def test_pages_and_question_sets_of_rdmo_become_groups() -> None:
    topic, more = rdmo.converted(RDMO.encode()).document["sections"][0]["groups"]

    assert (topic["title"], topic["intro"]) == ({"en": "Topic"}, {"en": "Say briefly what it is about."})
    assert [one["key"] for one in topic["questions"]] == ["name", "shares", "how"]
    assert (more["key"], more["title"]) == ("more", {"en": "Topic – More"})
    assert more["show_if"] == {"question": "shares", "is": True}
    assert [one["key"] for one in more["questions"]] == ["size"]


def test_what_follows_a_group_of_rdmo_has_a_heading_that_fits(tmp_path: Path) -> None:
    text, _told = command("rdmo", written(tmp_path, "given", RDMO_PAGES))
    document = read_text(text)
    (section,) = document["sections"]
    questions = asked(document)

    # What stands below no heading comes first; what would follow a group without one is below the section's own title.
    assert [one["key"] for one in section["questions"]] == ["a"]
    assert grouped(document) == [
        ("Page", ["b"]),
        ("Page – Set", ["c"]),
        ("Page", ["d"]),
        ("Section", ["e", "f"]),
    ]
    page, inner, again, rest = section["groups"]
    assert len({one["key"] for one in section["groups"]}) == 4
    assert [one.get("intro") for one in section["groups"]] == [{"en": "Of the page"}, None, None, {"en": "Of nothing"}]
    # Any of two cannot stand within what else is asked for, so that each question of the set asks for the rest.
    either = {"any": [{"question": "a", "is": True}, {"question": "a", "answered": True}]}
    assert [one.get("show_if") for one in (page, inner, again, rest)] == [either, either, either, None]
    assert [key for key, one in questions.items() if "show_if" in one] == ["c", "f"]
    assert questions["c"]["show_if"] == questions["f"]["show_if"] == {"question": "a", "is": True}
    assert questions["f"]["help"] == {"en": "Of a set"}
    assert parse(document, library=Library({"made": document})).slug == "pages"


def test_heading_of_rdmo_that_nothing_stands_below_is_listed_and_introduces_nothing_else() -> None:
    bare = RDMO_PAGES.replace('<question uri="b" order="1"/>', "").replace('<question uri="d" order="3"/>', "")
    found = rdmo.converted(bare.encode())

    assert grouped(found.document)[0] == ("Page – Set", ["c"])
    assert found.document["sections"][0]["groups"][0]["intro"] == {"en": "Of the page"}
    assert left_out(found) == [("empty", "the heading “Empty”")]


def test_only_one_option_of_a_question_of_rdmo_is_answered_in_ones_own_words() -> None:
    own = "<additional_input>text</additional_input>"
    found = rdmo.converted(RDMO.replace("Offen</text><help", f"Offen</text>{own}<help").encode())

    assert [one.get("other") for one in asked(found.document)["how"]["options"]] == [True, None]
    assert ("how", "“Otherwise”: words of one’s own") in left_out(found)
    assert parse(found.document, library=Library({"made": found.document}))


def test_what_rdmo_says_and_the_format_cannot_is_listed() -> None:
    assert left_out(rdmo.converted(RDMO.encode())) == [
        ("the catalogue", "its texts in “tlh”"),
        ("topic", "that it can be answered several times"),
        ("how", "the condition words"),
        ("data-plan", "the section https://example.org/terms/questions/data-plan/gone"),
    ]


def test_catalogue_of_the_first_version_is_read_too() -> None:
    questions = asked(rdmo.converted(RDMO_1.encode()).document)

    assert {key: one["type"] for key, one in questions.items()} == {"first": "longtext", "second": "text"}


def test_another_language_can_come_first() -> None:
    document = rdmo.converted(RDMO.encode(), language="de").document

    assert document["languages"] == ["de", "en"]
    # What is missing in the first language stands there in another.
    assert asked(document)["how"]["options"][0]["help"] == {"de": "For everybody", "en": "For everybody"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not XML"),
        (b"<rdmo>", "not XML"),
        (b"<rdmo/>", "no text in a language"),
        (b"<a><title lang='en'>x</title></a>", "no text in a language"),
        (b"<a><b><title lang='en'>x</title></b></a>", "no export of a catalogue"),
        (b"<html><body><p lang='en'>x</p></body></html>", "no export of a catalogue"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><rdmo>&x;</rdmo>', "declares a document type"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><rdmo/>', "declares a document type"),
        (b"<a>" * 50, "more than 40 deep"),
        (b"<rdmo>" + b"<a/>" * 200_001 + b"</rdmo>", "more than 200,000 elements"),
        (b" " * (LARGEST + 1), "larger than 10 MB"),
        (RDMO.encode().replace(b"data-plan/general/more/size", b"data-plan/general/more"), ""),
    ],
)
def test_hostile_xml_ends_with_a_sentence(content: bytes, sentence: str) -> None:
    if not sentence:
        rdmo.converted(content)
        return
    with pytest.raises(Unconvertible, match=sentence):
        rdmo.converted(content)


def test_question_sets_in_a_circle_end_with_a_sentence() -> None:
    circle = RDMO.replace(
        f'<questions><question dc:uri="{Q}general/more/size" order="0"/></questions>',
        f'<questionsets><questionset dc:uri="{Q}general/other" order="0"/></questionsets>',
    ).replace(
        "</rdmo>",
        f'<questionset dc:uri="{Q}general/other"><questionsets><questionset dc:uri="{Q}general/more"/></questionsets>'
        "</questionset></rdmo>",
    )

    with pytest.raises(Unconvertible, match="in a circle"):
        rdmo.converted(circle.encode())


@pytest.mark.parametrize("encoding", ["nope", "hex", "utf-7"])
def test_an_encoding_that_nobody_knows_ends_with_a_sentence(encoding: str) -> None:
    with pytest.raises(Unconvertible, match="not XML that can be read"):
        tree_of(f'<?xml version="1.0" encoding="{encoding}"?><rdmo/>'.encode())


def test_words_in_many_pieces_are_put_together_once() -> None:
    # Each piece copied all before it: eleven seconds for a file of three megabytes.
    holder = tree_of(b"<rdmo>" + b"<b/>words " * 60_000 + b"</rdmo>")

    assert len(holder.words) == 360_000
    assert len(holder.parts) == 60_000


@pytest.mark.parametrize("is_in_file", [True, False])
def test_a_long_list_that_every_question_offers_ends_with_a_sentence(is_in_file: bool) -> None:
    asked = [f'<question uri="q{n}"><optionsets><optionset uri="o"/></optionsets></question>' for n in range(30)]
    named = "".join(f'<question uri="q{n}"/>' for n in range(30))
    options = [f'<option uri="x{n}"><text lang="en">{n}</text></option>' for n in range(1_000)]
    offered = "".join(f'<option uri="x{n}"/>' for n in range(1_000))
    content = (
        '<rdmo><catalog uri="c"><title lang="en">T</title><sections><section uri="s"/></sections></catalog>'
        '<section uri="s"><pages><page uri="p"/></pages></section>'
        f'<page uri="p"><questions>{named}</questions></page>{"".join(asked)}'
        f'<optionset uri="o"><options>{offered}</options></optionset>{"".join(options) if is_in_file else ""}</rdmo>'
    )

    with pytest.raises(Unconvertible, match="name more than 20,000 others"):
        rdmo.converted(content.encode())


# ---- CISO Assistant


def test_framework_of_ciso_assistant_becomes_an_assessment() -> None:
    found = ciso.converted(CISO.encode())
    document, questions = found.document, asked(found.document)

    assert (document["kind"], document["languages"]) == ("assessment", ["en", "fr"])
    assert document["title"] == {"en": "Tiny framework", "fr": "Petit cadre"}
    assert document["sections"][0]["title"] == {"en": "5 Organisation"}
    assert document["sections"][0]["intro"] == {"en": "What people do"}
    scale, choice = questions.values()
    # A number such as 5.10 stays what it is called.
    assert scale["label"] == {
        "en": "5.10.1 There are rules, and everybody knows them.",
        "fr": "5.10.1 Il y a des règles.",
    }
    assert scale["help"] == {"en": "Look at the wall."}
    assert (scale["type"], scale["min"], scale["max"]) == ("scale", 0, 2)
    assert scale["levels"][1] == {"en": "Something: Something is done"}
    assert (choice["type"], [one["label"]["en"] for one in choice["options"]]) == ("choice", ["Yes", "No"])
    assert left_out(found) == [
        ("the framework", "implementation_groups_definition"),
        ("the library", "threats"),
        ("9", "the requirement"),
        ("5.10.1", "to which groups it applies"),
        ("5.10.1", "what an answer adds to the score"),
    ]


def test_nodes_between_become_groups_with_what_they_say() -> None:
    deep = CISO.replace(
        "      - urn: urn:n:1.1.1\n",
        """      - {urn: "urn:n:1.1.0", assessable: false, parent_urn: "urn:n:1.1", name: Deep, description: Deeper}
      - {urn: "urn:n:1.1.0.1", assessable: true, parent_urn: "urn:n:1.1.0", ref_id: deep, description: Deep?}
      - {urn: "urn:n:1.1.0.2", assessable: true, parent_urn: "urn:n:1.1.0", ref_id: more, description: More?}
      - {urn: "urn:n:1.2", assessable: false, parent_urn: "urn:n:1", name: Nothing, description: Nothing here}
      - urn: urn:n:1.1.1
""",
    ).replace(
        "  threats:",
        """      - {urn: "urn:n:1.3", assessable: true, parent_urn: "urn:n:1", ref_id: last, description: Last}
  threats:""",
    )
    found = ciso.converted(deep.encode())
    section = found.document["sections"][0]

    assert grouped(found.document) == [
        ("5.10 Rules – Deep", ["deep", "more"]),
        ("5.10 Rules", ["requirement_5_10_1", "question_5_10_1_1"]),
        ("5 Organisation", ["last"]),
    ]
    assert [one.get("intro") for one in section["groups"]] == [{"en": "Deeper"}, None, None]
    # What introduces a group is not said again at its next question.
    assert "help" not in asked(found.document)["more"]
    assert "questions" not in section
    assert ("the framework", "the heading “Nothing”") in left_out(found)
    assert parse(found.document, library=Library({"made": found.document}))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "not YAML"),
        ("a: &x [1]\nb: *x", "not YAML"),
        ("a: !!python/object:os.system x", "not YAML"),
        ("objects: {framework: {requirement_nodes: []}}", "no library of CISO Assistant"),
        ("objects: 5", "no library of CISO Assistant"),
        ("locale: tlh\nobjects: {framework: {requirement_nodes: [{urn: a}]}}", "no language"),
        ("objects: {framework: {requirement_nodes: [{urn: a}]}}", "No question"),
        ("[" * 60, "not YAML"),
    ],
)
def test_hostile_yaml_ends_with_a_sentence(content: str, sentence: str) -> None:
    with pytest.raises(Unconvertible, match=sentence):
        ciso.converted(content.encode())


# ---- a sheet


@pytest.mark.django_db
def test_sheet_of_questions_is_converted_by_the_command_and_loads(tmp_path: Path) -> None:
    text, told = command("sheet", written(tmp_path, "markeder.csv", SHEET), title="Markets and people")
    document = read_text(text)
    questions = asked(document)

    assert [section["title"]["en"] for section in document["sections"]] == ["Markets", "People"]
    assert [one["type"] for one in questions.values()] == [
        *("yesno", "countries", "number"),
        *("scale", "multichoice", "choice", "text"),
    ]
    assert questions["do_you_export"]["required"] is True
    assert questions["where_to"]["show_if"] == {"question": "do_you_export", "is": True}
    assert questions["how_much"]["unit"] == {"en": "mio. kr."}
    assert told == [
        "left out: the sheet: the column “Colour”: its heading is not known",
        "left out: line 6: only if “Anything = else”: it is no earlier question with one of its answers",
        "left out: line 7: required “maybe”: it is neither yes nor no",
        "left out: line 8: the type “hologram”: it is not known; it is asked for in words",
        "left out: line 9: the row: it asks nothing",
        "7 questions in 2 sections; 5 left out",
    ]
    assert [one.outcome for one in load([written(tmp_path, "made.yaml", text)])] == [Outcome.LOADED]


@pytest.mark.parametrize(("section", "group"), [("Section", "Group"), ("Afsnit", "Gruppe")])
def test_a_column_of_a_sheet_names_the_groups(tmp_path: Path, section: str, group: str) -> None:
    rows = "A;;One?\n;First;Two?\n;;Three?\n;Second;\n;;Four?\nB;;Five?\n;First;Six?\nB;;Seven?\n"
    text, told = command("sheet", written(tmp_path, "given.csv", f"{section};{group};Question\n{rows}"))
    document = read_text(text)

    assert told == ["7 questions in 2 sections; 0 left out"]
    # A row without a group belongs to the one above, as long as the section is the same.
    assert [[one["key"] for one in part["questions"]] for part in document["sections"]] == [["one"], ["five"]]
    assert grouped(document) == [("First", ["two", "three"]), ("Second", ["four"]), ("First", ["six", "seven"])]
    assert parse(document, library=Library({"made": document}))


@pytest.mark.parametrize(("form", "words"), [("rdmo", RDMO), ("rdmo", RDMO_1), ("ciso", CISO)])
def test_what_the_command_writes_is_a_file_that_loads(tmp_path: Path, form: str, words: str) -> None:
    target = tmp_path / "made.yaml"

    text, _told = command(form, written(tmp_path, "given", words), to=target, slug="own-name")

    assert text == ""
    document = read_text(target.read_bytes())
    assert parse(document, library=Library({"made": document})).slug == "own-name"


@pytest.mark.parametrize(
    ("form", "content"),
    [("sheet", b""), ("sheet", b"a;b\n1;2"), ("sheet", b"\x89PNG"), ("rdmo", b"<a"), ("ciso", b"a: [")],
)
def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path, form: str, content: bytes) -> None:
    file = tmp_path / "given"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=r"\w+ \w+"):
        command(form, file)
    with pytest.raises(CommandError, match="cannot be read"):
        command(form, tmp_path / "nowhere")


@settings(max_examples=150, deadline=None)
@given(st.text() | st.from_regex(r"(<[a-z!/?]{1,3}>?|\]\(|&#\d;|[*_`#\[\]<>! a]|\n){0,12}", fullmatch=True))
def test_whatever_somebody_wrote_becomes_words_that_may_be_published(words: str) -> None:
    for said, markdown in ((cleaned_line(words), False), (cleaned_prose(words), True)):
        faults = (*text_faults(said), *published_faults(said, markdown=markdown))
        assert not said or not (faults or list(fresh_faults(said, markdown=markdown)))
