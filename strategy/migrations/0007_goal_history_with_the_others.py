"""The history of goals moves to where every history is."""

from django.db import migrations

FIELDS = ("title", "rationale", "owner_role")


def forward(apps, schema_editor):
    goal_change, change = apps.get_model("strategy", "GoalChange"), apps.get_model("clusters", "Change")
    rows = goal_change._base_manager.select_related("goal__strategy").order_by("pk")
    lines = []
    for row in rows.iterator(chunk_size=500):
        values = {
            f"{name}.{key}": words for name in FIELDS for key, words in (getattr(row, name) or {}).items() if words
        }
        if row.owner_id:
            values["owner"] = row.owner_id
        if row.deadline:
            values["deadline"] = row.deadline.isoformat()
        lines.append(
            change(
                cluster_id=row.goal.strategy.cluster_id,
                thing="goal",
                row=row.goal_id,
                revision=row.revision,
                kind=row.kind,
                values=values,
                names={"owner": row.owner_name} if row.owner_name else {},
                by_id=row.by_id,
                by_name=row.by_name,
                at=row.at,
            )
        )
    change._base_manager.bulk_create(lines, batch_size=500)


def backward(apps, schema_editor):
    goal_change, change = apps.get_model("strategy", "GoalChange"), apps.get_model("clusters", "Change")
    goals = set(apps.get_model("strategy", "Goal")._base_manager.values_list("pk", flat=True))
    people = set(apps.get_model("accounts", "User")._base_manager.values_list("pk", flat=True))
    rows = []
    for line in change._base_manager.filter(thing="goal", row__in=goals).order_by("pk"):
        told = {name: {} for name in FIELDS}
        for piece, value in line.values.items():
            name, _dot, key = piece.partition(".")
            if name in told:
                told[name][key] = value
        owner = line.values.get("owner")
        rows.append(
            goal_change(
                goal_id=line.row,
                kind=line.kind,
                **told,
                owner_id=owner if owner in people else None,
                owner_name=line.names.get("owner", ""),
                deadline=line.values.get("deadline"),
                revision=line.revision,
                by_id=line.by_id,
                by_name=line.by_name,
                at=line.at,
            )
        )
    goal_change._base_manager.bulk_create(rows, batch_size=500)
    change._base_manager.filter(thing="goal").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0006_add_revisions"),
        ("clusters", "0006_add_revisions"),
        ("accounts", "0001_initial"),
    ]

    operations = [migrations.RunPython(forward, backward), migrations.DeleteModel(name="GoalChange")]
