"""The checker itself: it must catch what it says it catches."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
import weasyprint
from pikepdf import Array, Dictionary, Name

from exports.pdf import render_pdf
from tests.pdf_check import check_pdf, listed

GOOD = """<!doctype html><html lang="da"><head><title>Prøve</title></head><body><h1>Et</h1><h2>To</h2>
<p>Ord og <a href="https://example.org/">vej</a></p><ul><li>punkt</li></ul>
<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>
<svg viewBox="0 0 9 9"><title>Kasse</title><path d="M0 0h9v9z"/></svg></body></html>"""


def changed(change: Callable[[pikepdf.Pdf], None], html: str = GOOD) -> bytes:
    with pikepdf.open(BytesIO(render_pdf(html))) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/S") == Name(f"/{kind}")]


def remove(thing: pikepdf.Object, *keys: str) -> None:
    for key in keys:
        if key in thing:
            del thing[key]


def unmark(pdf: pikepdf.Pdf) -> None:
    content = [
        line for line in pikepdf.parse_content_stream(pdf.pages[0]) if str(line.operator) not in ("BDC", "BMC", "EMC")
    ]
    pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))


def forget_fonts(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, Dictionary):
            remove(thing, "/FontFile", "/FontFile2", "/FontFile3")


def forget(kind: str, *keys: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for element in elements(pdf, kind):
            remove(element, *keys)

    return change


def rename(kind: str, to: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for element in elements(pdf, kind):
            element.S = Name(f"/{to}")

    return change


def forget_notes(*keys: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for note in pdf.pages[0].obj.get("/Annots", Array()):
            remove(note, *keys)

    return change


def forget_tabs(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj["/Tabs"]


def forget_root(key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return change


def test_good_document_has_no_faults():
    assert check_pdf(render_pdf(GOOD)) == []


def test_validator_finds_what_our_list_has_no_rule_for():
    def unlink(pdf: pikepdf.Pdf) -> None:
        for element in elements(pdf, "Link"):
            element.S = Name("/Span")

    spoilt = changed(unlink)

    assert [fault.partition(":")[0] for fault in check_pdf(spoilt) if fault not in listed(spoilt)] == [
        "PDFUA1-LINK-LINK-TAG-001"
    ]


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (forget_root("/MarkInfo"), {"is not tagged"}),
        (forget_root("/Lang"), {"has no language"}),
        (forget_root("/ViewerPreferences"), {"does not show its title"}),
        (forget_root("/Metadata"), {"has no title", "does not say that it is PDF/UA-1"}),
        (forget("Figure", "/Alt"), {"Figure without alternative text"}),
        (forget("TH", "/ID", "/A"), {"TH without scope or ID"}),
        (forget("P", "/K"), {"P is empty"}),
        (rename("L", "Div"), {"LI stands in Div"}),
        (rename("TR", "Div"), {"TH stands in Div", "TD stands in Div"}),
        (rename("H2", "H3"), {"H3 follows H1"}),
        (forget_notes("/Contents"), {"page 1: link without words for what it leads to"}),
        (forget_notes("/StructParent"), {"page 1: link outside the structure"}),
        (forget_tabs, {"page 1: reading order of links is not that of the structure"}),
    ],
)
def test_each_fault_is_found(change: Callable[[pikepdf.Pdf], None], faults: set[str]):
    assert set(listed(changed(change))) == faults


def test_unembedded_fonts_are_found():
    faults = listed(changed(forget_fonts))

    assert {fault.partition("font")[0] for fault in faults} == {"page 1: "}
    assert all(fault.endswith("is not embedded") for fault in faults)


def test_painting_outside_the_structure_is_found():
    faults = listed(changed(unmark))

    assert len(faults) == 1
    assert faults[0].endswith("painting operators outside the structure")


def test_untagged_document_like_a_browsers_is_refused():
    html = GOOD.replace(' lang="da"', "").replace("<title>Prøve</title>", "")

    faults = listed(weasyprint.HTML(string=html).write_pdf())

    assert faults[:5] == [
        "is not tagged",
        "has no language",
        "does not show its title",
        "has no title",
        "does not say that it is PDF/UA-1",
    ]
    assert any("outside the structure" in fault for fault in faults)
