"""The rows of the red thread."""

from datetime import date
from typing import Any

from clusters.permissions import Permission
from findings.models import Waiver
from tests.house.matrix.rows import Place, Row, with_value


def a_waiver(place: Place) -> dict[str, Any]:
    """Set something aside."""
    made = Waiver.objects.create(
        cluster=place.cluster, rule="x", subject="goal:1", fingerprint="0" * 32, reason="x", until=date(2027, 1, 1)
    )
    return {"pk": made.pk}


FINDINGS = {
    "findings:thread": Row(Permission.READ),
    "findings:about": Row(Permission.READ, with_value(kind="phase", what="foundation")),
    "findings:index": Row(Permission.READ),
    "findings:waive": Row(Permission.WRITE, with_value(mark="0" * 32)),
    "findings:end": Row(Permission.WRITE, a_waiver),
}
