"""Strategies that were approved before approval locked anything say so; they stay open, as a new round."""

from typing import Any

from django.db import migrations


def note(apps: Any, schema_editor: Any) -> None:
    for approval in (
        apps.get_model("reviews", "Approval")._base_manager.select_related("snapshot").order_by("approved_on", "pk")
    ):
        apps.get_model("strategy", "Strategy")._base_manager.filter(pk=approval.snapshot.strategy_id).update(
            approved_on=approval.approved_on, approved_by_name=approval.by_name, minute=approval.minute, round=2
        )


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0001_snapshots_reviews_approvals"),
        ("strategy", "0009_add_approval_and_deviations"),
    ]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
