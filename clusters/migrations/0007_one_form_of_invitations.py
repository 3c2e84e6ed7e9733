"""Keeps the e-mail of each invitation in its one form; the older of two that wait for one person is withdrawn."""

from typing import Any

from django.db import migrations
from django.utils import timezone

from accounts.emails import normal
from core.plain import one_line


def keep_one_form(apps: Any, schema_editor: Any) -> None:
    """Change what is written otherwise."""
    rows = apps.get_model("clusters", "Invitation")._base_manager
    for row in rows.order_by("-pk").iterator():
        email = normal(row.email)
        if email == row.email:
            continue
        waiting = rows.filter(cluster=row.cluster_id, email__iexact=email, accepted_at=None, withdrawn_at=None)
        is_waiting = row.accepted_at is None and row.withdrawn_at is None
        if is_waiting and waiting.exclude(pk=row.pk).exists():
            rows.filter(pk=row.pk).update(withdrawn_at=timezone.now())
        else:
            rows.filter(pk=row.pk).update(email=email)
    clusters = apps.get_model("clusters", "Cluster")._base_manager
    for cluster in clusters.iterator():
        names = {"name_da": one_line(cluster.name_da)[:120], "name_en": one_line(cluster.name_en)[:120]}
        if names != {"name_da": cluster.name_da, "name_en": cluster.name_en} and any(names.values()):
            clusters.filter(pk=cluster.pk).update(**names)


class Migration(migrations.Migration):
    dependencies = [("clusters", "0006_add_revisions")]

    operations = [migrations.RunPython(keep_one_form, migrations.RunPython.noop)]
