"""The titles that stand were written in the language that their cluster works in."""

from django.db import migrations


def say_language(apps, schema_editor):
    """Note the cluster's main language at each strategy whose cluster does not work in Danish."""
    strategies = apps.get_model("strategy", "Strategy")._base_manager
    strategies.filter(cluster__main_language="en").update(title_language="en")


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0004_add_strategy_title_languages"),
        ("clusters", "0005_add_invitation_mail_failed_at"),
    ]

    operations = [migrations.RunPython(say_language, migrations.RunPython.noop)]
