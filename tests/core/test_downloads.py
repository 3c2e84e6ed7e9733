"""Files under a name, whatever letters it has."""

import pytest

from core.downloads import file_answer


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("havtorn-2026.csv", 'filename="havtorn-2026.csv"'),
        ("Plan 1. halvår.pdf", "filename=\"plan-1-halvar.pdf\"; filename*=UTF-8''Plan%201.%20halv%C3%A5r.pdf"),
        ("Øl/vand.pdf", "filename=\"l-vand.pdf\"; filename*=UTF-8''%C3%98l-vand.pdf"),
        ("計画.pdf", "filename=\"document.pdf\"; filename*=UTF-8''%E8%A8%88%E7%94%BB.pdf"),
        (
            'a"\r\nSet-Cookie: b.pdf',
            "filename=\"a-set-cookie-b.pdf\"; filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20b.pdf",
        ),
    ],
)
def test_file_has_a_name_that_every_browser_reads(name: str, words: str) -> None:
    assert file_answer(b"x", "text/plain", name)["Content-Disposition"] == f"attachment; {words}"


def test_file_is_saved_or_shown() -> None:
    answer = file_answer(b"%PDF", "application/pdf", "plan.pdf", is_shown=True)

    assert (answer.content, answer["Content-Type"], answer["Content-Disposition"]) == (
        b"%PDF",
        "application/pdf",
        'inline; filename="plan.pdf"',
    )
