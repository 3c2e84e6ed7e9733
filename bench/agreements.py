"""What a document of 60 clauses costs: `.venv/bin/python -m bench.agreements`.

One change beside the text is answered with its parts, at most 8 queries and 15 kB; a Word file takes at most 200 ms, a
page of the PDF at most 80 ms. The demo's consortium agreement with clauses added, in a data folder of its own that goes
away. Processor time, since the machine may be busy.
"""

import os
import sys
import tempfile
from io import BytesIO, StringIO
from typing import Any

from bench.analyses import cost

MOST_QUERIES, MOST_BYTES, MOST_WORD_MS, MOST_PAGE_MS = 8, 15_000, 200, 80
CLAUSES = 60
ADDRESS = "/c/demo/agreements/2/"


def main(folder: str) -> None:
    """Make the demo in the folder, and measure its agreement."""
    os.environ.update(DJANGO_SETTINGS_MODULE="bench.settings", TOOLKIT_DATA_DIR=folder, TOOLKIT_DEMO="true")
    os.environ["TOOLKIT_ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"
    import django  # noqa: PLC0415 -- the settings must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    call_command("prepare", "--starter", stdout=StringIO(), stderr=StringIO())
    over = [*one_change(longer()), *files(longer())]
    if over:
        sys.exit(f"Above what is allowed: {', '.join(over)}.")


def longer() -> Any:
    """Return the demo's agreement, with so many clauses added that it has sixty."""
    from clusters.models import Cluster  # noqa: PLC0415 -- app ready
    from core.text import Text  # noqa: PLC0415 -- app ready
    from documents.models import ClusterDocument  # noqa: PLC0415 -- app ready
    from documents.selectors.page import DocumentPage  # noqa: PLC0415 -- app ready
    from documents.services import add_clause  # noqa: PLC0415 -- app ready

    cluster = Cluster.objects.get(slug="demo")
    rows = ClusterDocument.objects.of(cluster).with_workbook().with_known()
    shown = DocumentPage.load(cluster, rows.get(number=2))
    words = Text(
        da="Parterne mødes, når en af dem beder om det. " * 4, en="The parties meet when one of them asks. " * 4
    )
    for number in range(CLAUSES - len(list(shown.here.inside()))):
        title = Text(da=f"Mere {number}", en=f"More {number}")
        by = shown.document.created_by
        add_clause(document=shown.document, after="liability", title=title, text=words, reason="", by=by)
    return DocumentPage.load(cluster, rows.get(number=2))


def one_change(shown: Any) -> list[str]:
    """Measure one answer that is saved beside the text, again and again with other words."""
    from django.db import connection  # noqa: PLC0415 -- app ready
    from django.test import Client  # noqa: PLC0415 -- app ready
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- app ready

    browser = Client(headers={"accept-language": "da", "hx-request": "true"})
    browser.force_login(shown.document.created_by)
    revision = 0

    def save() -> Any:
        nonlocal revision
        words = {"rev-board_chair": revision, "a-board_chair-da": f"Formand {revision}"}
        answer = browser.post(f"{ADDRESS}answers/board_chair/", words)
        revision = int(answer["X-Revision"])
        return answer

    taken = cost(save)
    with CaptureQueriesContext(connection) as asked:
        answer = save()
    queries = sum(not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for one in asked)
    size = len(answer.content)
    print(f"{'one change among 60 clauses':<44} {taken:>7.1f} ms {queries:>4} queries {size / 1000:>6.1f} kB")
    whole = cost(lambda: browser.get(f"{ADDRESS}sections/choices/"))
    print(f"{'the page with questions and text':<44} {whole:>7.1f} ms")
    return [name for name, is_over in (("queries", queries > MOST_QUERIES), ("bytes", size > MOST_BYTES)) if is_over]


def files(shown: Any) -> list[str]:
    """Measure the Word file, and a page of the PDF with everything around it."""
    from pypdf import PdfReader  # noqa: PLC0415 -- only here

    from documents.exports.printed import print_page, word_file  # noqa: PLC0415 -- app ready
    from exports.renderer import child_process, protocol  # noqa: PLC0415 -- only this process loads the renderer

    word = cost(lambda: word_file(shown, "da"))
    html = print_page(shown, "da")
    pdf = child_process.render(html, protocol.Limits()).pdf
    pages = len(PdfReader(BytesIO(pdf)).pages)
    a_page = cost(lambda: child_process.render(html, protocol.Limits()), times=3) / pages
    print(f"{'Word file':<44} {word:>7.1f} ms")
    print(f"{f'a page of the PDF, of {pages}':<44} {a_page:>7.1f} ms")
    return [name for name, is_over in (("Word", word > MOST_WORD_MS), ("PDF", a_page > MOST_PAGE_MS)) if is_over]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as here:
        main(here)
