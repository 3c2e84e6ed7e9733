"""What the tests of the plan as a spreadsheet share."""

import io
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from clusters.models import Cluster

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
