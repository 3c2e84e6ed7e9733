"""Keeps what was entered of an activity's money for a single year."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_add_figure_addresses")]

    operations = [
        migrations.AddField(
            "activity", "budget_by_year", models.JSONField("Budget by year", default=dict, db_default={}, blank=True)
        ),
        migrations.AddField(
            "activity", "spent_by_year", models.JSONField("Spent by year", default=dict, db_default={}, blank=True)
        ),
    ]
