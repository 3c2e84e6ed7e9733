"""Keeps the name and number of a grant from the European Union with an activity."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_money_by_year")]

    operations = [
        migrations.AddField(
            "activity",
            "eu_grant",
            models.CharField("EU grant", max_length=160, blank=True, default="", db_default=""),
        ),
    ]
