"""What a migration may do while the version before serves, for each that is newer than the newest release."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from toolkit.migrating import dangers_of

RELEASED = Path(__file__).parent.parent / "toolkit" / "released.json"
# A migration that takes something away, when nothing that runs knows it any more: why it may, and since which version.
ALLOWED: dict[str, str] = {}


def one(*operations: object, app: str = "workbooks") -> list[str]:
    made = migrations.Migration("0042_some", app)
    made.operations = list(operations)
    return dangers_of(made)


def test_nothing_newer_than_the_release_breaks_it() -> None:
    released = json.loads(RELEASED.read_text())
    ours = {config.label for config in apps.get_app_configs() if (Path(config.path).parent / "manage.py").exists()}
    newer = [
        migration
        for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items())
        if app in ours and app in released and name > released[app]
    ]

    found = [danger for migration in newer for danger in dangers_of(migration)]
    assert [danger for danger in found if danger.partition(":")[0] not in ALLOWED] == []


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("answer", "value"),
        migrations.RenameField("answer", "value", "content"),
        migrations.DeleteModel("answer"),
        migrations.RenameModel("answer", "reply"),
        migrations.AddField("answer", "kind", models.CharField(max_length=9, default="")),
        migrations.AlterField("answer", "value", models.TextField()),
        migrations.AddIndex("answer", models.Index(fields=["value"], name="answer_value")),
        migrations.AddConstraint("answer", models.CheckConstraint(condition=models.Q(pk__gt=0), name="a")),
        migrations.RunSQL("DROP TABLE workbooks_answer"),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.DeleteModel("answer")]),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_breaks_the_version_that_serves_is_named(operation: object) -> None:
    assert len(one(operation)) == 1


@pytest.mark.parametrize(
    "operations",
    [
        [migrations.AddField("answer", "kind", models.CharField(max_length=9, null=True))],
        [migrations.AddField("answer", "kind", models.CharField(max_length=9, db_default=""))],
        [
            migrations.CreateModel("note", [("id", models.BigAutoField(primary_key=True))]),
            migrations.AddField("note", "kind", models.CharField(max_length=9, default="")),
            migrations.AddIndex("note", models.Index(fields=["kind"], name="note_kind")),
        ],
        [migrations.AlterModelOptions("answer", {})],
    ],
)
def test_what_only_adds_is_let_through(operations: list[object]) -> None:
    assert one(*operations) == []
