"""A cluster says where it is, so that its agreements do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clusters", "0012_add_most_duties")]

    operations = [
        migrations.AddField(
            model_name="cluster",
            name="postal_address",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=400, verbose_name="Postal address"
            ),
        ),
    ]
