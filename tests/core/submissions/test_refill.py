"""Words are put back into any form of a finished page, and nothing else of the page is touched."""

import pytest
from lxml import html

from core.submissions.refill import Reader, edited, form_of, refill

PAGE = """<main><h1>Æ</h1>
<form method="get"><input name="q"></form>
<details><summary>Add</summary><form method="post" action="/a/">
<input type="hidden" name="csrfmiddlewaretoken" value="new"><input type="hidden" name="revision" value="7">
<input name="title" value="old &amp; stored"><textarea name="text">
old</textarea><select name="one"><option value="1" selected>1</option><option value="2">2</option></select>
<select name="many" multiple><option value="1" selected>1<option value="2">2</select>
<input type="checkbox" name="tick" checked><input type="checkbox" name="set" value="a">
<input type="checkbox" name="set" value="b" checked>
<input type="radio" name="way" value="x" checked><input type="radio" name="way" value="y">
<input name="line"><input name="line"><input type="password" name="word"><input type="file" name="paper">
<button name="act" value="save">Save</button></form></details>
<form method="post" action="/b/"><input name="title" value="other"></form>
<textarea name="far" form="f"></textarea><form id="f" method="post"></form>
</main>"""

SENT = {
    "csrfmiddlewaretoken": ["old"],
    "revision": ["3"],
    "title": ['"quoted" <b>'],
    "text": ["</textarea><script>x</script>\nline"],
    "one": ["2"],
    "many": ["2"],
    "set": ["a"],
    "way": ["y"],
    "line": ["first", "second"],
    "word": ["secret"],
    "act": ["save"],
    "gone": ["a field that is no more"],
}


def filled(sent: dict, action: str = "/a/", page: str = "/p/"):
    reader = Reader(PAGE)
    form = form_of(reader, page=page, action=action, fields=sent)
    assert form is not None
    done = refill(form, sent)
    return html.document_fromstring(edited(PAGE, done.edits)), done


def values(tree: html.HtmlElement, action: str = "/a/") -> dict:
    (form,) = tree.xpath(f"//form[@action='{action}']")
    return dict(form.form_values())


def test_every_kind_of_field_says_what_was_typed() -> None:
    tree, done = filled(SENT)

    found = values(tree)
    assert (found["title"], found["text"].strip()) == ('"quoted" <b>', "</textarea><script>x</script>\nline")
    assert (found["one"], found["many"], found["way"], found["set"]) == ("2", "2", "y", "a")
    assert "tick" not in found
    assert tree.xpath("//input[@name='line']/@value") == ["first", "second"]
    assert done.left == {"word": ["secret"], "gone": ["a field that is no more"]}


def test_the_revision_that_one_had_read_stays_and_the_token_is_the_pages() -> None:
    found = values(filled(SENT)[0])

    assert (found["revision"], found["csrfmiddlewaretoken"]) == ("3", "new")


def test_disclosure_around_the_form_is_opened_and_other_forms_are_left_alone() -> None:
    tree, _done = filled(SENT)

    assert tree.xpath("//details/@open") == [""]
    assert values(tree, "/b/")["title"] == "other"


def test_a_form_that_is_filled_with_what_it_says_leaves_the_page_letter_for_letter() -> None:
    reader = Reader(PAGE)
    form = form_of(reader, page="/p/", action="/b/", fields={"title": ["other"]})

    assert form is not None
    assert edited(PAGE, refill(form, {"title": ["other"]}).edits) == PAGE


def test_field_outside_its_form_is_filled_too() -> None:
    tree, _done = filled({"far": ["away"]}, action="/p/")

    assert tree.xpath("//textarea[@name='far']")[0].text.strip() == "away"


@pytest.mark.parametrize("sent", [{"nothing": ["x"]}, {}])
def test_form_that_is_not_there_is_not_found(sent: dict) -> None:
    assert (
        form_of(Reader("<form method=post action=/x/><input name=a></form>"), page="/", action="/y/", fields=sent)
        is None
    )


def test_of_several_forms_with_one_address_the_one_with_its_hidden_values_is_meant() -> None:
    page = "".join(
        f"<form method=post><input type=hidden name=figure value={n}><input name=why></form>" for n in ("a", "b", "c")
    )
    reader = Reader(page)

    assert form_of(reader, page="/", action="/", fields={"figure": ["b"], "why": ["x"]}) is reader.forms[1]
