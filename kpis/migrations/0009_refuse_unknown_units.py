"""A unit is a known one, or one that somebody has named; columns stay as they are."""

from django.db import migrations, models

import kpis.models.following


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0008_name_units"),
    ]

    operations = [
        migrations.AlterField(
            model_name="kpidefinition",
            name="unit",
            field=models.CharField(
                max_length=250, validators=[kpis.models.following.refuse_unknown_unit], verbose_name="Unit"
            ),
        ),
    ]
