"""Units that a catalogue or a cluster has named."""

from typing import Any

from django.db import migrations, models


def count_only(apps: Any, schema_editor: Any) -> None:
    """Let what is counted in a unit that has a name be counted without: the version before knows its own alone."""
    rows = apps.get_model("kpis", "KpiDefinition")._base_manager.using(schema_editor.connection.alias)
    rows.filter(unit__startswith="own:").update(unit="count")


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0007_say_until_when_targets_are_decided"),
    ]

    operations = [
        migrations.AlterField(
            model_name="kpidefinition",
            name="unit",
            field=models.CharField(max_length=250, verbose_name="Unit"),
        ),
        migrations.RunPython(migrations.RunPython.noop, count_only, elidable=False),
    ]
