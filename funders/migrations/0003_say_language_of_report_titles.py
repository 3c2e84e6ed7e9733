"""The titles that stand were written in the language that their cluster works in."""

from django.db import migrations


def say_language(apps, schema_editor):
    """Note the cluster's main language at each report whose cluster does not work in Danish."""
    reports = apps.get_model("funders", "FunderReport")._base_manager
    reports.filter(cluster__main_language="en").update(title_language="en")


class Migration(migrations.Migration):
    dependencies = [("funders", "0002_add_report_title_languages"), ("clusters", "0005_add_invitation_mail_failed_at")]

    operations = [migrations.RunPython(say_language, migrations.RunPython.noop)]
