from django.db import migrations, models


def put_away(apps, schema_editor):
    """Who has been at work for a while is past the first day; it can be shown again."""
    apps.get_model("clusters", "Cluster").objects.update(is_guided=False)


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0010_add_approvers"),
    ]

    operations = [
        migrations.AddField(
            model_name="cluster",
            name="is_guided",
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.RunPython(put_away, migrations.RunPython.noop),
        migrations.AddField(
            model_name="membership",
            name="seen_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="seen_before",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
