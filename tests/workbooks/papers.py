"""Workbooks that ask for a file, and files that answer."""

from typing import Any

from accounts.models import User
from clusters.models import Cluster
from core.uploads import checked
from library.services import publish_edition
from tests import factories
from tests.schema.samples import question, section, template
from workbooks.models import AnswerFile, Workbook
from workbooks.services.files import save_file
from workbooks.stores.workbook import WorkbookStore

PDF = b"%PDF-1.7\nEt budget\n" + b"0" * 1500


def asking(**own: Any) -> dict[str, Any]:
    """Return a strategy that asks for a file, and why there is none."""
    why = {**question("why"), "show_if": {"question": "paper", "answered": True}}
    data = {**template(question("paper", "file", **own), why, kind="strategy", slug="papers"), "format": 2}
    data["sections"].append(section("next", question("n")))
    return data


def asks_a_file(cluster: Cluster, by: User, **own: Any) -> Workbook:
    """Start a strategy that asks for a file; return its workbook."""
    return factories.make_strategy(cluster, by, publish_edition(data=asking(**own), by=None)).workbook


def with_a_file(workbook: Workbook, by: User, name: str = "budget.pdf", content: bytes = PDF) -> AnswerFile:
    """Answer with a file, on top of what is there; return its row."""
    current = workbook.answers.filter(question_key="paper").first()
    save_file(
        WorkbookStore(workbook),
        cluster=workbook.cluster,
        key="paper",
        upload=checked(name, content),
        based_on=current.revision if current else 0,
        current=current,
        by=by,
    )
    return AnswerFile.objects.of(workbook.cluster).get(name=name)
