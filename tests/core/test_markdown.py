"""Markdown becomes HTML in one place, and nothing in it can do harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from core.markdown import plain, render

REL = 'rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("To *ord* og **to**", "<p>To <em>ord</em> og <strong>to</strong></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("en\nlinje", "<p>en\nlinje</p>\n"),
        ("# Stor", "<h3>Stor</h3>\n"),
        ("## To", "<h3>To</h3>\n"),
        ("### Tre", "<h4>Tre</h4>\n"),
        ("###### Seks", "<h6>Seks</h6>\n"),
        ("[kilden](https://example.org)", f'<p><a href="https://example.org" {REL}>kilden</a></p>\n'),
        ("[post](mailto:a@example.org)", f'<p><a href="mailto:a@example.org" {REL}>post</a></p>\n'),
        ("[her](/library/)", f'<p><a href="/library/" {REL}>her</a></p>\n'),
        ("", ""),
    ],
)
def test_marks_become_html(source: str, html: str) -> None:
    assert render(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<b onclick=x>a</b>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>\n"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>\n"),
        ("[a](ftp://example.org)", f"<p><a {REL}>a</a></p>\n"),
        ("![a](https://example.org/x.png)", f'<p>!<a href="https://example.org/x.png" {REL}>a</a></p>\n'),
    ],
)
def test_what_could_do_harm_is_text_or_gone(source: str, html: str) -> None:
    assert render(source).strip() in (html.strip(), f"<p>{html}</p>")


ALLOWED = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "h5", "h6", "code", "pre", "hr"}
spiced = st.lists(
    st.sampled_from(
        ["<script>", "<img src=x onerror=y>", "](javascript:x)", "[a](", "<svg/onload=z>", "&#x3c;b>", "\n", "`"]
    )
    | st.text(max_size=8),
    max_size=8,
).map("".join)


@given(spiced)
def test_no_source_gives_an_element_or_attribute_that_is_not_allowed(source: str) -> None:
    tree = parser.fragment_fromstring(render(source), create_parent="div")

    for element in tree.iterdescendants():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {"href", "title", "rel", "start"}
        assert not element.get("href", "").lower().startswith(("javascript:", "data:", "vbscript:"))


@given(st.text())
def test_any_text_can_be_made_plain(source: str) -> None:
    assert isinstance(plain(source), str)


def test_plain_text_has_the_words_without_the_marks() -> None:
    source = "## Mål\n\nTo *ord* og [en kilde](https://example.org)\nmed `kode`\n\n- et\n- to\n\n```\nx = 1\n```\n"

    assert plain(source) == "Mål\nTo ord og en kilde med kode\net\nto\nx = 1"


def test_long_text_is_rendered_like_a_short_one() -> None:
    assert render("*a* " * 10_000) == f"<p>{'<em>a</em> ' * 9_999}<em>a</em></p>\n"
