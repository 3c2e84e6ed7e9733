"""Items that are part of another, that count from another, or that have no day."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def give_days(apps: Any, schema_editor: Any) -> None:
    """Give what has no day the day of the event: the version before asks for one."""
    items, lists = apps.get_model("checklists", "Item"), apps.get_model("checklists", "Checklist")
    rows = items._base_manager.using(schema_editor.connection.alias)
    rows.filter(due_days=None).update(due_days=0)
    day = lists._base_manager.filter(pk=OuterRef("checklist")).values("day")
    rows.filter(due=None).update(due=Subquery(day))


class Migration(migrations.Migration):
    dependencies = [
        ("checklists", "0003_add_revisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="follows",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="item",
            name="part_of",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="item",
            name="due",
            field=models.DateField(blank=True, null=True, verbose_name="Due"),
        ),
        migrations.AlterField(
            model_name="item",
            name="due_days",
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.RunPython(migrations.RunPython.noop, give_days, elidable=False),
    ]
