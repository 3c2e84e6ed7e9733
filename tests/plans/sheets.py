"""What the tests of the plan as a spreadsheet share."""

import io
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from accounts.models import User
from clusters.models import Cluster, SheetImport
from plans.services import importing
from plans.services.importing import PlannedImport

SignIn = Callable[..., Client]


def url(name: str, cluster: Cluster, *args: object) -> str:
    return reverse(f"plans:{name}", args=[cluster.slug, *args])


def sheet(*rows: dict[str, Any]) -> bytes:
    """Return a spreadsheet as people make one."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    book = Workbook()
    page = book.active
    page.append(["Vores plan"])
    page.append(headings)
    for row in rows:
        page.append([row.get(name) for name in headings])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plan_import(*, cluster: Cluster, content: bytes) -> PlannedImport:
    """Return what a sheet would do, without keeping it."""
    return importing.plan_import(SheetImport(cluster=cluster, room=importing.ROOM, number=1, content=content))


def take_import(*, cluster: Cluster, content: bytes, seal: str, by: User) -> PlannedImport:
    """Send a sheet and store what was seen of it."""
    sent = importing.receive_import(cluster=cluster, name="plan.xlsx", content=content, by=by)
    return importing.take_import(import_=sent, seal=seal, by=by)
