"""Where the pages of an agreement end: annexes of a few lines share one, and a heading has more than a line below."""

from exports.pdf import render_pdf
from tests.exports.test_print import page_words

HEAD = (
    '<title>Aftale</title><link rel="stylesheet" href="asset:print/print.css">'
    '<link rel="stylesheet" href="asset:print/agreement.css">'
)


def pages(*sections: str) -> list[str]:
    """Return the words of each page of an agreement of these sections."""
    body = f'<main class="agreement"><h1>Aftale</h1>{"".join(sections)}</main>'
    made = render_pdf(f'<!doctype html><html lang="da"><head>{HEAD}</head><body>{body}</body></html>')
    return [" ".join(words.split()) for words in page_words(made)]


def annex(name: str, rows: int) -> str:
    """Return an annex with a table of so many rows."""
    cells = "<tr><th>Part</th><td>Beløb</td></tr>" * rows
    return f'<section class="annex"><h2>Bilag {name}</h2><table><tbody>{cells}</tbody></table></section>'


def test_annexes_of_a_few_lines_share_a_page_and_begin_one() -> None:
    text, both = pages("<p>Teksten.</p>", annex("A", 3), annex("B", 3))

    assert "Bilag" not in text
    assert "Bilag A" in both
    assert "Bilag B" in both


def test_an_annex_that_has_no_room_whole_begins_a_page() -> None:
    _text, first, second = pages("<p>Teksten.</p>", annex("A", 25), annex("B", 20))

    assert "Bilag B" not in first
    assert second.count("Part") == 20


def test_a_clause_of_a_line_does_not_stand_alone_below_its_heading_at_the_foot() -> None:
    paragraphs = "".join(f'<div class="p"><p><span class="n">9.{n}</span>Punkt {n}.</p></div>' for n in (1, 2, 3))
    last = f'<section class="art"><h2><span class="n">9</span> Bilag</h2>{paragraphs}</section>'
    ends = set()
    for lines in range(16, 34):
        found = pages("<p>En linje.</p>" * lines, last)
        (page,) = (words for words in found if "9 Bilag" in words)
        assert "Punkt 2." in page
        ends.add((found.index(page), "Punkt 3." in page))

    assert {(0, False), (1, True)} <= ends
