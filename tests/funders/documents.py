"""A report that has something of everything, and its document read back."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from clusters.models import Cluster
from core.text import Language, Text
from exports.document import HeadingBlock, PrintDocument, TableBlock, plain
from funders.exports.document import funder_document
from funders.models import FunderReport
from funders.selectors.gathering import gather
from tests import factories
from tests.funders.samples import make_report, page_of, put
from tests.kpis.samples import measured_kpi
from tests.plans.samples import make_activity

HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>'
DAYS = {"starts": date(2026, 1, 12), "ends": date(2026, 2, 1)}


def full_report(cluster: Cluster, alice: User) -> FunderReport:
    """Start a report that has something of everything."""
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice)
    make_activity(
        cluster, alice, goal=goal, owner=alice, theme="knowledge", budget=Decimal("1250.50"), spent=Decimal(40), **DAYS
    )
    make_activity(
        cluster,
        alice,
        HOSTILE,
        role=Text(da="Konsulent", en="Consultant"),
        budget=Decimal(7),
        currency="EUR",
        status="dropped",
        reason=Text(da="Ingen penge"),
        **DAYS,
    )
    measured_kpi(cluster, alice, goal)
    made = make_report(cluster, alice)
    put(made, alice, "summary_plan", {"da": "Vi vil **ud**.\n\n- et\n- to"})
    put(made, alice, "companies", [{"id": "all", "cells": {"target": 40, "actual": 12.5}}])
    put(made, alice, "milestones", [{"id": "r1", "cells": {"milestone": {"da": "Aftale"}, "due": "2026-05-01"}}])
    return made


def document_of(report: FunderReport, language: Language = "da") -> PrintDocument:
    shown = page_of(report)
    return funder_document(gather(shown).content, shown.sheet.document, language, today=date(2026, 11, 23))


def chapters(document: PrintDocument) -> dict[str, list[str]]:
    """Return the labels of each chapter."""
    return {
        chapter.title: [plain(b.title if isinstance(b, HeadingBlock) else b.label) for b in chapter.blocks]
        for chapter in document.appendices
    }


def table(document: PrintDocument, label: str) -> list[list[str]]:
    """Return the rows of the table with this label, the total among them."""
    (found,) = (
        block
        for chapter in document.appendices
        for block in chapter.blocks
        if isinstance(block, TableBlock) and plain(block.label) == label
    )
    return [[plain(cell).replace("\xa0", " ") for cell in row] for row in found.all_rows]
